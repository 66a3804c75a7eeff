import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeviceEvent } from '../events';
import { DeviceEncoder, quantise } from './device-encoder';
import { encodeFrame } from './framing';
import { StridelinkDecoder } from './stridelink-decoder';
import { chunked, concat, decodeAll, TEST_DEVICE } from '../testing/stridelink';

const channels = (stream: 0 | 1) => TEST_DEVICE.streams[stream].channels;
const kinds = (events: readonly DeviceEvent[]) => events.map((e) => e.kind);

/** A device that sends frames of 10 ms of both streams, each value told by its stream and index. */
class Walker {
  readonly wire: DeviceEncoder;
  private clock: number;
  private index = [0, 0];

  constructor(clock = 0, seq = 0) {
    this.clock = clock;
    this.wire = new DeviceEncoder(seq);
  }

  describe() {
    return this.wire.describe(TEST_DEVICE);
  }

  frame(stream: 0 | 1) {
    const count = stream === 0 ? 2 : 10;
    const first = this.index[stream];
    const width = channels(stream).length;
    const raw = Array.from({ length: count * width }, (_, i) =>
      rawOf(stream, first + Math.floor(i / width), i % width),
    );
    const bytes = this.wire.samples(stream, this.clock, first, count, raw);
    this.index[stream] = first + count;
    if (stream === 1) this.clock += 10_000;
    return { bytes, stream, first, count };
  }
}

const rawOf = (stream: number, index: number, channel: number) =>
  ((index * 31 + channel * 7 + stream * 1000) % 65536) - 32768;

function expectTrueSamples(events: readonly DeviceEvent[]) {
  for (const e of events) {
    if (e.kind !== 'samples') continue;
    const { block } = e;
    const described = TEST_DEVICE.streams[block.stream].channels;
    block.data.forEach((value, i) => {
      const c = i % described.length;
      const raw = rawOf(block.stream, block.firstIndex + Math.floor(i / described.length), c);
      expect(value).toBe(Math.fround(raw * described[c].scale + described[c].offset));
    });
  }
}

describe('StridelinkDecoder', () => {
  it('gives back what the device said', () => {
    const d = new DeviceEncoder();
    const raw = quantise([1.5, -2.25], channels(0));
    const { events, counters } = decodeAll([
      d.describe(TEST_DEVICE),
      d.ack('start', 'accepted'),
      d.samples(0, 1000, 0, 2, raw),
      d.status(2000, 87, 3, 'gut ✓'),
      d.status(2000, null, 0, ''),
      d.marker(3000, '起步'),
      d.heartbeat(4000, true),
      d.ack('stop_request', 'refused'),
    ]);
    expect(events[0]).toEqual({ kind: 'describe', device: TEST_DEVICE });
    expect(events[1]).toEqual({ kind: 'ack', command: 'start', accepted: true });
    expect(events[2]).toMatchObject({
      kind: 'samples',
      block: { stream: 0, channels: ['knee_angle_r'], rate: 200, firstIndex: 0, startUs: 1000, count: 2 },
    });
    const block = (events[2] as Extract<DeviceEvent, { kind: 'samples' }>).block;
    expect(block.data[0]).toBeCloseTo(1.5, 2);
    expect(block.data[1]).toBeCloseTo(-2.25, 2);
    expect(events.slice(3)).toEqual([
      { kind: 'status', battery: 87, flags: 3, text: 'gut ✓', timeUs: 2000 },
      { kind: 'status', battery: null, flags: 0, text: '', timeUs: 2000 },
      { kind: 'marker', label: '起步', timeUs: 3000 },
      { kind: 'heartbeat', timeUs: 4000, streaming: true },
      { kind: 'ack', command: 'stop_request', accepted: false },
    ]);
    expect(counters).toMatchObject({ framesOk: 8, framesBad: 0, framesLost: 0, samples: 2, samplesLost: 0 });
  });

  it('unwraps the clock over 2^32 us and keeps blocks side by side', () => {
    const w = new Walker(2 ** 32 - 25_000);
    const parts = [w.describe()];
    for (let i = 0; i < 6; i++) parts.push(w.frame(0).bytes, w.frame(1).bytes);
    const { events } = decodeAll(parts);
    const starts = events.flatMap((e) =>
      e.kind === 'samples' && e.block.stream === 1 ? [e.block.startUs as number] : [],
    );
    expect(starts).toEqual([0, 1, 2, 3, 4, 5].map((i) => 2 ** 32 - 25_000 + i * 10_000));
    expect(kinds(events)).not.toContain('restart');
  });

  it('tells a gap before the samples after it, with its exact size', () => {
    const w = new Walker();
    const parts = [w.describe(), w.frame(1).bytes];
    w.frame(1);
    w.frame(1);
    parts.push(w.frame(1).bytes);
    const { events, counters } = decodeAll(parts);
    expect(kinds(events)).toEqual(['describe', 'samples', 'gap', 'samples']);
    expect(events[2]).toEqual({ kind: 'gap', stream: 1, samples: 20 });
    expect(counters).toMatchObject({ framesLost: 2, samplesLost: 20, samples: 20 });
  });

  it('counts what was lost between an accepted start and the first block', () => {
    const w = new Walker();
    const parts = [w.describe(), w.wire.ack('start', 'accepted')];
    w.frame(1);
    parts.push(w.frame(1).bytes);
    expect(decodeAll(parts).events[2]).toEqual({ kind: 'gap', stream: 1, samples: 10 });
  });

  it('takes no gap where it joins a device that was streaming already', () => {
    const w = new Walker();
    w.frame(1);
    const parts = [w.frame(1).bytes, w.describe(), w.wire.ack('start', 'already'), w.frame(1).bytes];
    const { events, counters } = decodeAll(parts);
    expect(kinds(events)).toEqual(['describe', 'ack', 'samples']);
    expect(counters).toMatchObject({ framesUnknown: 0, samplesLost: 0, samples: 10 });
  });

  it('drops repeated and late frames, and counts them', () => {
    const w = new Walker();
    const [a, b, c] = [w.frame(1).bytes, w.frame(1).bytes, w.frame(1).bytes];
    const d = new DeviceEncoder(0xffff);
    const { events, counters } = decodeAll([d.describe(TEST_DEVICE), a, a, c, b, a]);
    expect(kinds(events)).toEqual(['describe', 'samples', 'gap', 'samples']);
    expect(counters).toMatchObject({ framesDuplicate: 3, samples: 20, samplesLost: 10 });
  });

  it.each([
    ['at once', false],
    ['after a new description', true],
  ])('calls a reboot a restart (%s), even one that counts from the same clock', (_, describes) => {
    const first = new Walker(0, 500);
    const parts = [first.describe()];
    for (let i = 0; i < 30; i++) parts.push(first.frame(0).bytes, first.frame(1).bytes);
    const second = new Walker(0, 0);
    if (describes) parts.push(second.describe());
    parts.push(second.frame(0).bytes, second.frame(1).bytes);
    const { events, counters } = decodeAll(parts);
    expect(kinds(events.slice(-4)).filter((k) => k !== 'describe')).toEqual(
      describes ? ['restart', 'samples', 'samples'] : ['samples', 'restart', 'samples', 'samples'],
    );
    expect(counters.framesDuplicate).toBe(0);
    expect(counters.samplesLost).toBe(0);
    expectTrueSamples(events);
  });

  it('takes a repeated description for no new beginning, and what is repeated after it for late', () => {
    const w = new Walker();
    const said = w.describe();
    const [a, b, c] = [w.frame(1).bytes, w.frame(1).bytes, w.frame(1).bytes];
    const { events, counters } = decodeAll([said, a, b, said, a, b, c]);
    expect(kinds(events)).toEqual(['describe', 'samples', 'samples', 'describe', 'samples']);
    expect(counters).toMatchObject({ samples: 30, samplesLost: 0, framesLost: 0, framesDuplicate: 2 });
  });

  it('keeps its place over an unplug of a device that goes on: one exact gap', () => {
    const w = new Walker();
    const parts = [w.describe(), w.frame(1).bytes];
    for (let i = 0; i < 150; i++) w.frame(1);
    parts.push(w.describe(), w.wire.ack('start', 'already'), w.frame(1).bytes);
    const { events } = decodeAll(parts);
    expect(events.at(-2)).toEqual({ kind: 'gap', stream: 1, samples: 1500 });
  });

  it('guards against an absurd jump of the counter', () => {
    const w = new Walker();
    const jump = new DeviceEncoder(2).samples(0, 10_000, 4_000_000_000, 1, [5]);
    expect(kinds(decodeAll([w.describe(), w.frame(0).bytes, jump]).events)).toEqual([
      'describe',
      'samples',
      'restart',
      'samples',
    ]);
  });

  it('refuses another version, and takes no samples from it', () => {
    const d = new DeviceEncoder();
    const { events } = decodeAll([
      d.describe({ ...TEST_DEVICE, protocolVersion: 2 }),
      d.samples(0, 0, 0, 1, [1]),
    ]);
    expect(events).toEqual([{ kind: 'refused', reason: 'unknown_version', detail: '2' }]);
  });

  const stream = TEST_DEVICE.streams[0];
  const channel = stream.channels[0];
  it.each([
    ['no_streams', []],
    ['rate:0', [{ ...stream, rate: 0 }]],
    ['rate:NaN', [{ ...stream, rate: Number.NaN }]],
    ['duplicate_stream:0', [stream, { ...stream, channels: [{ ...channel, name: 'x' }] }]],
    ['duplicate_channel:knee_angle_r', [stream, { ...stream, id: 1 }]],
    ['no_channels:0', [{ ...stream, channels: [] }]],
    ['empty_name:0', [{ ...stream, channels: [{ ...channel, name: ' ' }] }]],
    ['scale:knee_angle_r', [{ ...stream, channels: [{ ...channel, scale: 0 }] }]],
    ['offset:knee_angle_r', [{ ...stream, channels: [{ ...channel, offset: Number.POSITIVE_INFINITY }] }]],
    ['unknown_unit:0', [{ ...stream, channels: [{ ...channel, unit: 'furlong' as 'deg' }] }]],
  ])('refuses a description that contradicts itself: %s', (detail, streams) => {
    const { events } = decodeAll([new DeviceEncoder().describe({ ...TEST_DEVICE, streams })]);
    expect(events).toEqual([{ kind: 'refused', reason: 'bad_description', detail }]);
  });

  it('skips and counts unknown types, and known ones of a wrong length', () => {
    const { events, counters } = decodeAll([
      new DeviceEncoder().describe(TEST_DEVICE),
      encodeFrame(0x33, 1, Uint8Array.of(1, 2, 3)),
      encodeFrame(0x05, 2, Uint8Array.of(1)),
      encodeFrame(0x02, 3, Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 1)),
      encodeFrame(0x02, 4, Uint8Array.of(9, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1)),
    ]);
    expect(kinds(events)).toEqual(['describe']);
    expect(counters).toMatchObject({ framesOk: 1, framesUnknown: 2, framesBad: 2, framesLost: 0 });
  });

  it('drops an endless run without a delimiter as one bad frame, and goes on', () => {
    const w = new Walker();
    const parts = [w.describe(), new Uint8Array(1 << 20).fill(0x55), Uint8Array.of(0), w.frame(0).bytes];
    const { events, counters } = decodeAll(parts);
    expect(kinds(events)).toEqual(['describe', 'samples']);
    expect(counters.framesBad).toBe(1);
  });

  it('forgets everything on reset', () => {
    const w = new Walker();
    const { decoder } = decodeAll([w.describe(), w.frame(0).bytes]);
    decoder.reset();
    const again = decodeAll([w.frame(0).bytes], decoder);
    expect(again.events).toEqual([]);
    expect(again.counters).toMatchObject({ framesOk: 1, samples: 0 });
  });
});

describe('StridelinkDecoder on any bytes', () => {
  const fate = fc.oneof(
    { weight: 6, arbitrary: fc.constant({ kind: 'keep' } as const) },
    { weight: 1, arbitrary: fc.constant({ kind: 'drop' } as const) },
    { weight: 1, arbitrary: fc.constant({ kind: 'twice' } as const) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('corrupt' as const),
        at: fc.nat(),
        flip: fc.integer({ min: 1, max: 255 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('noise' as const),
        bytes: fc.uint8Array({ minLength: 1, maxLength: 60 }),
      }),
    },
  );
  const plan = fc.array(fc.tuple(fc.constantFrom(0 as const, 1 as const), fate), {
    minLength: 1,
    maxLength: 50,
  });
  const cuts = fc.array(fc.nat(), { maxLength: 40 });

  it('never invents a sample, counts every loss exactly, and is deaf for one frame at most after garbage', () => {
    fc.assert(
      fc.property(
        plan,
        cuts,
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        fc.integer({ min: 0, max: 65535 }),
        (frames, at, clock, seq) => {
          const w = new Walker(clock, seq);
          const parts = [w.describe()];
          const whole = [new Set<number>(), new Set<number>()];
          let deaf = false;
          for (const [stream, f] of frames) {
            const { bytes, first } = w.frame(stream);
            if (f.kind === 'corrupt') {
              const bad = bytes.slice();
              bad[f.at % bad.length] ^= f.flip;
              // A changed delimiter takes the next frame along.
              deaf = bad[bad.length - 1] !== 0;
              parts.push(bad);
            } else if (f.kind === 'noise') {
              parts.push(f.bytes, bytes);
              if (f.bytes[f.bytes.length - 1] === 0 && !deaf) whole[stream].add(first);
              deaf = false;
            } else if (f.kind !== 'drop') {
              parts.push(bytes);
              if (!deaf || f.kind === 'twice') whole[stream].add(first);
              if (f.kind === 'twice') parts.push(bytes);
              deaf = false;
            }
          }
          const { events, counters } = decodeAll(chunked(concat(parts), at));
          expectTrueSamples(events);
          expect(kinds(events)).not.toContain('restart');
          for (const stream of [0, 1]) {
            let next = -1;
            const seen = new Set<number>();
            for (const e of events) {
              if (e.kind === 'gap' && e.stream === stream) next += e.samples;
              if (e.kind !== 'samples' || e.block.stream !== stream) continue;
              if (next >= 0) expect(e.block.firstIndex).toBe(next);
              next = e.block.firstIndex + e.block.count;
              seen.add(e.block.firstIndex);
            }
            for (const first of whole[stream]) expect(seen.has(first)).toBe(true);
          }
          const gaps = events.reduce((n, e) => n + (e.kind === 'gap' ? e.samples : 0), 0);
          expect(counters.samplesLost).toBe(gaps);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives the same events for the same bytes, however they are cut', () => {
    fc.assert(
      fc.property(plan, cuts, (frames, at) => {
        const w = new Walker(123);
        const parts = [w.describe()];
        for (const [stream, f] of frames) {
          const { bytes } = w.frame(stream);
          if (f.kind === 'noise') parts.push(f.bytes);
          if (f.kind !== 'drop') parts.push(bytes);
        }
        const bytes = concat(parts);
        const one = decodeAll([bytes]);
        const many = decodeAll(chunked(bytes, at));
        expect(many.events).toEqual(one.events);
        expect(many.counters).toEqual(one.counters);
      }),
      { numRuns: 100 },
    );
  });

  it('never throws on noise, nor on frames with a right CRC and any content', () => {
    const anyFrame = fc
      .tuple(fc.integer({ min: 0, max: 0x46 }), fc.nat(65535), fc.uint8Array({ maxLength: 80 }))
      .map(([type, seq, body]) => encodeFrame(type, seq, body));
    const described = new DeviceEncoder().describe(TEST_DEVICE);
    fc.assert(
      fc.property(
        fc.array(fc.oneof(anyFrame, fc.uint8Array({ maxLength: 200 }))),
        fc.boolean(),
        (parts, known) => {
          const decoder = new StridelinkDecoder();
          if (known) decoder.push(described, () => undefined);
          const before = decoder.counters.bytes;
          for (const part of parts) decoder.push(part, () => undefined);
          expect(decoder.counters.bytes - before).toBe(parts.reduce((n, p) => n + p.length, 0));
        },
      ),
      { numRuns: 300 },
    );
  });
});
