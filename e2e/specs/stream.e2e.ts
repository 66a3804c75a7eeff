import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { readRecording } from '../devices/recording';
import { DEVICE_BUFFER, RecordingDevice } from '../devices/recording-device';
import { readVirtual, walkOf3A, wireOfUci } from '../devices/sources';
import { bytesLost } from '../harness/bytes-lost';
import { compareWithLab, comparisonTable } from '../harness/lab-score';
import { TestBench } from '../harness/test-bench';
import { until } from '../harness/until';
import { NO_VIRTUAL_PORT } from '../serial/can-announce';
import { pictureOnFailure } from './picture';

const SECONDS = 30;

/**
 * The main job: a walk enters the real port at real speed, and what Live says of the forecasts is what the lab says of
 * the same bytes.
 */
describe.skipIf(NO_VIRTUAL_PORT !== null)('a walk over the real port', () => {
  let bench: TestBench;
  afterEach(() => bench?.close());

  const walk3A = walkOf3A();
  if (walk3A === null)
    console.log('skipped: the walk of UCI 3A; its recordings are not here (STRIDECAST_DATA)');
  const walks: [string, () => Uint8Array][] = [['the virtual recording', readVirtual]];
  if (walk3A !== null) walks.unshift(['UCI 3A', () => wireOfUci(walk3A)]);

  it.each(walks)('%s: no byte is lost, and the scores are those of the lab', async (name, wire) => {
    bench = await TestBench.open();
    pictureOnFailure(bench);
    const { live, tap, port } = bench;
    const device = new RecordingDevice(port.wire, readRecording(wire()), { seconds: SECONDS });
    device.keepWire();
    await port.behave({ lossy: true, buffer: DEVICE_BUFFER });
    await bench.goto();
    await port.plug();
    await live.connect();
    await live.waitForPhase('streaming');
    await until('the walk is over', () => device.finished, (SECONDS + 20) * 1000, 200);
    expect(await bytesLost(device, tap)).toBe(0);
    await sleep(1000); // the last forecasts come true, and scores are told four times a second
    const [state, scores, shown] = [(await tap.state())!, (await tap.scores())!, await live.shownScores()];
    const link = await live.link();
    device.dispose();

    expect(await port.stats()).toMatchObject({ dropped: 0 });
    expect(link).toMatchObject({ lost: 0, framesBad: 0, gaps: 0 });
    const perSecond =
      device.sent.length > 0 ? state.link.streams.reduce((n, s) => n + s.nominalRate, 0) : NaN;
    expect(link.samples).toBe(SECONDS * perSecond);

    const lab = await compareWithLab(device.wireBytes(), scores, state);
    console.log(`${name}, ${SECONDS} s, ${state.model.executor}:\n${comparisonTable(lab)}`);
    console.log(
      `ticks ${state.ticks}, forecasts ${state.forecasts}, skipped ${state.skipped}, missed ${state.missed}; ` +
        `largest difference of RMSE ${(lab.relativeDifference * 100).toFixed(4)} %`,
    );
    expect(lab.tickDifference).toBe(0);
    expect(lab.forecastDifference).toBe(0);
    expect(lab.countDifference).toBe(0);
    expect(lab.relativeDifference).toBeLessThan(0.01);
    expect(state.missed).toBe(0);

    // What stands on the screen is what the engine said.
    const joint = scores.rows[0].joint;
    const main = scores.rows.filter((row) => row.joint === joint);
    expect(shown).toHaveLength(main.length * scores.horizonsMs.length);
    for (const row of main)
      row.total.forEach((cell, h) => {
        const cellShown = shown.find(
          (s) => s.forecaster === row.forecaster && s.horizonMs === scores.horizonsMs[h],
        );
        expect(cellShown).toMatchObject({ joint, n: cell.n, rmse: cell.rmse, nmae: cell.nmae });
      });
    // A forecast worth the name beats "no change" where change is large.
    const network = shown.find((s) => s.kind === 'network' && s.horizonMs === 200)!;
    const persistence = shown.find((s) => s.forecaster === 'persistence' && s.horizonMs === 200)!;
    expect(network.rmse).toBeLessThan(persistence.rmse / 2);
  });
});
