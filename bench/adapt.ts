import { parseArgs } from 'node:util';
import { readRecording, withAuxiliaryChannels } from '../e2e/devices/recording';
import { DEVICE_BUFFER, RecordingDevice } from '../e2e/devices/recording-device';
import { readVirtual, walkOf3A, wireOfUci } from '../e2e/devices/sources';
import { AdaptPage } from '../e2e/harness/adapt-page';
import { TestBench } from '../e2e/harness/test-bench';
import { figure, note, printFigures } from '../lab/figures';
import { quantile } from './live-figures';

/**
 * `npm run -s bench:adapt -- [--rounds 3] [--strides 5] [--json]`: from the button to the comparison on screen while the leg is
 * forecast live, in a real browser over a real port, 16 channels, by weights that never saw who walks.
 */
const CHANNELS = 16;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    strides: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const strides = Number(values.strides);
if (!(rounds >= 1 && strides >= 2)) throw new Error('--rounds takes at least 1, --strides at least 2');

const path = walkOf3A();
const name = path === null ? 'the virtual recording' : 'UCI 3A, gait';
const wire = path === null ? readVirtual() : wireOfUci(path);
const bench = await TestBench.open();
try {
  await measure(bench);
} finally {
  await bench.close();
}

async function measure({ page, port, live, tap }: TestBench): Promise<void> {
  const device = new RecordingDevice(port.wire, withAuxiliaryChannels(readRecording(wire), CHANNELS));
  const adapt = new AdaptPage(page);
  await port.behave({ lossy: true, buffer: DEVICE_BUFFER });
  await bench.goto();
  await port.plug();
  await live.connect();
  await live.waitForPhase('streaming');
  await adapt.open();
  const seconds: number[] = [];
  const delays: number[] = [];
  const decisions: string[] = [];
  for (let round = 0; round < rounds; round++) {
    note(`round ${round + 1} of ${rounds}: ${name}`);
    await adapt.waitForStrides(strides);
    await tap.restart();
    const pressed = performance.now();
    await adapt.start.click();
    await adapt.waitForPhase('compare', 120_000);
    seconds.push((performance.now() - pressed) / 1000);
    const { bundles } = await tap.measured();
    for (const b of bundles)
      if (b.forecastTicks.length > 0) delays.push(b.newestForecastMs - b.newestArrivalMs);
    decisions.push(await adapt.decision());
    await page.getByTestId('keep-base').click();
    await page.getByTestId('clear-strides').click();
  }
  const state = (await tap.state())!;
  const { dropped } = await port.stats();
  device.dispose();
  printFigures(
    [
      figure('adapt.button_to_comparison_s', quantile(seconds, 0.5), 's', 10),
      figure('adapt.button_to_comparison_worst_s', Math.max(...seconds), 's', 10),
      figure('adapt.forecast_p99_ms_meanwhile', quantile(delays, 0.99), 'ms', 5),
      figure('adapt.forecasts_missed', state.missed, '1', 0),
      figure('adapt.samples_lost', state.link.counters.samplesLost, '1', 0),
      figure('adapt.bytes_dropped', dropped, 'B', 0),
    ],
    {
      recording: name,
      strides,
      rounds,
      seconds,
      decisions,
      executor: state.model.executor,
      ticks: state.ticks,
    },
    values.json,
  );
}
