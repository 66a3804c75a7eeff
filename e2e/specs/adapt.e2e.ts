import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { readRecording } from '../devices/recording';
import { DEVICE_BUFFER, RecordingDevice } from '../devices/recording-device';
import { readVirtual, walkOf3A, wireOfUci } from '../devices/sources';
import { AdaptPage } from '../harness/adapt-page';
import { TestBench } from '../harness/test-bench';
import { until } from '../harness/until';
import { NO_VIRTUAL_PORT } from '../serial/can-announce';
import { pictureOnFailure } from './picture';

const STRIDES = 5;

/**
 * The heart of the product: a patient walks over a real port, a button, a comparison on kept-back strides, a decision; and
 * the personal model is there when the patient comes back. By weights that saw nobody who walks here.
 */
describe.skipIf(NO_VIRTUAL_PORT !== null)('a few strides become this patient’s model', () => {
  let bench: TestBench;
  afterEach(() => bench?.close());

  const walk3A = walkOf3A();
  if (walk3A === null)
    console.log('skipped: adapting to UCI 3A; its recordings are not here (STRIDECAST_DATA)');
  const walks: [string, () => Uint8Array][] = [['the virtual recording', readVirtual]];
  if (walk3A !== null) walks.unshift(['UCI 3A', () => wireOfUci(walk3A)]);

  it.each(walks)('%s: walk, adapt, compare, decide, come back', { timeout: 180_000 }, async (name, wire) => {
    bench = await TestBench.open();
    pictureOnFailure(bench);
    const { live, tap, port, page } = bench;
    const adapt = new AdaptPage(page);
    const device = new RecordingDevice(port.wire, readRecording(wire()));
    await port.behave({ lossy: true, buffer: DEVICE_BUFFER });
    await bench.goto();
    await adapt.addPatient('P-01');
    await page.getByTestId('rail-live').click();
    await port.plug();
    await live.connect();
    await live.waitForPhase('streaming');

    await adapt.open();
    const walkBegan = performance.now();
    await adapt.waitForStrides(STRIDES);
    const walkS = (performance.now() - walkBegan) / 1000;

    const before = (await tap.state())!;
    const pressed = performance.now();
    await adapt.start.click();
    await adapt.waitForPhase('compare', 90_000);
    const adaptS = (performance.now() - pressed) / 1000;
    const after = (await tap.state())!;
    const rows = await adapt.rows();
    console.log(
      `${name}: ${STRIDES} strides in ${walkS.toFixed(1)} s; from the button to the comparison ${adaptS.toFixed(1)} s; ` +
        `forecast p99 meanwhile ${after.latency.runP99?.toFixed(1)} ms; ${await adapt.decision()}: ` +
        rows.map((r) => `${r.ms} ms ${r.before.toFixed(2)} > ${r.after.toFixed(2)} deg`).join(', '),
    );

    // The live forecast went on undisturbed: every tick, every byte.
    expect(after.forecasts - before.forecasts).toBeGreaterThan(0.9 * 100 * adaptS);
    expect(after.missed).toBe(0);
    expect(await live.link()).toMatchObject({ lost: 0, framesBad: 0, gaps: 0 });
    expect(rows.length).toBeGreaterThanOrEqual(5);
    for (const row of rows) {
      expect(row.before).toBeGreaterThan(0);
      expect(row.after).toBeGreaterThan(0);
    }

    if ((await adapt.decision()) === 'keep') {
      // Not better is a normal result: said, and the base model goes on.
      expect(await page.getByTestId('accept').count()).toBe(0);
      await page.getByTestId('keep-base').click();
      expect(await adapt.inUse()).toBe('base');
      device.dispose();
      return;
    }
    await page.getByTestId('accept').click();
    await adapt.waitForInUse('network');
    await page.locator('[data-testid="adapt-outcome"][data-kind="saved"]').waitFor();

    // Another day: the cable is out, the page is loaded anew, the patient is still chosen.
    await port.unplug();
    await live.waitForPhase('lost');
    await bench.goto();
    await port.plug();
    await page.getByTestId('rail-live').click();
    if ((await live.phase()) !== 'streaming') await live.connect().catch(() => undefined);
    await live.waitForPhase('streaming');
    await live.waitForForecasts(100);
    await adapt.open();
    await adapt.waitForInUse('network');
    const scores = (await tap.scores())!;
    const forecasters = new Set(scores.rows.map((r) => r.forecaster));
    console.log(`${name}: back with ${[...forecasters].join(', ')}`);

    // One click takes it back.
    await page.getByTestId('undo-personal').click();
    await adapt.waitForInUse('base');
    await page.getByTestId('rail-patients').click();
    await adapt.patient('P-01').waitFor();
    const models = page.getByTestId('personal-model');
    await models.waitFor();

    // As a file out and in again: never over what is there, never damaged, and itself again.
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('model-export').click(),
    ]);
    const file = readFileSync(await download.path());
    expect(download.suggestedFilename()).toMatch(/\.stridemodel$/);
    const take = async (bytes: Buffer): Promise<string | null> => {
      const said = page.getByTestId('import-said');
      const before = await said.textContent();
      await page
        .getByTestId('model-import-input')
        .setInputFiles({ name: 'model.stridemodel', mimeType: 'application/octet-stream', buffer: bytes });
      await until('it is said', async () => (await said.textContent()) !== before);
      return said.getAttribute('data-code');
    };
    expect(await take(file)).toBe('already_here');
    expect(await take(file.subarray(0, file.length - 100))).toBe('cut_short');
    expect(await models.count()).toBe(1);
    await models.getByTestId('model-remove').click();
    await page.getByTestId('remove-yes').click();
    await models.waitFor({ state: 'detached' });
    expect(await take(file)).toBe('imported');
    expect(await models.count()).toBe(1);
    await models.getByTestId('model-use').click();
    await adapt.open();
    await adapt.waitForInUse('network');
    device.dispose();
  });
});
