import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeRecording } from '../../lab/virtual/recordings';
import { withChannel, withSwapped } from '../devices/altered';
import { type Recording, readRecording } from '../devices/recording';
import { RecordingDevice } from '../devices/recording-device';
import { readVirtual } from '../devices/sources';
import { AdaptPage } from '../harness/adapt-page';
import { TestBench } from '../harness/test-bench';
import { until } from '../harness/until';
import { NO_VIRTUAL_PORT } from '../serial/can-announce';
import { pictureOnFailure } from './picture';

/** What goes wrong while a patient is adapted to: nothing is lost, nothing wrong is learned, and it is said. */
describe.skipIf(NO_VIRTUAL_PORT !== null)('adapting in trouble', () => {
  const knee = readRecording(readVirtual());
  let bench: TestBench;
  let adapt: AdaptPage;
  let device: RecordingDevice | null = null;

  beforeAll(async () => {
    bench = await TestBench.open();
  });
  afterAll(() => bench?.close());
  beforeEach(() => pictureOnFailure(bench));
  afterEach(async () => {
    await bench.port.unplug().catch(() => undefined);
    device?.dispose();
  });

  async function walk(recording: Recording): Promise<void> {
    device = new RecordingDevice(bench.port.wire, recording);
    await bench.gotoAnew();
    adapt = new AdaptPage(bench.page);
    await bench.port.plug();
    await bench.live.connect();
    await bench.live.waitForPhase('streaming');
    await adapt.open();
  }

  async function press(strides: number): Promise<void> {
    await adapt.waitForStrides(strides);
    await adapt.start.click();
  }

  it('stops at once when cancelled, and the forecast has gone on', async () => {
    await walk(knee);
    await press(5);
    await adapt.waitForPhase('running');
    await until(
      'it trains',
      async () => (await bench.page.getByTestId('adapt-run').getAttribute('data-stage')) === 'training',
      30_000,
    );
    const { forecasts } = (await bench.tap.state())!;
    const pressed = performance.now();
    await bench.page.keyboard.press('Escape');
    await adapt.waitForPhase('cancelled', 5000);
    console.log(`cancelled after ${(performance.now() - pressed).toFixed(0)} ms`);
    expect(await adapt.inUse()).toBe('base');
    await until('forecasts go on', async () => (await bench.tap.state())!.forecasts > forecasts + 50);
    expect((await bench.tap.state())!.missed).toBe(0);
    // And again, with the strides that are still there.
    await adapt.start.click();
    await adapt.waitForPhase('compare');
  });

  it('starts again when its worker is killed in mid-training', { timeout: 90_000 }, async () => {
    await walk(knee);
    await press(5);
    await until(
      'it trains',
      async () => (await bench.page.getByTestId('adapt-run').getAttribute('data-stage')) === 'training',
      30_000,
    );
    await bench.tap.send({ type: 'fault', fault: 'kill_adaptation' });
    await until(
      'it was started again',
      async () => (await bench.page.getByTestId('adapt-run').getAttribute('data-restarts')) === '1',
      25_000,
    );
    await adapt.waitForPhase('compare');
    expect((await bench.tap.state())!.missed).toBe(0);
  });

  it('keeps nothing half-made when the tab is closed in mid-training', async () => {
    await walk(knee);
    await adapt.addPatient('P-TAB');
    await adapt.open();
    await press(5);
    await adapt.waitForPhase('running');
    const second = await bench.browser.page(true);
    await bench.page.close();
    await second.goto(`${bench.server.url}#/patients`);
    await second.locator('[data-testid="patient-row"][data-code="P-TAB"]').waitFor();
    expect(await second.getByTestId('personal-model').count()).toBe(0);
    await second.getByTestId('rail-adapt').click();
    await second.getByTestId('adapt').waitFor();
    await bench.close();
    bench = await TestBench.open();
  });

  it('keeps the strides of before when the device is lost in mid-walk', async () => {
    await walk(knee);
    await adapt.waitForStrides(2);
    await bench.port.unplug();
    await bench.page.locator('[data-testid="adapt-walk"][data-state="lost"]').waitFor();
    const kept = await adapt.ready();
    expect(kept).toBeGreaterThanOrEqual(2);
    await sleep(500);
    await bench.port.plug();
    await bench.live.waitForPhase('streaming');
    await adapt.waitForStrides(kept + 2);
    await adapt.start.click();
    await adapt.waitForPhase('compare');
  });

  it('refuses a knee that does not move, and says what to look at', async () => {
    await walk(withChannel(knee, kneeName(knee), (_, first) => first));
    await sleep(8000);
    expect(await adapt.ready()).toBe(0);
    expect(await adapt.start.isDisabled()).toBe(true);
    await until('it says why', async () => (await adapt.refusals()).includes('constant'));
  });

  it('refuses legs that are swapped, and says so', async () => {
    const both = readRecording(
      makeRecording({ preset: 'typical', seed: 3, seconds: 40, sensors: 'standard', script: '1:walk' }),
    );
    await walk(withSwapped(both, 'knee_angle_r', 'knee_angle_l'));
    await until('it says so', async () => (await adapt.refusals()).includes('swapped_legs'), 30_000, 200);
    expect(await adapt.start.isDisabled()).toBe(true);
  });

  it('works with two strides, and says how little they are', async () => {
    await walk(knee);
    await press(2);
    await until('an outcome', async () => ['compare', 'refused'].includes(await adapt.phase()), 60_000);
    const phase = await adapt.phase();
    console.log(`two strides: ${phase}${phase === 'compare' ? `, ${await adapt.decision()}` : ''}`);
    if (phase === 'refused') expect(await adapt.refusals()).toContain('too_few_strides');
    else expect((await adapt.rows()).length).toBeGreaterThanOrEqual(5);
    expect(await adapt.inUse()).toBe('base');
  });
});

function kneeName({ device }: Recording): string {
  const names = device.streams.flatMap((s) => s.channels.map((c) => c.name));
  return names.find((name) => name.startsWith('knee_angle')) ?? names[names.length - 1];
}
