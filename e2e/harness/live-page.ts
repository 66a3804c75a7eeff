import type { Locator, Page } from 'playwright-core';
import { en } from '../../src/app/i18n/en';
import type { ConnectionPhase } from '../../src/device/connection-table';
import type { PortChooser } from './port-chooser';
import { until } from './until';

/** Figures of the status line, at full precision. */
export interface LinkFigures {
  bytes: number;
  samples: number;
  lost: number;
  framesBad: number;
  gaps: number;
}

export interface ModelFigures {
  model: string;
  executor: string;
  phase: string;
  ticks: number;
  forecasts: number;
  skipped: number;
  missed: number;
}

/** One cell of the table of all horizons, over the whole stream. */
export interface ShownScore {
  forecaster: string;
  kind: string;
  joint: string;
  horizonMs: number;
  n: number;
  rmse: number;
  nmae: number;
  coverage: number | null;
}

/** The shell and the Live screen as a therapist finds them: by what is written on them. */
export class LivePage {
  readonly page: Page;
  readonly #chooser: PortChooser;

  constructor(page: Page, chooser: PortChooser) {
    this.page = page;
    this.#chooser = chooser;
  }

  /** The shell stands. */
  async loaded(): Promise<void> {
    await this.page.getByTestId('status-device').waitFor();
  }

  async phase(): Promise<ConnectionPhase> {
    const cell = this.page.getByTestId('status-device').locator('[data-phase]');
    return (await cell.getAttribute('data-phase')) as ConnectionPhase;
  }

  async waitForPhase(phase: ConnectionPhase, timeout = 15_000): Promise<void> {
    await this.page.getByTestId('status-device').locator(`[data-phase="${phase}"]`).waitFor({ timeout });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** Presses Connect and takes the device in the browser's dialog. */
  async connect(): Promise<void> {
    await this.button(en.connect.connect).click();
    await this.chooseDevice();
  }

  /** Takes the device in the browser's dialog. */
  async chooseDevice(): Promise<void> {
    await this.#chooser.choose();
  }

  /** Presses Connect and closes the browser's dialog without a choice. */
  async connectAndCancel(): Promise<void> {
    await this.button(en.connect.connect).click();
    await this.#chooser.cancel();
  }

  async startDemo(): Promise<void> {
    await this.button(en.connect.demo).click();
  }

  async link(): Promise<LinkFigures> {
    const cell = this.page.getByTestId('status-loss');
    const number = async (name: string): Promise<number> => Number(await cell.getAttribute(`data-${name}`));
    return {
      bytes: await number('bytes'),
      samples: await number('samples'),
      lost: await number('lost'),
      framesBad: await number('frames-bad'),
      gaps: await number('gaps'),
    };
  }

  async model(): Promise<ModelFigures> {
    const cell = this.page.getByTestId('status-model');
    const text = async (name: string): Promise<string> => (await cell.getAttribute(`data-${name}`)) ?? '';
    return {
      model: await text('model'),
      executor: await text('executor'),
      phase: await text('phase'),
      ticks: Number(await text('ticks')),
      forecasts: Number(await text('forecasts')),
      skipped: Number(await text('skipped')),
      missed: Number(await text('missed')),
    };
  }

  /** Until so many forecasts have been made since the stream began. */
  async waitForForecasts(count: number, timeout = 30_000): Promise<void> {
    await until(`${count} forecasts`, async () => (await this.model()).forecasts >= count, timeout, 100);
  }

  /** The problem's card, with this heading. */
  async waitForProblem(title: string, timeout = 15_000): Promise<void> {
    await this.page.getByRole('heading', { name: title }).waitFor({ timeout });
  }

  /** Scores since the start of the stream as the table of all horizons shows them, at full precision. */
  async shownScores(): Promise<ShownScore[]> {
    return this.page.getByTestId('score-cell').evaluateAll((cells) =>
      cells.map((cell) => {
        const data = (cell as HTMLElement).dataset;
        return {
          forecaster: data.forecaster!,
          kind: data.kind!,
          joint: data.joint!,
          horizonMs: Number(data.horizon),
          n: Number(data.totalN),
          rmse: Number(data.totalRmse),
          nmae: Number(data.totalNmae),
          coverage: data.totalCoverage ? Number(data.totalCoverage) : null,
        };
      }),
    );
  }
}
