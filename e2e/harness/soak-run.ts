import { setTimeout as sleep } from 'node:timers/promises';
import type { Recording } from '../devices/recording';
import { DEVICE_BUFFER, RecordingDevice } from '../devices/recording-device';
import { bytesLost } from './bytes-lost';
import { type LiveMemory, PageMemory } from './page-memory';
import type { TestBench } from './test-bench';
import { until } from './until';

/** The machine may be busy with other work. */
const START_WITHIN_MS = 90_000;

/** Memory at a moment of the run. */
export interface SoakPoint extends LiveMemory {
  readonly atMs: number;
}

export interface SoakRun {
  /** Said by the device and not counted by the app. */
  readonly bytesLost: number;
  readonly bytes: number;
  readonly samplesLost: number;
  readonly gaps: number;
  readonly ticks: number;
  readonly forecasts: number;
  readonly skipped: number;
  readonly missed: number;
  /** Chunk read to forecast made, ms: the newest forecast of each bundle that the page got. */
  readonly forecastMs: readonly number[];
  readonly memory: readonly SoakPoint[];
  readonly recording: { readonly phase: string; readonly bytes: number };
  readonly executor: string | null;
}

interface SoakOptions {
  readonly recording: Recording;
  readonly seconds: number;
  /** Between two looks at the memory. */
  readonly everySeconds: number;
  /** The device waits for a host that is late, and so a busy machine loses nothing; by default it has a small buffer. */
  readonly patient?: boolean;
  readonly onPoint?: (point: SoakPoint) => void;
}

/** Streams a recording over the real port for so long, again and again from its start, and looks at the memory meanwhile. */
export async function soak(bench: TestBench, options: SoakOptions): Promise<SoakRun> {
  const { page, port, live, tap } = bench;
  const { recording, seconds, everySeconds, onPoint } = options;
  const device = new RecordingDevice(port.wire, recording, { seconds });
  try {
    await port.behave({ lossy: options.patient !== true, buffer: DEVICE_BUFFER });
    await bench.goto();
    await port.plug();
    await live.connect();
    await live.waitForPhase('streaming', START_WITHIN_MS);
    await live.waitForForecasts(1, START_WITHIN_MS);
    const memory = await PageMemory.of(page.context(), bench.server.origin);
    const points: SoakPoint[] = [];
    const forecastMs: number[] = [];
    const began = performance.now();
    for (let next = 0; !device.finished; ) {
      const atMs = performance.now() - began;
      if (atMs >= next) {
        // What the tap keeps for us is no leak of the app.
        const { bundles } = await tap.measured();
        await tap.restart();
        for (const b of bundles)
          if (b.forecastTicks.length > 0) forecastMs.push(b.newestForecastMs - b.newestArrivalMs);
        const point = { atMs, ...(await memory.collected()) };
        points.push(point);
        onPoint?.(point);
        next += 1000 * everySeconds;
      }
      await sleep(250);
    }
    const lost = await bytesLost(device, tap);
    const state = await until('the state is told', () => tap.state());
    return {
      bytesLost: lost,
      bytes: state.link.counters.bytes,
      samplesLost: state.link.counters.samplesLost,
      gaps: state.link.gaps,
      ticks: state.ticks,
      forecasts: state.forecasts,
      skipped: state.skipped,
      missed: state.missed,
      forecastMs,
      memory: points,
      recording: { phase: state.recording.phase, bytes: state.recording.bytes },
      executor: state.model.executor,
    };
  } finally {
    device.dispose();
  }
}
