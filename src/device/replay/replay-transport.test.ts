import { describe, expect, it } from 'vitest';
import { DetectingDecoder } from '../detecting-decoder';
import type { DeviceEvent } from '../events';
import { DeviceEncoder } from '../stridelink/device-encoder';
import { FakeTimers } from '../testing/fake-timers';
import { concat, TEST_DEVICE } from '../testing/stridelink';
import type { TransportError } from '../transport';
import { ReplayTransport } from './replay-transport';
import { ASSUMED_TEXT_RATE, timelineOf } from './wire-timeline';

/** `seconds` of both streams, a frame each 10 ms, and a marker near the end. */
function recording(seconds: number, clock = 2 ** 32 - 300_000): Uint8Array {
  const d = new DeviceEncoder();
  const parts = [Uint8Array.of(7, 7, 0), d.describe(TEST_DEVICE), d.ack('start', 'accepted')];
  for (let i = 0; i < seconds * 100; i++) {
    parts.push(d.samples(0, clock + i * 10_000, i * 2, 2, [i, i]));
    parts.push(
      d.samples(
        1,
        clock + i * 10_000,
        i * 10,
        10,
        Array.from({ length: 20 }, () => i),
      ),
    );
  }
  parts.push(d.marker(clock, 'end'));
  return concat(parts);
}

function play(bytes: Uint8Array) {
  const timers = new FakeTimers();
  const replay = new ReplayTransport(bytes, 'file', timers);
  const chunks: { at: number; bytes: Uint8Array }[] = [];
  const ends: TransportError[] = [];
  const opened = replay.open({
    onBytes: (chunk, at) => chunks.push({ at, bytes: chunk.slice() }),
    onClosed: (error) => ends.push(error),
  });
  return { timers, replay, chunks, ends, opened };
}

const samplesIn = (chunks: { bytes: Uint8Array }[]): number => {
  const decoder = new DetectingDecoder({ assumedRate: ASSUMED_TEXT_RATE });
  for (const c of chunks) decoder.push(c.bytes, () => undefined);
  return decoder.counters.samples;
};

describe('ReplayTransport', () => {
  it('sends every byte, in order, once, and then ends', async () => {
    const bytes = recording(3);
    const { timers, chunks, ends, replay } = play(bytes);
    await timers.pass(3100);
    expect(concat(chunks.map((c) => c.bytes))).toEqual(bytes);
    expect(ends.map((e) => e.problem)).toEqual(['ended']);
    expect(replay.positionS).toBeCloseTo(3, 6);
    expect(timers.waiting).toBe(0);
  });

  it('keeps the pace of the device clock, over its wrap', async () => {
    const { timers, chunks, replay } = play(recording(3));
    expect(replay.durationS).toBeCloseTo(3, 6);
    await timers.pass(3100);
    let blocks = 0;
    for (const { at, bytes } of chunks.slice(0, -1)) {
      blocks += bytes.filter((b) => b === 0).length;
      // 3 delimiters before the first block; then two frames each 10 ms, sent when their last sample has been taken.
      expect(Math.abs(at - ((blocks - 3) / 2) * 10)).toBeLessThanOrEqual(1);
    }
    expect(blocks).toBeGreaterThan(500);
  });

  it.each([0.25, 2, 8])('runs at speed %f', async (speed) => {
    const { timers, chunks, replay } = play(recording(4));
    replay.setSpeed(speed);
    await timers.pass(400);
    const expected = Math.min(4, 0.4 * speed);
    expect(replay.positionS).toBeCloseTo(expected, 2);
    expect(Math.abs(samplesIn(chunks) - expected * 1200)).toBeLessThanOrEqual(12);
  });

  it('changes speed and pauses without a jump', async () => {
    const { timers, chunks, replay } = play(recording(5));
    await timers.pass(505);
    replay.pause();
    await timers.pass(5000);
    expect(replay).toMatchObject({ paused: true });
    expect(replay.positionS).toBeCloseTo(0.505, 6);
    expect(samplesIn(chunks)).toBe(600);
    replay.resume();
    await timers.pass(500);
    replay.setSpeed(4);
    await timers.pass(250);
    expect(replay.positionS).toBeCloseTo(2.005, 2);
    expect(Math.abs(samplesIn(chunks) - 2400)).toBeLessThanOrEqual(12);
  });

  it('clamps the speed', () => {
    const { replay } = play(recording(1));
    replay.setSpeed(100);
    expect(replay.speed).toBe(8);
    replay.setSpeed(0);
    expect(replay.speed).toBe(0.25);
    replay.setSpeed(Number.NaN);
    expect(replay.speed).toBe(0.25);
  });

  it('starts again from the first byte: the decoder sees a restart', async () => {
    const { timers, chunks, replay } = play(recording(2));
    await timers.pass(1005);
    replay.restart();
    expect(replay.positionS).toBe(0);
    await timers.pass(505);
    const events: DeviceEvent[] = [];
    const decoder = new DetectingDecoder();
    for (const c of chunks) decoder.push(c.bytes, (e) => events.push(e));
    expect(events.filter((e) => e.kind === 'restart').length).toBe(1);
    expect(decoder.counters).toMatchObject({ samples: 1800, samplesLost: 0 });
  });

  it('can be closed at any time', async () => {
    const { timers, chunks, ends, replay } = play(recording(1));
    await timers.pass(200);
    const before = chunks.length;
    await replay.close();
    await replay.close();
    await timers.pass(2000);
    expect(chunks.length).toBe(before);
    expect(ends).toEqual([]);
  });

  it('does not wait long for a hole in the recording', () => {
    const d = new DeviceEncoder();
    const bytes = concat([
      d.describe(TEST_DEVICE),
      d.samples(0, 0, 0, 2, [1, 1]),
      d.samples(0, 400_000_000, 80_000, 2, [1, 1]),
      d.samples(0, 400_010_000, 80_002, 2, [1, 1]),
    ]);
    const { times } = timelineOf(bytes)!;
    expect(times.map((t) => Math.round(t * 1e6))).toEqual([10_000, 5_010_000, 5_020_000]);
  });

  it.each(['', 'no numbers at all\n'.repeat(100), '\0\0\0'])(
    'refuses a file without samples',
    async (text) => {
      const { opened } = play(new TextEncoder().encode(text));
      await expect(opened).rejects.toMatchObject({ problem: 'bad_file' });
    },
  );

  it('paces text by its time column, by its told rate, or by 100 Hz', () => {
    const rows = (time: (i: number) => string) =>
      Array.from({ length: 50 }, (_, i) => `${time(i)}${i},${i * 2}\n`);
    const timeline = (text: string) => timelineOf(new TextEncoder().encode(text))!;
    const timed = timeline(`ms,knee,hip\n${rows((i) => `${5000 + i * 20},`).join('')}`);
    expect(timed).toMatchObject({ protocol: 'text', durationS: expect.closeTo(1, 6) as number });
    expect(timeline(`# rate=200\nknee,hip\n${rows(() => '').join('')}`).durationS).toBeCloseTo(0.25, 6);
    const untold = timeline(`knee,hip\n${rows(() => '').join('')}`);
    expect(untold.durationS).toBeCloseTo(0.5, 6);
    expect(untold.ends.length).toBe(50);
  });
});
