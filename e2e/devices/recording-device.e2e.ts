import { duplexPair } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { DeviceDescription, DeviceEvent } from '../../src/device/events';
import { DeviceEncoder } from '../../src/device/stridelink/device-encoder';
import { HostEncoder } from '../../src/device/stridelink/host-encoder';
import { StridelinkDecoder } from '../../src/device/stridelink/stridelink-decoder';
import { readRecording, withoutChannels } from './recording';
import { RecordingDevice } from './recording-device';
import type { RecordingDeviceOptions } from './recording-device';

const channel = (name: string, unit: 'deg' | 'mV') => ({ name, unit, scale: 0.01, offset: 0 });
const DEVICE: DeviceDescription = {
  protocol: 'stridelink',
  protocolVersion: 1,
  name: 'bench',
  serial: 'b1',
  firmware: '1',
  streams: [
    { id: 0, rate: 200, channels: [channel('knee', 'deg'), channel('hip', 'deg')] },
    { id: 1, rate: 1000, channels: [channel('emg', 'mV')] },
  ],
};

/** 0.3 s of counting samples, on a clock that soon wraps. */
function wireFile(): Uint8Array {
  const encoder = new DeviceEncoder();
  const startUs = 2 ** 32 - 100_000;
  const parts = [encoder.describe(DEVICE)];
  for (let f = 0; f < 30; f++) {
    const clock = startUs + f * 10_000;
    parts.push(encoder.samples(0, clock, 500 + f * 2, 2, [f * 2, -f * 2, f * 2 + 1, -f * 2 - 1]));
    parts.push(
      encoder.samples(
        1,
        clock,
        700 + f * 10,
        10,
        Array.from({ length: 10 }, (_, i) => f * 10 + i),
      ),
    );
  }
  return Buffer.concat(parts);
}

describe('recording device', () => {
  let device: RecordingDevice;
  afterEach(() => device.dispose());

  function connect(options: RecordingDeviceOptions = {}, recording = readRecording(wireFile())) {
    const [host, end] = duplexPair();
    device = new RecordingDevice(end, recording, options);
    const decoder = new StridelinkDecoder();
    const events: DeviceEvent[] = [];
    host.on('data', (chunk: Buffer) => decoder.push(chunk, (event) => events.push(event)));
    return { host, decoder, events, say: new HostEncoder() };
  }
  const blocks = (events: DeviceEvent[], stream: number) =>
    events.flatMap((e) => (e.kind === 'samples' && e.block.stream === stream ? [e.block] : []));

  it('gives the recording at real speed, over and over, without a seam in counters and clock', async () => {
    const { host, decoder, events, say } = connect({ seconds: 0.7 });
    const began = performance.now();
    host.write(say.hello(1));
    host.write(say.start());
    while (!device.finished) await sleep(5);
    expect(performance.now() - began).toBeGreaterThan(690);
    await sleep(20);
    expect(decoder.counters).toMatchObject({
      framesBad: 0,
      framesLost: 0,
      samplesLost: 0,
      bytes: device.bytes,
    });
    expect(events.filter((e) => e.kind === 'restart' || e.kind === 'gap')).toEqual([]);
    const knee = blocks(events, 0);
    expect(knee.reduce((n, b) => n + b.count, 0)).toBe(140);
    expect(knee[0].firstIndex).toBe(0);
    expect(knee.at(-1)!.startUs - knee[0].startUs).toBe(690_000);
    expect(knee.map((b) => Math.round(b.data[0] * 100))).toEqual(knee.map((_, i) => (i % 30) * 2));
    expect(blocks(events, 1).reduce((n, b) => n + b.count, 0)).toBe(700);
    expect(device.sent.length).toBe(140);
  });

  it('goes on when it is asked to start again, and stops when told', async () => {
    const { host, events, say } = connect();
    for (const command of [
      say.hello(1),
      say.start(),
      say.start(),
      say.heartbeat(),
      say.stopRequest(),
      say.stop(),
    ])
      host.write(command);
    await sleep(50);
    expect(device.heard).toEqual(['hello', 'start', 'start', 'heartbeat', 'stop_request', 'stop']);
    expect(events.map((e) => e.kind)).toEqual(['describe', 'ack', 'ack', 'heartbeat', 'ack', 'ack']);
    expect(device.streaming).toBe(false);
  });

  it('corrupts the share of bytes that it is told', async () => {
    const { host, decoder, say } = connect();
    host.write(say.hello(1));
    host.write(say.start());
    await sleep(30);
    device.corruptShare = 0.05;
    await sleep(300);
    expect(decoder.counters.framesBad).toBeGreaterThan(20);
    expect(decoder.counters.samplesLost).toBeGreaterThan(0);
  });

  it('can lack channels, speak another version, or be silent', async () => {
    const lacking = connect({}, withoutChannels(readRecording(wireFile()), ['knee', 'emg']));
    lacking.host.write(lacking.say.hello(1));
    lacking.host.write(lacking.say.start());
    await sleep(50);
    device.dispose();
    const described = lacking.events.find((e) => e.kind === 'describe');
    expect(described?.device.streams.map((s) => s.channels.map((c) => c.name))).toEqual([['hip']]);
    expect([...blocks(lacking.events, 0)[0].data].map((v) => Math.round(v * 100))).toEqual([0, -1]);

    const newer = connect({ protocolVersion: 9 });
    newer.host.write(newer.say.hello(1));
    await sleep(20);
    device.dispose();
    expect(newer.events).toMatchObject([{ kind: 'refused', reason: 'unknown_version', detail: '9' }]);

    const silent = connect({ silent: true });
    silent.host.write(silent.say.hello(1));
    await sleep(20);
    expect([device.heard, silent.events]).toEqual([['hello'], []]);
  });
});
