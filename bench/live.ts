import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { readRecording, withAuxiliaryChannels } from '../e2e/devices/recording';
import type { Recording } from '../e2e/devices/recording';
import { DEVICE_BUFFER, RecordingDevice } from '../e2e/devices/recording-device';
import { readVirtual, walkOf3A, wireOfUci } from '../e2e/devices/sources';
import { bytesLost } from '../e2e/harness/bytes-lost';
import { compareWithLab } from '../e2e/harness/lab-score';
import { TestBench } from '../e2e/harness/test-bench';
import { until } from '../e2e/harness/until';
import { figure, note, printFigures } from '../lab/figures';
import { framesPerSecond, quantile, tickWrittenMs, wireToForecastMs, wireToFrameMs } from './live-figures';

/**
 * `npm run -s bench:live -- [--seconds 60] [--recording FILE] [--json]`: the live path from the device's end of the wire
 * to forecast and pixel, in a real browser, with 16 channels of which all but the angles come at 1 kHz.
 */
const CHANNELS = 16;
/** What comes before the first measured second: the window fills, the page settles. */
const SETTLE_SECONDS = 4;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    recording: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const seconds = Number(values.seconds);
if (!(seconds >= 5)) throw new Error('--seconds takes a number, at least 5');

const { name, recording } = source(values.recording);
note(`streaming ${name} for ${SETTLE_SECONDS} + ${seconds} s`);
const bench = await TestBench.open();
try {
  await measure(bench, recording);
} finally {
  await bench.close();
}

function source(file: string | undefined): { name: string; recording: Recording } {
  const path = file ?? walkOf3A();
  const wire = path === null ? readVirtual() : wireOfUci(path);
  const name = file ?? (path === null ? 'the virtual recording' : 'UCI 3A, gait');
  return { name, recording: withAuxiliaryChannels(readRecording(wire), CHANNELS) };
}

async function measure(bench: TestBench, recording: Recording): Promise<void> {
  const { page, port, live, tap } = bench;
  const device = new RecordingDevice(port.wire, recording, { seconds: SETTLE_SECONDS + seconds });
  device.keepWire();
  await port.behave({ lossy: true, buffer: DEVICE_BUFFER });
  await bench.goto();
  await port.plug();
  await live.connect();
  await live.waitForPhase('streaming');
  await sleep(SETTLE_SECONDS * 1000);
  await tap.restart();
  const pageAheadMs = await clockDifference(page);
  await until('the recording has been given', () => device.finished, (seconds + 30) * 1000, 250);
  const { bundles, frames, longTasks } = await tap.measured();
  const lost = await bytesLost(device, tap);
  await sleep(1000); // the last forecasts come true, and scores are told four times a second
  const state = (await tap.state())!;
  const stats = await port.stats();
  const written = tickWrittenMs(device.sent, state.modelRate);
  const toForecast = wireToForecastMs(bundles, written, pageAheadMs);
  const toFrame = wireToFrameMs(bundles, frames, written, pageAheadMs);
  const fps = framesPerSecond(frames);
  const lab = await compareWithLab(device.wireBytes(), (await tap.scores())!, state);
  const reconnectMs = await timeToReconnect(bench);
  device.dispose();

  printFigures(
    [
      figure('live.bytes_lost', lost, 'B', 0),
      figure('live.samples_lost', state.link.counters.samplesLost, '1', 0),
      figure('live.forecasts_missed', state.missed, '1', 0),
      figure('live.forecasts_skipped', state.skipped, '1'),
      figure('live.score_rel_diff_to_lab', lab.relativeDifference, '1', 0.01),
      figure('live.tick_diff_to_lab', lab.tickDifference, '1', 0),
      figure('live.wire_to_forecast_p50_ms', quantile(toForecast, 0.5), 'ms'),
      figure('live.wire_to_forecast_p99_ms', quantile(toForecast, 0.99), 'ms', 10),
      figure('live.wire_to_frame_p50_ms', quantile(toFrame, 0.5), 'ms'),
      figure('live.wire_to_frame_p99_ms', quantile(toFrame, 0.99), 'ms', 50),
      figure('live.fps_p5', quantile(fps, 0.05), '1/s', 55, 'above'),
      figure('live.long_tasks', (longTasks.length * 60) / seconds, '1/min', 2),
      figure('live.reconnect_ms', reconnectMs, 'ms', 2000),
    ],
    {
      recording: name,
      seconds,
      channels: CHANNELS,
      bytesPerSecond: Math.round(stats.toHost / (SETTLE_SECONDS + seconds)),
      executor: state.model.executor,
      model: state.model.id,
      forecastRate: state.forecastRate,
      ticks: state.ticks,
      forecasts: state.forecasts,
      clockDifferenceMs: pageAheadMs,
      port: stats,
      link: state.link.counters,
      scores: lab.rows,
    },
    values.json,
  );
}

/** From plugging the cable in again to streaming, without a hand on the page. */
async function timeToReconnect({ port, live }: TestBench): Promise<number> {
  await port.unplug();
  await live.waitForPhase('lost');
  await sleep(1000);
  const plugged = performance.now();
  await port.plug();
  await live.waitForPhase('streaming');
  return performance.now() - plugged;
}

/** The page's clock less ours, ms: 0 where the difference is not larger than what this can tell. */
async function clockDifference(page: Page): Promise<number> {
  let best = { ahead: 0, round: Infinity };
  for (let i = 0; i < 30; i++) {
    const before = performance.timeOrigin + performance.now();
    const there = await page.evaluate(() => performance.timeOrigin + performance.now());
    const after = performance.timeOrigin + performance.now();
    if (after - before < best.round) best = { ahead: there - (before + after) / 2, round: after - before };
  }
  return Math.abs(best.ahead) > best.round / 2 ? best.ahead : 0;
}
