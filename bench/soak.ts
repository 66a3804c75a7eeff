import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { readRecording, withAuxiliaryChannels } from '../e2e/devices/recording';
import { readVirtual, walkOf3A, wireOfUci } from '../e2e/devices/sources';
import { held } from '../e2e/harness/page-memory';
import { soak, type SoakPoint } from '../e2e/harness/soak-run';
import { TestBench } from '../e2e/harness/test-bench';
import { figure, note, printFigures } from '../lab/figures';
import { quantile } from './live-figures';
import { slope } from './slope';

/**
 * `npm run -s soak -- --minutes 60 [--json]`: a walk with 16 channels, all but the angles at 1 kHz, over a real serial port
 * for an hour: what is lost, what the memory does after warm-up, how late forecasts are.
 */
const CHANNELS = 16;
/**
 * What the first of it sets up is no growth: code that is compiled, plots that fill, and the last ten minutes of the walk,
 * which are kept for learning in a buffer that has its size after eleven.
 */
const WARM_UP_SHARE = 0.25;
const WARM_UP_MOST_MS = 12 * 60_000;
const HOUR_MS = 3_600_000;

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '60' }, json: { type: 'boolean', default: false } },
});
const minutes = Number(values.minutes);
if (!(minutes >= 0.5)) throw new Error('--minutes takes a number, at least 0.5');

const path = walkOf3A();
const name = path === null ? 'the virtual recording' : 'UCI 3A, gait';
const recording = withAuxiliaryChannels(
  readRecording(path === null ? readVirtual() : wireOfUci(path)),
  CHANNELS,
);
const everySeconds = Math.min(60, Math.max(5, (minutes * 60) / 30));
note(`streaming ${name} for ${minutes} min, looking every ${everySeconds} s`);
const loadBefore = loadavg();
const bench = await TestBench.open();
try {
  const run = await soak(bench, { recording, seconds: 60 * minutes, everySeconds, onPoint: tell });
  const warmUpMs = Math.min(WARM_UP_MOST_MS, WARM_UP_SHARE * 60_000 * minutes);
  const warm = run.memory.filter((p) => p.atMs >= warmUpMs);
  const perHour = (of: (p: SoakPoint) => number): number =>
    slope(warm.map((p) => [p.atMs / HOUR_MS, of(p) / 1e6] as const));
  printFigures(
    [
      figure('soak.bytes_lost', run.bytesLost, 'B', 0),
      figure('soak.samples_lost', run.samplesLost, '1', 0),
      figure('soak.memory_slope_mb_h', perHour(held), 'MB/h', 1),
      figure(
        'soak.process_slope_mb_h',
        perHour((p) => p.process),
        'MB/h',
      ),
      figure('soak.forecast_p99_ms', quantile(run.forecastMs, 0.99), 'ms', 5),
      figure('soak.forecast_p50_ms', quantile(run.forecastMs, 0.5), 'ms'),
      figure('soak.forecasts_missed', run.missed, '1'),
    ],
    {
      recording: name,
      minutes,
      channels: CHANNELS,
      executor: run.executor,
      bytes: run.bytes,
      ticks: run.ticks,
      forecasts: run.forecasts,
      skipped: run.skipped,
      log: run.recording,
      load: { before: loadBefore, after: loadavg() },
      memory: run.memory,
    },
    values.json,
  );
} finally {
  await bench.close();
}

function tell(point: SoakPoint): void {
  const mb = (bytes: number): string => (bytes / 1e6).toFixed(2);
  const threads = Object.entries(point.heap).map(
    ([thread, bytes]) => `${thread} ${mb(bytes)} + ${mb(point.buffers[thread] ?? 0)}`,
  );
  note(`  ${(point.atMs / 60_000).toFixed(1)} min: ${threads.join(', ')}; process ${mb(point.process)} MB`);
}
