import type { Page } from 'playwright-core';
import type { EngineCommand, EngineEvent, EngineState, ScoreTable } from '../../src/engine/protocol';

/** Of each bundle, what latency and completeness are reckoned from. Times are epoch ms of the page's clock. */
export interface TappedBundle {
  generation: number;
  firstTick: number;
  rows: number;
  forecastTicks: number[];
  newestArrivalMs: number;
  newestForecastMs: number;
  receivedMs: number;
}

/** A frame of the page: when it began, when it had been drawn, and how many canvas strokes it made. */
export interface TappedFrame {
  beganMs: number;
  drawnMs: number;
  strokes: number;
}

interface Tap {
  bundles: TappedBundle[];
  frames: TappedFrame[];
  longTasks: { atMs: number; durationMs: number }[];
  notices: string[];
  state: EngineState | null;
  scores: ScoreTable | null;
  /** Mean forecast of the first lane's first joint by tick, kept after `keepForecasts`. */
  forecasts: Record<number, number[]>;
  keepForecasts: boolean;
  worker: Worker | null;
}

/** The tap's place in the page: only a browser that is under test has it. */
interface TappedWindow {
  engineTap: Tap;
}

/**
 * Listens beside the app to what its engine worker says, and to the page's frames: from outside, by one more listener
 * on the worker that the app makes. The app's own code is the one that ships. Must be called before the page loads.
 */
export async function tapEngine(page: Page): Promise<EngineTap> {
  await page.addInitScript(installTap);
  return new EngineTap(page);
}

export class EngineTap {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  state(): Promise<EngineState | null> {
    return this.#page.evaluate(() => (window as unknown as TappedWindow).engineTap.state);
  }

  scores(): Promise<ScoreTable | null> {
    return this.#page.evaluate(() => (window as unknown as TappedWindow).engineTap.scores);
  }

  notices(): Promise<string[]> {
    return this.#page.evaluate(() => (window as unknown as TappedWindow).engineTap.notices);
  }

  /** A command that the page has no button for: a fault. */
  async send(command: EngineCommand): Promise<void> {
    await this.#page.evaluate(
      (c) => (window as unknown as TappedWindow).engineTap.worker?.postMessage(c),
      command,
    );
  }

  /** Forgets frames, bundles and long tasks: measuring begins here. */
  async restart(): Promise<void> {
    await this.#page.evaluate(() => {
      const tap = (window as unknown as TappedWindow).engineTap;
      tap.bundles = [];
      tap.frames = [];
      tap.longTasks = [];
    });
  }

  /** From now on the mean forecasts are kept; those kept before are forgotten. */
  async keepForecasts(): Promise<void> {
    await this.#page.evaluate(() => {
      const tap = (window as unknown as TappedWindow).engineTap;
      tap.keepForecasts = true;
      tap.forecasts = {};
    });
  }

  /** Mean forecast, degrees, steps 1.., of the first joint of the first lane, by tick. */
  async forecasts(): Promise<Map<number, number[]>> {
    const kept = await this.#page.evaluate(() => (window as unknown as TappedWindow).engineTap.forecasts);
    return new Map(Object.entries(kept).map(([tick, mean]) => [Number(tick), mean]));
  }

  async measured(): Promise<Pick<Tap, 'bundles' | 'frames' | 'longTasks'>> {
    return this.#page.evaluate(() => {
      const { bundles, frames, longTasks } = (window as unknown as TappedWindow).engineTap;
      return { bundles, frames, longTasks };
    });
  }
}

/** Runs in the page, before its scripts; must stand alone. */
function installTap(): void {
  const tap: Tap = {
    bundles: [],
    frames: [],
    longTasks: [],
    notices: [],
    state: null,
    scores: null,
    forecasts: {},
    keepForecasts: false,
    worker: null,
  };
  (window as unknown as TappedWindow).engineTap = tap;
  const epochMs = (): number => performance.timeOrigin + performance.now();

  function hear({ data }: MessageEvent<EngineEvent>): void {
    if (data.type === 'state') tap.state = data.state;
    else if (data.type === 'scores') tap.scores = data.table;
    else if (data.type === 'notice') tap.notices.push(data.code);
    else if (data.type === 'ticks') {
      const { bundle } = data;
      tap.bundles.push({
        generation: bundle.generation,
        firstTick: bundle.firstTick,
        rows: bundle.rows,
        forecastTicks: [...bundle.forecastTicks],
        newestArrivalMs: bundle.newestArrivalEpochMs,
        newestForecastMs: bundle.newestForecastEpochMs,
        receivedMs: epochMs(),
      });
      if (!tap.keepForecasts || bundle.lanes.length === 0) return;
      const width = bundle.lanes[0].joints.length * 3 * bundle.steps;
      bundle.forecastTicks.forEach((tick, f) => {
        tap.forecasts[tick] = [...bundle.forecasts[0].subarray(f * width, f * width + bundle.steps)];
      });
    }
  }

  window.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      if (options?.name !== 'engine') return;
      tap.worker = this;
      this.addEventListener('message', hear);
    }
  };

  let strokes = 0;
  const canvas = CanvasRenderingContext2D.prototype as unknown as Record<'stroke', () => void>;
  canvas.stroke = new Proxy(canvas.stroke, {
    apply(stroke, context, args) {
      strokes++;
      Reflect.apply(stroke, context, args);
    },
  });

  // Asked for before the app's callbacks, so a frame begins here; the message comes when its callbacks and its
  // rendering are over.
  const afterFrame = new MessageChannel();
  let beganMs = 0;
  afterFrame.port1.onmessage = () => {
    tap.frames.push({ beganMs, drawnMs: epochMs(), strokes });
    strokes = 0;
  };
  const onFrame = (): void => {
    requestAnimationFrame(onFrame);
    beganMs = epochMs();
    afterFrame.port2.postMessage(null);
  };
  requestAnimationFrame(onFrame);

  new PerformanceObserver((list) => {
    for (const task of list.getEntries())
      tap.longTasks.push({ atMs: performance.timeOrigin + task.startTime, durationMs: task.duration });
  }).observe({ entryTypes: ['longtask'] });
}
