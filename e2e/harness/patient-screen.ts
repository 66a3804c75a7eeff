import type { Page } from 'playwright-core';
import type { TestBench } from './test-bench';
import { until } from './until';

/** The patient's screen, as it can be told from outside. */
export interface ScreenState {
  word: string;
  /** Updates of the movement that came. */
  frames: number;
  /** Steps judged, and those of them that met the target. */
  judged: number;
  inTarget: number;
  dotShown: boolean;
  targetShown: boolean;
  /** Epoch ms of the screen's own clock. */
  atMs: number;
}

export class PatientScreen {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** By the key, as a therapist does. */
  static async open(bench: TestBench, from = bench.page): Promise<PatientScreen> {
    const [page] = await Promise.all([bench.browser.context.waitForEvent('page'), from.keyboard.press('p')]);
    await page.getByTestId('screen').waitFor();
    return new PatientScreen(page);
  }

  state(): Promise<ScreenState> {
    return this.page.evaluate(() => {
      const part = (name: string): HTMLElement =>
        document.querySelector<HTMLElement>(`[data-testid="${name}"]`)!;
      const seen = (selector: string): boolean => {
        const element = part('screen-stage').querySelector(selector)!;
        return getComputedStyle(element).visibility === 'visible';
      };
      const { word = '', frames } = part('screen').dataset;
      const { judged, count } = part('screen-progress').dataset;
      return {
        word,
        frames: Number(frames ?? 0),
        judged: Number(judged ?? 0),
        inTarget: Number(count ?? 0),
        dotShown: seen('circle'),
        targetShown: seen('rect'),
        atMs: Date.now(),
      };
    });
  }

  async waitForWord(word: string, timeout = 20_000): Promise<void> {
    await this.page.locator(`[data-testid="screen"][data-word="${word}"]`).waitFor({ timeout });
  }

  async waitForSteps(count: number, timeout = 45_000): Promise<void> {
    await until(`${count} judged steps`, async () => (await this.state()).judged >= count, timeout, 100);
  }
}
