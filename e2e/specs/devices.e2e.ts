import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { en } from '../../src/app/i18n/en';
import { readRecording, withoutChannels } from '../devices/recording';
import { RecordingDevice } from '../devices/recording-device';
import { readVirtual } from '../devices/sources';
import { TextLineDevice } from '../devices/text-line-device';
import { TestBench } from '../harness/test-bench';
import { until } from '../harness/until';
import { NO_VIRTUAL_PORT } from '../serial/can-announce';
import { pictureOnFailure } from './picture';

/** Devices that are not as the app would like: each is told plainly, and the rest of the app works. */
describe.skipIf(NO_VIRTUAL_PORT !== null)('devices', () => {
  const recording = readRecording(readVirtual());
  const names = recording.device.streams.flatMap((stream) => stream.channels.map((channel) => channel.name));
  let bench: TestBench;
  let device: { dispose(): void } | null = null;

  beforeAll(async () => {
    bench = await TestBench.open();
  });
  afterAll(() => bench?.close());
  beforeEach(async () => {
    pictureOnFailure(bench);
    await bench.gotoAnew();
    await bench.port.plug();
  });
  afterEach(async () => {
    device?.dispose();
    device = null;
    await bench.port.unplug().catch(() => undefined);
  });

  const demoStillWorks = async (): Promise<void> => {
    await bench.live.startDemo();
    await bench.live.waitForPhase('streaming');
    await bench.live.waitForForecasts(20);
  };

  it('refuses a protocol version that it does not know, and says which', async () => {
    const newer = new RecordingDevice(bench.port.wire, recording, { protocolVersion: 9 });
    device = newer;
    await bench.live.connect();
    await bench.live.waitForProblem(en.problem.unknown_version.title);
    await bench.page.getByText(/\b9\b/).first().waitFor();
    expect(newer.heard).not.toContain('start');
    await demoStillWorks();
  });

  it('says so when a device does not answer, and offers another baud rate', async () => {
    const silent = new RecordingDevice(bench.port.wire, recording, { silent: true });
    device = silent;
    await bench.live.connect();
    await bench.live.waitForProblem(en.problem.handshake_timeout.title);
    expect(silent.heard).toContain('hello');
    await bench.page
      .getByRole('button', { name: /^Try \d+ baud$/ })
      .first()
      .waitFor();
    await demoStillWorks();
  });

  it('asks a corrupted device in vain, and says so', async () => {
    const torn = new RecordingDevice(bench.port.wire, recording);
    torn.corruptShare = 0.05;
    device = torn;
    await bench.live.connect();
    const titles = [en.problem.handshake_timeout.title, en.problem.unknown_protocol.title];
    await bench.page.getByRole('heading', { name: new RegExp(titles.join('|')) }).waitFor();
    await demoStillWorks();
  });

  it('shows what a device without EMG has', async () => {
    const emg = names.filter((name) => name.startsWith('emg'));
    expect(emg.length).toBeGreaterThan(0);
    device = new RecordingDevice(bench.port.wire, withoutChannels(recording, emg));
    await bench.live.connect();
    await bench.live.waitForPhase('streaming');
    await bench.live.waitForForecasts(20);
    expect((await bench.tap.state())!.channels).toEqual(names.filter((name) => !emg.includes(name)));
    await expect(bench.page.getByTestId('strip-emg').count()).resolves.toBe(0);
  });

  it('forecasts the knee from muscles where no knee is measured', async () => {
    const knee = names.filter((name) => name.startsWith('knee'));
    device = new RecordingDevice(bench.port.wire, withoutChannels(recording, knee));
    await bench.live.connect();
    await bench.live.waitForPhase('streaming');
    await bench.live.waitForForecasts(20);
    expect((await bench.live.model()).model).toBe('knee-emg-only');
    await until('the EMG is shown', () => bench.page.getByTestId('strip-emg').isVisible());
  });

  it('names the channel that the model needs when it is missing, and shows the rest', async () => {
    const gone = names.filter((name) => name.startsWith('knee') || name.startsWith('emg_vm'));
    expect(gone).toHaveLength(2);
    device = new RecordingDevice(bench.port.wire, withoutChannels(recording, gone));
    await bench.live.connect();
    await bench.live.waitForPhase('streaming');
    await bench.page.getByTestId('no-model').getByText(en.noForecast.no_model_fits).waitFor();
    expect(await bench.page.getByTestId('no-model').textContent()).toMatch(/knee/i);
    await until('the EMG is shown', () => bench.page.getByTestId('strip-emg').isVisible());
    expect((await bench.live.model()).forecasts).toBe(0);
  });

  it('knows a board that prints lines of numbers by itself', async () => {
    const angles = recording.device.streams.find((s) => s.channels.some((c) => c.name.startsWith('knee')))!;
    const board = new TextLineDevice(bench.port.wire, recording, angles.id);
    device = board;
    await bench.live.connect();
    await bench.live.waitForPhase('streaming');
    expect((await bench.tap.state())!.device).toMatchObject({ protocol: 'text' });
    await bench.live.waitForForecasts(20);
    expect((await bench.live.link()).lost).toBe(0);
    expect(board.lines).toBeGreaterThan(angles.rate * 2);
  });
});
