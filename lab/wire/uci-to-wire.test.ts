import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DeviceEvent } from '../../src/device/events';
import { StridelinkDecoder } from '../../src/device/stridelink/stridelink-decoder';
import { dataDir } from '../data/dir';
import { readUci, type UciRecording } from '../data/uci';
import { uciToWire } from './uci-to-wire';

function synthetic(rows: number): UciRecording {
  const signal = (f: (i: number) => number) => Float32Array.from({ length: rows }, (_, i) => f(i));
  const knee = signal((i) => 30 + 30 * Math.sin(i / 160));
  return {
    person: '0A',
    group: 'abnormal',
    task: 'mar',
    rate: 1000,
    nativeAngleRate: 1000,
    knee,
    rawKnee: knee,
    sign: 1,
    zeroDeg: 0,
    emg: {
      emg_rf: signal((i) => Math.sin(i / 3)),
      emg_bf: signal((i) => -0.25 * Math.cos(i / 2)),
      emg_vm: signal((i) => (i % 7) / 10),
      emg_st: signal((i) => -(i % 5) / 10),
    },
    notes: [],
    hash: '',
  };
}

/** What a host gets of the bytes: each channel's samples by name. */
function received(bytes: Uint8Array) {
  const decoder = new StridelinkDecoder();
  const columns = new Map<string, number[]>();
  const starts: number[] = [];
  decoder.push(bytes, (e: DeviceEvent) => {
    if (e.kind !== 'samples') return;
    const { channels, count, data, startUs, rate } = e.block;
    starts.push(startUs + (count * 1e6) / rate);
    channels.forEach((name, c) => {
      const column = columns.get(name) ?? [];
      for (let i = 0; i < count; i++) column.push(data[i * channels.length + c]);
      columns.set(name, column);
    });
  });
  return { columns, starts, counters: decoder.counters };
}

function expectSame(recording: UciRecording, columns: Map<string, number[]>, rows: number) {
  const knee = columns.get('knee_angle_r')!;
  expect(knee.length).toBe(rows / 5);
  const worst = (a: number[], b: (i: number) => number) =>
    a.reduce((w, x, i) => Math.max(w, Math.abs(x - b(i))), 0);
  expect(worst(knee, (i) => recording.knee[i * 5])).toBeLessThan(0.00251);
  for (const muscle of ['emg_rf', 'emg_bf', 'emg_vm', 'emg_st'] as const) {
    const column = columns.get(`${muscle}_r`)!;
    expect(column.length).toBe(rows);
    expect(worst(column, (i) => recording.emg[muscle][i])).toBeLessThan(0.000251);
  }
}

describe('uciToWire', () => {
  it('carries every fifth angle and every EMG sample within half a step', () => {
    const recording = synthetic(2507);
    const wire = uciToWire(recording);
    expect(wire.seconds).toBe(2.5);
    const { columns, counters } = received(wire.bytes);
    expect(counters).toMatchObject({ framesBad: 0, framesLost: 0, samplesLost: 0, samples: 2500 + 500 });
    expectSame(recording, columns, 2500);
  });

  it('tells when each frame is out', () => {
    const wire = uciToWire(synthetic(100), { seconds: 0.05 });
    const { starts } = received(wire.bytes);
    expect(wire.frames.slice(1).map((f) => f.timeUs)).toEqual(starts);
    expect(wire.frames[wire.frames.length - 1].end).toBe(wire.bytes.length);
    expect(received(wire.bytes.subarray(0, wire.frames[4].end)).starts).toEqual(starts.slice(0, 4));
  });

  it('pads to 16 channels at 1 kHz', () => {
    const recording = synthetic(1000);
    const { columns } = received(uciToWire(recording, { padTo: 16 }).bytes);
    expect([...columns.keys()].filter((n) => n.startsWith('aux_')).length).toBe(12);
    expectSame(recording, columns, 1000);
  });

  const data = dataDir();
  const file = data === null ? '' : join(data, 'uci/A_TXT/3Amar.txt.gz');
  it.skipIf(!existsSync(file))(
    `carries 30 s of a real recording${existsSync(file) ? '' : ' (skipped: no ../shared/data)'}`,
    () => {
      const recording = readUci(file);
      const wire = uciToWire(recording, { seconds: 30 });
      const { columns, counters } = received(wire.bytes);
      expect(counters).toMatchObject({ framesBad: 0, samplesLost: 0, samples: 36_000 });
      expectSame(recording, columns, 30_000);
      expect(wire.device.serial).toBe('uci:3A');
    },
  );
});
