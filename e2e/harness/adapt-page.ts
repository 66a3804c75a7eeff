import type { Locator, Page } from 'playwright-core';
import type { AdaptationState } from '../../src/engine/adapt-protocol';
import { until } from './until';

export interface ComparedRow {
  ms: number;
  before: number;
  after: number;
}

/** The Adapt and Patients screens as a therapist finds them. */
export class AdaptPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** A new patient, chosen. */
  async addPatient(code: string): Promise<void> {
    await this.page.getByTestId('rail-patients').click();
    await this.page.getByTestId('patient-add').click();
    await this.page.getByTestId('patient-code').fill(code);
    await this.page.getByTestId('patient-side').locator('label').last().click();
    await this.page.getByTestId('patient-save').click();
    const row = this.patient(code);
    await row.waitFor();
    if ((await row.getAttribute('data-chosen')) === null) await row.getByTestId('patient-choose').click();
    await this.page.locator(`[data-testid="patient-row"][data-code="${code}"][data-chosen]`).waitFor();
  }

  patient(code: string): Locator {
    return this.page.locator(`[data-testid="patient-row"][data-code="${code}"]`);
  }

  open(): Promise<void> {
    return this.page.getByTestId('rail-adapt').click();
  }

  async phase(): Promise<AdaptationState['phase']> {
    return (await this.page.getByTestId('adapt').getAttribute('data-phase')) as AdaptationState['phase'];
  }

  async waitForPhase(phase: AdaptationState['phase'], timeout = 60_000): Promise<void> {
    await this.page.locator(`[data-testid="adapt"][data-phase="${phase}"]`).waitFor({ timeout });
  }

  /** Strides that count and that a window of history lies before. */
  async ready(): Promise<number> {
    return Number(await this.page.getByTestId('stride-count').getAttribute('data-ready'));
  }

  async waitForStrides(count: number, timeout = 40_000): Promise<void> {
    await until(`${count} strides`, async () => (await this.ready()) >= count, timeout, 100);
  }

  get start(): Locator {
    return this.page.getByTestId('adapt-start');
  }

  /** What is in the way, by code. */
  refusals(): Promise<string[]> {
    return this.page
      .getByTestId('refusals')
      .locator('li')
      .evaluateAll((items) => items.map((item) => (item as HTMLElement).dataset.code ?? ''));
  }

  /** The comparison on screen, at full precision. */
  rows(): Promise<ComparedRow[]> {
    return this.page.getByTestId('compare-row').evaluateAll((rows) =>
      rows.map((row) => {
        const { horizon, before, after } = (row as HTMLElement).dataset;
        return { ms: Number(horizon), before: Number(before), after: Number(after) };
      }),
    );
  }

  async decision(): Promise<'accept' | 'keep'> {
    const compare = this.page.getByTestId('adapt-compare');
    return (await compare.getAttribute('data-decision')) as 'accept' | 'keep';
  }

  /** `base`, `network` or `peer`. */
  async inUse(): Promise<string | null> {
    return this.page.getByTestId('model-in-use').getAttribute('data-kind');
  }

  async waitForInUse(kind: 'base' | 'network' | 'peer', timeout = 20_000): Promise<void> {
    await this.page.locator(`[data-testid="model-in-use"][data-kind="${kind}"]`).waitFor({ timeout });
  }
}
