import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCompiler, findCppCompiler } from '../scripts/ensure-compiler';
import type { DeviceDescription, DeviceEvent } from '../src/device/events';
import { UNIT_CODES } from '../src/device/stridelink/codes';
import { DeviceEncoder, quantise } from '../src/device/stridelink/device-encoder';
import { encodeFrame } from '../src/device/stridelink/framing';
import { HostEncoder } from '../src/device/stridelink/host-encoder';
import { StridelinkDecoder } from '../src/device/stridelink/stridelink-decoder';
import { hex, unhex, type Vectors } from '../src/device/testing/vectors';
import { Compiled, FIRMWARE_FLAGS, SKETCH_FLAGS } from './testing/compiled';

const vectors = JSON.parse(
  readFileSync(new URL('../docs/stridelink-vectors.json', import.meta.url), 'utf8'),
) as Vectors;

const compiler = findCompiler();
if (compiler === null) console.warn('firmware: skipped, there is no C compiler (cc, gcc, clang, or CC)');

describe.skipIf(compiler === null)('stridelink.h', () => {
  let compiled: Compiled;
  let driver: string;
  beforeAll(() => {
    compiled = new Compiled(compiler!);
    driver = compiled.make('drive', ['testing/drive.c']);
  }, 60_000);
  afterAll(() => compiled.dispose());

  /** One line of answer for each order that has one; the first, of opening the line, left out. */
  const drive = (orders: readonly string[]): string[] => {
    const out = execFileSync(driver, { input: `${orders.join('\n')}\n`, maxBuffer: 2 ** 26 }).toString();
    return out.slice(0, -1).split('\n').slice(1);
  };

  it('computes the CRC of the protocol', () => {
    const digits = hex(new TextEncoder().encode('123456789'));
    expect(Number(drive([`crc ${digits}`])[0]).toString(16)).toBe(vectors.crcCheck);
  });

  it('sends every frame of the published vectors, byte for byte', () => {
    const described = vectors.deviceToHost[1].events[0] as { device: DeviceDescription };
    const late = 2 ** 32 - 5000;
    const orders: [vector: string, order: string][] = [
      ['DESCRIBE', 'describe'],
      ['ACK start, accepted', 'ack 66 1'],
      ['SAMPLES of stream 0, just before the clock wraps', `samples 0 ${late} 0 2 2560 -128`],
      ['SAMPLES of stream 1', `samples 1 ${late} 0 3 0 0 32767 -32768 -1 1`],
      ['STATUS, battery unknown, sequence wrapped to 0', `status 0 255 1 ${textOf('ok')}`],
      ['STATUS, battery 73 %', `status 0 73 0 ${textOf('gut ✓')}`],
      ['MARKER', `marker 1000 ${textOf('heel strike')}`],
      ['HEARTBEAT, streaming', 'heartbeat 2000 1'],
      ['the lost frame, late: dropped', 'samples 0 5000 2 2 2562 -128'],
      ['SAMPLES after one lost frame of two samples', 'samples 0 15000 4 2 2564 -128'],
    ];
    const sent = drive([deviceOrder(described.device), 'sequence 65532', ...orders.map(([, o]) => o)]);
    expect(orders.map(([name], i) => [name, sent[i]])).toEqual(
      orders.map(([name]) => [name, vectors.deviceToHost.find((v) => v.name === name)!.wire]),
    );
    // What is left of the vectors is what no device sends on purpose.
    const others = vectors.deviceToHost.filter((v) => !orders.some(([name]) => name === v.name));
    expect(others.map((v) => v.events)).toEqual(others.map(() => []));
  });

  it('understands every command of the published vectors, and only whole ones', () => {
    const wire = vectors.hostToDevice.map((v) => v.wire);
    const [all, ...cut] = drive([
      `receive ${wire.join('')}`,
      ...wire.flatMap((w) => [`receive ${flipped(w)}`, `receive ${w.slice(2)}`]),
    ]);
    expect(all.trim()).toBe(`65:1:${0x01020304} 66 68 69 67`);
    expect(cut.map((line) => line.trim())).toEqual(cut.map(() => ''));
  });

  it('sends what the host’s own encoder sends, whatever the device and the values', () => {
    const frames = fc.array(frame, { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(device, frames, fc.nat(0xffff), (d, list, sequence) => {
        const ours = new DeviceEncoder(sequence);
        const expected = [hex(ours.describe(d)), ...list.map((f) => hex(f.encode(ours, d)))];
        const sent = drive([
          deviceOrder(d),
          `sequence ${sequence}`,
          'describe',
          ...list.map((f) => f.order(d)),
        ]);
        expect(sent).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('reads commands between anything else that a line may carry', () => {
    const host = new HostEncoder();
    const command = fc.constantFrom(
      () => [host.hello(0xdeadbeef), `65:1:${0xdeadbeef}`] as const,
      () => [host.start(), '66'] as const,
      () => [host.heartbeat(), '68'] as const,
    );
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((b) => Uint8Array.of(...b, 0)),
      fc.uint8Array({ maxLength: 12 }).map((b) => encodeFrame(0x5a, 1, b)),
      fc.uint8Array({ minLength: 1, maxLength: 300 }).map((b) => encodeFrame(0x42, 1, b)),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(noise, command), { maxLength: 12 }), (parts) => {
        const said = parts.map(([before, make]) => [before, make()] as const);
        const wire = said.map(([before, [bytes]]) => hex(before) + hex(bytes)).join('') || '-';
        expect(drive([`receive ${wire}`])[0].trim()).toBe(said.map(([, [, told]]) => told).join(' '));
      }),
      { numRuns: 60 },
    );
  });

  it('refuses what the wire cannot carry, and sends nothing of it', () => {
    const wide = description([{ channels: 250 }]);
    const long = 'x'.repeat(256);
    const lines = drive([
      deviceOrder(wide),
      `samples 0 0 0 4 ${'0 '.repeat(1000)}`, // 2010 bytes of body
      `samples 0 0 0 5 ${'0 '.repeat(1250)}`,
      `samples 0 0 0 0`,
      'describe',
      `marker 0 ${textOf(long)}`,
      `status 0 1 0 ${textOf(long)}`,
      deviceOrder({ ...description([{ channels: 1 }]), name: long }),
      'describe',
      'ack 66 1',
    ]);
    expect(lines[0]).toMatch(/^[0-9a-f]{4000,}$/);
    expect(lines.slice(1, -1)).toEqual(Array<string>(6).fill('refused'));
    // Only the two frames that were sent are counted.
    const encoder = new DeviceEncoder(1);
    expect(lines.at(-1)).toBe(hex(encoder.ack('start', 'accepted')));
  });

  it('rounds a value to the nearest step, and holds it at the ends', () => {
    const [channel] = description([{ channels: 1 }]).streams[0].channels;
    const values = [0, 12.34, -12.34, 1e9, -1e9, 0.0049, -0.0051, 327.67];
    const lines = drive([
      deviceOrder(description([{ channels: 1 }])),
      ...values.map((v) => `raw 0 0 ${v}`),
      'raw 0 0 nan',
    ]);
    expect(lines.slice(0, -1).map(Number)).toEqual([...quantise(values, [channel])]);
    expect(lines.at(-1)).toBe('-32768');
  });

  it('is a firmware’s: no warning, and nothing of a library is missing but the board', () => {
    const object = compiled.make('first_device.o', ['examples/first_device.c'], [...FIRMWARE_FLAGS, '-c']);
    const missing = execFileSync('nm', ['-u', '-P', object])
      .toString()
      .split('\n')
      .map((line) => line.split(' ')[0].replace(/^_(?=board_|mem)/, ''))
      .filter((name) => name !== '' && name !== '_GLOBAL_OFFSET_TABLE_');
    // A compiler may turn a loop into memcpy; every toolchain brings that one itself.
    expect(missing.filter((name) => !/^mem(cpy|move|set)$/.test(name)).sort()).toEqual([
      'board_knee_degrees',
      'board_micros',
      'board_read',
      'board_write',
    ]);
  });

  it('the example is a whole device: it describes itself, streams without a gap over the clock’s wrap, and stops', () => {
    const program = compiled.make('example', ['testing/run_example.c', 'examples/first_device.c']);
    const host = new HostEncoder();
    const says = [
      [100, host.hello(7)],
      [200, host.start()],
      [1500, host.start()],
      [2300, host.stopRequest()],
      [2400, host.stop()],
    ] as const;
    const script = [...says.map(([ms, bytes]) => `${ms} ${hex(bytes)}`), '4000 -'].join('\n');
    const wire = execFileSync(program, { input: script });
    const events: DeviceEvent[] = [];
    const decoder = new StridelinkDecoder();
    decoder.push(wire, (event) => events.push(event));

    expect(events[0]).toMatchObject({
      kind: 'describe',
      device: { name: 'My exoskeleton', serial: 'SN-0001' },
    });
    expect(events.flatMap((e) => (e.kind === 'ack' ? [[e.command, e.accepted]] : []))).toEqual([
      ['start', true],
      ['start', true],
      ['stop_request', false],
      ['stop', true],
    ]);
    expect(events.filter((e) => e.kind === 'heartbeat').map((e) => e.streaming)).toEqual([true, true, false]);
    const blocks = events.flatMap((e) => (e.kind === 'samples' ? [e.block] : []));
    expect(blocks.map((b) => b.firstIndex)).toEqual(blocks.map((_, i) => 5 * i));
    expect(blocks.length).toBe(44); // 2.2 s at 100 Hz
    // Each value was read within one round of the loop of the moment that its clock says.
    const start = blocks[0].startUs;
    for (const block of blocks)
      block.data.forEach((degrees, i) => {
        const ms = 200 + (block.startUs - start) / 1000 + 10 * i;
        expect(Math.abs(degrees - ((ms % 1000) * 0.1 - 50))).toBeLessThan(0.11);
      });
    expect(decoder.counters).toMatchObject({ framesBad: 0, framesLost: 0, samplesLost: 0, samples: 220 });
  });
});

const cpp = findCppCompiler();
if (cpp === null)
  console.warn('firmware: no C++ compiler (c++, g++, clang++, or CXX), the sketch is skipped');

describe.skipIf(cpp === null)('examples/first_sketch', () => {
  it('is a whole device as well, all of it C++', () => {
    const compiled = new Compiled(cpp!);
    try {
      const sources = ['testing/arduino/run_sketch.cpp', 'examples/first_device.c'];
      const program = compiled.make('sketch', sources, SKETCH_FLAGS);
      const host = new HostEncoder();
      const events: DeviceEvent[] = [];
      const decoder = new StridelinkDecoder();
      decoder.push(execFileSync(program, { input: hex(host.hello(7)) + hex(host.start()) }), (event) =>
        events.push(event),
      );
      expect(events.slice(0, 2).map((e) => e.kind)).toEqual(['describe', 'ack']);
      const angles = events.flatMap((e) => (e.kind === 'samples' ? [...e.block.data] : []));
      expect(angles.length).toBe(100);
      for (const angle of angles) expect(angle).toBeCloseTo((512 * 270) / 1023 - 135, 1);
      expect(decoder.counters).toMatchObject({ framesBad: 0, framesLost: 0, samplesLost: 0 });
    } finally {
      compiled.dispose();
    }
  });
});

/** A text as the driver takes it. */
const textOf = (text: string): string => hex(new TextEncoder().encode(text)) || '-';

/** The same wire bytes with one bit of the frame's type changed. */
const flipped = (wire: string): string => hex(unhex(wire).map((b, i) => (i === 1 ? b ^ 8 : b)));

function deviceOrder({ name, serial, firmware, streams }: DeviceDescription): string {
  const told = streams.flatMap((s) => [
    `${s.id} ${s.rate} ${s.channels.length}`,
    ...s.channels.map((c) => `${textOf(c.name)} ${UNIT_CODES[c.unit]} ${c.scale} ${c.offset}`),
  ]);
  return ['device', ...[name, serial, firmware].map(textOf), streams.length, ...told].join(' ');
}

/** Streams of so many channels of 0.01 deg. */
function description(streams: readonly { channels: number }[]): DeviceDescription {
  return {
    protocol: 'stridelink',
    protocolVersion: 1,
    name: 'D',
    serial: 'S',
    firmware: 'F',
    streams: streams.map(({ channels }, id) => ({
      id,
      rate: 100,
      channels: Array.from({ length: channels }, (_, i) => ({
        name: `channel_${id}_${i}`,
        unit: 'deg',
        scale: Math.fround(0.01),
        offset: 0,
      })),
    })),
  };
}

const f32 = fc.float({ noNaN: true, noDefaultInfinity: true }).map((x) => (x === 0 ? 0 : x)); // -0 prints as 0
const anyText = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((t) => !t.includes('\0'));
const unit = fc.constantFrom('deg', 'deg/s', 'mV', 'uV', 'N', 'Nm', 'bool', '1');

const device: fc.Arbitrary<DeviceDescription> = fc.record({
  protocol: fc.constant('stridelink' as const),
  protocolVersion: fc.constant(1),
  name: anyText,
  serial: anyText,
  firmware: anyText,
  streams: fc.array(
    fc.record({
      id: fc.nat(255),
      rate: f32,
      channels: fc.array(fc.record({ name: anyText, unit, scale: f32, offset: f32 }), {
        minLength: 1,
        maxLength: 6,
      }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

interface Frame {
  encode(encoder: DeviceEncoder, device: DeviceDescription): Uint8Array;
  order(device: DeviceDescription): string;
}

const u32 = fc.nat(2 ** 32 - 1);
const i16 = fc.oneof(fc.integer({ min: -32768, max: 32767 }), fc.constantFrom(0, 0x101, 1));

const frame: fc.Arbitrary<Frame> = fc.oneof(
  fc
    .tuple(
      fc.nat(2),
      u32,
      u32,
      fc.integer({ min: 1, max: 160 }),
      fc.array(i16, { minLength: 1, maxLength: 64 }),
    )
    .map(([which, clock, first, count, values]): Frame => {
      const of = (d: DeviceDescription) => {
        const stream = which % d.streams.length;
        const raw = Array.from(
          { length: count * d.streams[stream].channels.length },
          (_, i) => values[i % values.length],
        );
        return { stream, raw };
      };
      return {
        encode: (e, d) => e.samples(d.streams[of(d).stream].id, clock, first, count, of(d).raw),
        order: (d) => `samples ${of(d).stream} ${clock} ${first} ${count} ${of(d).raw.join(' ')}`,
      };
    }),
  fc.tuple(u32, fc.nat(100), fc.nat(0xffff), anyText).map(
    ([clock, battery, flags, text]): Frame => ({
      encode: (e) => e.status(clock, battery, flags, text),
      order: () => `status ${clock} ${battery} ${flags} ${textOf(text)}`,
    }),
  ),
  fc.tuple(u32, anyText).map(
    ([clock, label]): Frame => ({
      encode: (e) => e.marker(clock, label),
      order: () => `marker ${clock} ${textOf(label)}`,
    }),
  ),
  fc.tuple(u32, fc.boolean()).map(
    ([clock, streaming]): Frame => ({
      encode: (e) => e.heartbeat(clock, streaming),
      order: () => `heartbeat ${clock} ${streaming ? 1 : 0}`,
    }),
  ),
);
