import { McapIndexedReader } from '@mcap/core';
import protobuf from 'protobufjs';
import descriptor from 'protobufjs/ext/descriptor';
import { describe, expect, it } from 'vitest';
import { BatchCollector } from './batch-collector';
import type { LogLayout, LogSession } from './contents';
import { LogReader } from './log-reader';
import { SessionLog } from './session-log';
import { MemoryFile } from './testing/memory-file';
import { SESSION_METADATA } from './topics';

const EPOCH = Date.UTC(2026, 0, 1);
const SESSION: LogSession = {
  id: 'abc',
  patientId: null,
  startedAt: new Date(EPOCH).toISOString(),
  device: 'Exo',
  serial: 'SN1',
  source: 'serial',
  affectedSide: 'r',
};
const LAYOUT: LogLayout = {
  rate: 100,
  channels: ['knee_angle_r', 'knee_angle_l', ...Array.from({ length: 16 }, (_, i) => `extra_${i}`)],
  lanes: [
    { side: 'r', joints: ['knee_angle_r'] },
    { side: 'l', joints: ['knee_angle_l', 'hip_flexion_l'] },
  ],
  horizonsMs: [10, 20, 50, 100, 200, 500],
};
const STEPS = 50;

const row = (tick: number) => Float32Array.from(LAYOUT.channels, (_, c) => Math.fround(tick / 3 + c));
const laneAt = (tick: number, lane: number) => ({
  steps: STEPS,
  shown: Float32Array.from({ length: LAYOUT.lanes[lane].joints.length * 3 * STEPS }, (_, i) => tick + i / 7),
});

/** Ten batches of ten ticks; the left leg's forecasts begin late. */
function recorded(): MemoryFile {
  const file = new MemoryFile();
  const log = new SessionLog(file, SESSION);
  const collector = new BatchCollector();
  log.layout(LAYOUT);
  collector.layout(LAYOUT);
  log.attach('weights', 'application/octet-stream', Uint8Array.of(1, 2, 3), EPOCH);
  expect(collector.take()).toBeNull();
  for (let tick = 0; tick < 100; tick++) {
    const at = EPOCH + 10 * tick + (tick % 3);
    collector.wire(Uint8Array.from([tick, 0, 255 - tick]), at);
    collector.tick(tick, row(tick), at);
    const left =
      tick < 50 ? { ...laneAt(tick, 1), shown: laneAt(tick, 1).shown.fill(Number.NaN) } : laneAt(tick, 1);
    if (tick >= 20) collector.forecast(tick, [laneAt(tick, 0), left], at);
    if (tick === 42)
      collector.note({ topic: 'marker', atMs: at, tick, value: { label: '转身', fromDevice: false } });
    if (tick % 10 === 9) log.append(collector.take()!);
  }
  log.assign('patient-1');
  const end = log.finish();
  expect(end).toMatchObject({ lostBytes: 0, empty: false });
  expect(Object.fromEntries(end.metadata.get(SESSION_METADATA)!)).toMatchObject({
    id: 'abc',
    patientId: 'patient-1',
  });
  return file;
}

/** As a viewer reads it: by the descriptors in the file, with a library that knows nothing of ours. */
async function decoded(
  bytes: Uint8Array,
  topic: string,
): Promise<{ at: bigint; value: Record<string, unknown> }[]> {
  const reader = await McapIndexedReader.Initialize({
    readable: {
      size: () => Promise.resolve(BigInt(bytes.length)),
      read: (at, size) => Promise.resolve(bytes.slice(Number(at), Number(at + size))),
    },
  });
  const found = [];
  for await (const message of reader.readMessages({ topics: [topic] })) {
    const { schemaId } = reader.channelsById.get(message.channelId)!;
    const schema = reader.schemasById.get(schemaId)!;
    const set = descriptor.FileDescriptorSet.decode(schema.data);
    const type = (protobuf.Root as unknown as { fromDescriptor(set: unknown): protobuf.Root })
      .fromDescriptor(set)
      .lookupType(schema.name);
    // Field names as they are, not in camel case.
    found.push({
      at: message.logTime,
      value: type.decode(message.data) as unknown as Record<string, unknown>,
    });
  }
  return found;
}

describe('session log', () => {
  it('holds every tick under its own time, by the names of the channels', async () => {
    const joints = await decoded(recorded().bytes, '/joints');
    expect(joints).toHaveLength(100);
    joints.forEach(({ at, value }, tick) => {
      expect(at).toBe(BigInt(EPOCH + 10 * tick) * 1_000_000n);
      expect(value['tick']).toBe(tick);
      LAYOUT.channels.forEach((name, c) => expect(value[camel(value, name)]).toBe(row(tick)[c]));
    });
  });

  it('holds forecasts at the horizons, with their interval, for the legs that have one', async () => {
    const { bytes } = recorded();
    const right = await decoded(bytes, '/forecast/r');
    const left = await decoded(bytes, '/forecast/l');
    expect([right.length, left.length]).toEqual([80, 50]);
    for (const { value } of left) {
      const tick = value['tick'] as number;
      LAYOUT.lanes[1].joints.forEach((joint, j) => {
        const kept = value[camel(value, joint)] as Record<string, unknown>;
        ['mean', 'low', 'high'].forEach((bound, b) => {
          for (const ms of LAYOUT.horizonsMs) {
            const there = kept[camel(kept, `${bound}_${ms}ms`)];
            expect(there).toBe(laneAt(tick, 1).shown[(j * 3 + b) * STEPS + ms / 10 - 1]);
          }
        });
      });
    }
  });

  it('gives back ticks and forecasts as rows of named values, whatever the layout', async () => {
    const reader = await LogReader.open(new Blob([recorded().bytes]));
    expect(reader.columns('/joints')).toEqual(LAYOUT.channels);
    expect(reader.columns('/forecast/l').slice(5, 8)).toEqual([
      'knee_angle_l.mean_500ms',
      'knee_angle_l.low_10ms',
      'knee_angle_l.low_20ms',
    ]);
    expect(reader.columns('/forecast/l')).toHaveLength(2 * 3 * 6);
    expect(reader.columns('/marker')).toEqual([]);
    const ticks = [];
    for await (const { tick, values } of reader.rows(['/joints'])) {
      expect(values).toEqual(row(tick));
      ticks.push(tick);
    }
    expect(ticks).toEqual([...Array(100).keys()]);
    const at = reader.columns('/forecast/l').indexOf('hip_flexion_l.high_200ms');
    let n = 0;
    for await (const { topic, tick, atMs, values } of reader.rows(['/forecast/r', '/forecast/l'])) {
      expect(atMs).toBe(EPOCH + 10 * tick);
      if (topic === '/forecast/l') expect(values[at]).toBe(laneAt(tick, 1).shown[(3 + 2) * STEPS + 19]);
      n++;
    }
    expect(n).toBe(130);

    // Another device in the same session: the columns of both.
    const file = new MemoryFile();
    const log = new SessionLog(file, SESSION);
    for (const channels of [['knee_angle_r'], ['knee_angle_l', 'knee_angle_r']]) {
      log.layout({ rate: 100, channels, lanes: [], horizonsMs: [] });
      const collector = new BatchCollector();
      collector.tick(
        0,
        Float32Array.from(channels, (_, i) => i + 1),
        EPOCH + 2000 * channels.length,
      );
      log.append(collector.take()!);
    }
    log.finish();
    const both = await LogReader.open(new Blob([file.bytes]));
    const rows = [];
    for await (const { values } of both.rows(['/joints'])) rows.push([...values]);
    expect(both.columns('/joints')).toEqual(['knee_angle_r', 'knee_angle_l']);
    expect(rows).toEqual([
      [1, Number.NaN],
      [2, 1],
    ]);
  });

  it('gives back wire bytes chunk by chunk, notes, and files beside them', async () => {
    const reader = await LogReader.open(new Blob([recorded().bytes]));
    const wire = await reader.wire();
    expect(wire.ends).toHaveLength(100);
    expect([...wire.bytes.subarray(wire.ends[6], wire.ends[7])]).toEqual([7, 0, 248]);
    expect(wire.atMs[7]).toBe(EPOCH + 71);
    expect(await reader.notes('marker')).toEqual([
      { atMs: EPOCH + 420, tick: 42, value: { label: '转身', fromDevice: false } },
    ]);
    expect(Object.fromEntries(await reader.session())).toMatchObject({ id: 'abc', patientId: 'patient-1' });
    expect(await reader.notes('event')).toEqual([]);
    expect(await reader.attachments()).toEqual(new Map([['weights', Uint8Array.of(1, 2, 3)]]));
    expect(Object.fromEntries(reader.counts)).toEqual({
      '/wire': 100,
      '/joints': 100,
      '/forecast/r': 80,
      '/forecast/l': 50,
      '/marker': 1,
    });
    await expect(LogReader.open(new Blob(['nothing']))).rejects.toMatchObject({ code: 'damaged' });
  });

  it('takes less than 400 MB an hour at 1 kHz x 16 channels', () => {
    const file = new MemoryFile();
    const log = new SessionLog(file, SESSION);
    const collector = new BatchCollector();
    const layout = { ...LAYOUT, channels: LAYOUT.channels.slice(0, 16) };
    log.layout(layout);
    collector.layout(layout);
    const seconds = 20;
    for (let tick = 0; tick < 100 * seconds; tick++) {
      const at = EPOCH + 10 * tick;
      // Ten samples of 16 channels at 16 bits, and the frame around them.
      collector.wire(new Uint8Array(10 * 16 * 2 + 24), at);
      collector.tick(tick, row(tick).subarray(0, 16), at);
      collector.forecast(tick, [laneAt(tick, 0), laneAt(tick, 1)], at);
      if (tick % 10 === 9) log.append(collector.take()!);
    }
    log.finish();
    const mbPerHour = ((file.getSize() / seconds) * 3600) / 1e6;
    expect(mbPerHour).toBeLessThan(400);
    expect(mbPerHour).toBeGreaterThan(200);
  });
});

/** The library may write names in camel case. */
function camel(of: Record<string, unknown>, name: string): string {
  return name in of ? name : name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
