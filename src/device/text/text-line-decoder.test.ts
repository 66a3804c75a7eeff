import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeviceEvent } from '../events';
import { chunked } from '../testing/stridelink';
import { TextLineDecoder, type TextLineOptions } from './text-line-decoder';

const bytes = (text: string) => new TextEncoder().encode(text);

function read(parts: readonly (string | Uint8Array)[], options: TextLineOptions = {}) {
  const decoder = new TextLineDecoder({ now: () => 0, ...options });
  const events: DeviceEvent[] = [];
  for (const part of parts)
    decoder.push(typeof part === 'string' ? bytes(part) : part, (e) => events.push(e));
  return { events, decoder, counters: { ...decoder.counters } };
}

const samplesOf = (events: readonly DeviceEvent[]) =>
  events.flatMap((e) => (e.kind === 'samples' ? [e.block] : []));
const deviceOf = (events: readonly DeviceEvent[]) => {
  const found = events.flatMap((e) => (e.kind === 'describe' ? [e.device] : []));
  expect(found.length).toBeGreaterThan(0);
  return found[found.length - 1];
};
const lines = (n: number, line: (i: number) => string) =>
  Array.from({ length: n }, (_, i) => `${line(i)}\n`).join('');

describe('TextLineDecoder', () => {
  it('reads names, a told rate, and rows', () => {
    const { events, counters } = read([
      '# rate=50 serial=B12, name=Brett\nknee_angle_r,emg_vm_r\n1.5,-2\n2.5,3e-1\n',
    ]);
    expect(deviceOf(events)).toEqual({
      protocol: 'text',
      protocolVersion: 1,
      name: 'Brett',
      serial: 'B12',
      firmware: '',
      streams: [
        {
          id: 0,
          rate: 50,
          channels: [
            { name: 'knee_angle_r', unit: '1', scale: 1, offset: 0 },
            { name: 'emg_vm_r', unit: '1', scale: 1, offset: 0 },
          ],
        },
      ],
    });
    expect(samplesOf(events).map((b) => [b.firstIndex, b.startUs, ...b.data])).toEqual([
      [0, 0, 1.5, -2],
      [1, 20_000, 2.5, Math.fround(0.3)],
    ]);
    expect(counters).toMatchObject({ framesOk: 2, framesBad: 0, samples: 2 });
  });

  it.each([
    ['comma', 'a,b\n1,2\n'],
    ['comma at the end', 'a,b,\n1,2,\n'],
    ['tab', 'a\tb\n1\t2\n'],
    ['semicolon', 'a; b\n1; 2\n'],
    ['decimal comma', 'a;b\n1,0;2,0\n'],
    ['blank', 'a b\n1   2\n'],
    ['CR LF', 'a,b\r\n1,2\r\n'],
    ['labels', 'a:1,b:2\na:1,b:2\n'],
  ])('separates by %s', (_, text) => {
    const { events } = read([`# rate=100\n${text}`]);
    expect(deviceOf(events).streams[0].channels.map((c) => c.name)).toEqual(['a', 'b']);
    expect([...samplesOf(events)[0].data]).toEqual([1, 2]);
  });

  it('takes units from brackets, and leaves unknown ones open', () => {
    const { events } = read(['# rate=100\nknee_r [deg],emg (uV),x[parsec]\n1,2,3\n']);
    expect(deviceOf(events).streams[0].channels.map((c) => [c.name, c.unit])).toEqual([
      ['knee_r', 'deg'],
      ['emg', 'uV'],
      ['x', '1'],
    ]);
  });

  it.each<[string, string, (i: number) => number | string]>([
    ['ms', 'ms', (i) => 1000 + i * 10],
    ['us', 'micros', (i) => (4_294_900_000 + i * 10_000) % 2 ** 32],
    ['s', 'time', (i) => (i / 100).toFixed(2)],
    ['untold whole ms', 'time', (i) => i * 10],
    ['untold whole us', 't', (i) => i * 10_000],
    ['s by name', 'time_s', (i) => (5 + i / 100).toFixed(3)],
  ])('takes clock and rate from a time column: %s', (_, name, time) => {
    const { events } = read([`${name},knee\n${lines(40, (i) => `${time(i)},${i}`)}`]);
    const device = deviceOf(events);
    expect(device.streams[0]).toMatchObject({ rate: 100, channels: [{ name: 'knee' }] });
    const blocks = samplesOf(events);
    expect(blocks.map((b) => b.data[0])).toEqual(Array.from({ length: 40 }, (_, i) => i));
    blocks.slice(1).forEach((b, i) => expect(b.startUs - blocks[i].startUs).toBeCloseTo(10_000, 3));
    expect(events.some((e) => e.kind === 'gap' || e.kind === 'restart')).toBe(false);
  });

  it('lays stamps rounded to milliseconds on an even grid', () => {
    const { events } = read([`ms,knee\n${lines(300, (i) => `${Math.floor((i * 1000) / 128)},${i}`)}`]);
    expect(deviceOf(events).streams[0].rate).toBe(128);
    const blocks = samplesOf(events);
    blocks
      .slice(100)
      .forEach((b) => expect(Math.abs(b.startUs + 500 - (b.firstIndex * 1e6) / 128)).toBeLessThan(600));
  });

  it('tells missing rows by their time', () => {
    const times = Array.from({ length: 60 }, (_, i) => i * 10).filter((_, i) => i < 40 || i >= 47);
    const { events, counters } = read([`ms,knee\n${times.map((t) => `${t},${t}\n`).join('')}`]);
    expect(events.filter((e) => e.kind === 'gap')).toEqual([{ kind: 'gap', stream: 0, samples: 7 }]);
    expect(counters).toMatchObject({ samples: 53, samplesLost: 7 });
    for (const b of samplesOf(events)) expect(b.data[0]).toBe(b.firstIndex * 10);
  });

  it('tells a board that started again by its time', () => {
    const run = lines(30, (i) => `${i * 10},${i}`);
    const { events } = read([`ms,knee\n${run}ms,knee\n${run}`]);
    expect(events.filter((e) => e.kind === 'restart' || e.kind === 'describe').map((e) => e.kind)).toEqual([
      'describe',
      'restart',
    ]);
    expect(samplesOf(events)[30]).toMatchObject({ firstIndex: 0, startUs: 0 });
  });

  it('counts the rate over the first second where nothing tells it, without what had queued up', () => {
    let now = 0;
    const parts = [`a,b\n${lines(37, (i) => `${i},0`)}`];
    const decoder = new TextLineDecoder({ now: () => now });
    const events: DeviceEvent[] = [];
    const push = (text: string) => decoder.push(bytes(text), (e) => events.push(e));
    push(parts[0]);
    for (let i = 37; now < 1500; i++) {
      now += 12.4;
      push(`${i},0\n`);
    }
    expect(deviceOf(events).streams[0].rate).toBe(80);
    const blocks = samplesOf(events);
    expect(blocks.map((b) => b.data[0])).toEqual(Array.from({ length: blocks.length }, (_, i) => i));
    expect(blocks[1].startUs).toBe(12_500);
  });

  it('takes an assumed rate at once', () => {
    expect(deviceOf(read(['a,b\n1,2\n'], { assumedRate: 100 }).events).streams[0].rate).toBe(100);
  });

  it('drops a first row that may have lost its beginning', () => {
    const { events } = read(['5,6\n# rate=100\na,b\n1,2\n']);
    expect(samplesOf(events).map((b) => [...b.data])).toEqual([[1, 2]]);
  });

  it('does not glue two halves of rows over a break of the stream', () => {
    const { decoder } = read(['# rate=100\na,b\n1,2\n3,4']);
    decoder.resync();
    const events: DeviceEvent[] = [];
    decoder.push(bytes('5,6\n7,8\n'), (e) => events.push(e));
    expect(samplesOf(events).map((b) => [...b.data])).toEqual([[7, 8]]);
  });

  it('counts broken rows as lost samples', () => {
    const { events, counters } = read(['# rate=100\na,b\n1,2\n3,\n4.x,5\n6,7,8\n9,10\n']);
    expect(samplesOf(events).map((b) => [b.firstIndex, ...b.data])).toEqual([
      [0, 1, 2],
      [4, 9, 10],
    ]);
    expect(samplesOf(events)[1].startUs).toBe(40_000);
    expect(events.filter((e) => e.kind === 'gap')).toEqual([{ kind: 'gap', stream: 0, samples: 3 }]);
    expect(counters).toMatchObject({ framesOk: 2, framesBad: 3, samplesLost: 3 });
  });

  it('passes over chatter, and a header that is printed again', () => {
    const text =
      'boot v1.2 (c) 2024\nReady\n# rate=100\nknee,hip\n1,2\nWARNING: battery at 20 %\n3,4\nknee,hip\n5,6\nok\n7,8\n';
    const { events } = read([text]);
    expect(events.filter((e) => e.kind === 'describe').length).toBe(1);
    expect(samplesOf(events).map((b) => b.data[0])).toEqual([1, 3, 5, 7]);
  });

  it('describes itself anew when other columns come', () => {
    const { events } = read(['# rate=100\nknee,hip\n1,2\nknee,hip,ankle\n1,2,3\n']);
    expect(events.map((e) => e.kind)).toEqual(['describe', 'samples', 'describe', 'samples']);
    expect(samplesOf(events)[1]).toMatchObject({ firstIndex: 0, channels: ['knee', 'hip', 'ankle'] });
  });

  it('numbers the columns of a board that prints no names', () => {
    const { events } = read([`0,0\n# rate=100\n${lines(25, (i) => `${i},${-i}`)}`]);
    expect(deviceOf(events).streams[0].channels.map((c) => c.name)).toEqual(['column_1', 'column_2']);
    expect(samplesOf(events).map((b) => b.data[0])).toEqual(Array.from({ length: 25 }, (_, i) => i));
  });

  it('refuses two columns of one name', () => {
    const { events } = read(['# rate=100\nknee,knee\n1,2\n']);
    expect(events).toEqual([
      { kind: 'refused', reason: 'bad_description', detail: 'duplicate_channel:knee' },
    ]);
  });

  it('gives the same events for the same bytes, however they are cut', () => {
    const text = bytes(
      `# rate=250\nknee °,hip\n${lines(30, (i) => (i === 7 ? 'x' : i === 9 ? '4,' : `${i},${-i}`))}`,
    );
    const whole = read([text]);
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 30 }), (cuts) => {
        const cut = read(chunked(text, cuts));
        expect(cut.events).toEqual(whole.events);
        expect(cut.counters).toEqual(whole.counters);
      }),
      { numRuns: 60 },
    );
  });

  it('never throws, and gives no sample of noise that was not a row of numbers', () => {
    const printed = fc
      .string({ unit: fc.constantFrom(...'abc,;\t .-+1290eE:#[]\r\n'), maxLength: 400 })
      .map(bytes);
    fc.assert(
      fc.property(fc.array(fc.oneof(printed, fc.uint8Array({ maxLength: 300 }))), (parts) => {
        const { events, counters } = read(parts, { assumedRate: 100 });
        const given = samplesOf(events);
        expect(given.length).toBe(counters.samples);
        expect(given.length).toBeLessThanOrEqual(counters.framesOk);
        for (const b of given) expect([...b.data].every((x) => !Number.isNaN(x))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
