import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BiquadCascade } from './biquad';
import { lowPass } from './butterworth';
import type { ChannelName } from './channels';
import { EmgEnvelope } from './emg-envelope';
import type { SampleBlock } from './sample-block';
import { StreamConditioner } from './tick-conditioner';

interface Tick {
  tick: number;
  input: number[];
  measured: number[];
}

interface Stream {
  channels: ChannelName[];
  rate: number;
  startUs: number;
  value: (index: number, channel: number) => number;
}

/** Samples [from, to) of a stream as a device would stamp them: whole microseconds. */
function block(s: Stream, from: number, to: number): SampleBlock {
  const n = s.channels.length;
  const data = Float32Array.from({ length: (to - from) * n }, (_, i) =>
    s.value(from + Math.floor(i / n), i % n),
  );
  return {
    stream: 1,
    channels: s.channels,
    rate: s.rate,
    firstIndex: from,
    startUs: Math.round(s.startUs + (from * 1e6) / s.rate),
    count: to - from,
    data,
  };
}

/** Feeds runs of samples, each cut into blocks at `cuts`; what lies between runs is announced as lost. */
function run(
  s: Stream,
  runs: [number, number][],
  cuts: number[] = [],
  originUs = 0,
  modelRate = 100,
): Tick[] {
  const conditioner = new StreamConditioner({ channels: s.channels, rate: s.rate, modelRate, originUs });
  const ticks: Tick[] = [];
  let last: number | null = null;
  for (const [from, to] of runs) {
    if (last !== null && from > last) conditioner.gap(from - last);
    const edges = [from, ...cuts.filter((c) => c > from && c < to), to];
    for (let i = 0; i + 1 < edges.length; i += 1) {
      conditioner.push(block(s, edges[i], edges[i + 1]), (tick, input, measured) =>
        ticks.push({ tick, input: [...input], measured: [...measured] }),
      );
    }
    last = to;
  }
  return ticks;
}

/** Angle that is its own time in seconds. */
const ramp = (rate: number, startUs = 0): Stream => ({
  channels: ['knee_angle_r'],
  rate,
  startUs,
  value: (i) => (i / rate) * 10 + startUs / 1e5,
});

const wild = (channels: ChannelName[], rate: number, startUs = 0): Stream => ({
  channels,
  rate,
  startUs,
  value: (i, c) => Math.sin(i * i * 0.37 + c) * 20 + (c === 0 ? 30 : 0),
});

describe('ticks', () => {
  it.each([50, 60, 100, 120, 148.148, 200, 333, 1000])('lie at device times, from %d Hz', (rate) => {
    const ticks = run(ramp(rate), [[0, Math.ceil(rate)]]);
    expect(ticks.map((t) => t.tick)).toEqual(ticks.map((_, i) => i));
    expect(ticks.length).toBeGreaterThanOrEqual(98);
    for (const t of ticks) expect(t.measured[0]).toBeCloseTo(t.tick * 0.1, 4);
  });
  it('begin at the first that is not before the first sample, and never below the origin', () => {
    expect(run(ramp(1000, 25_000), [[0, 100]])[0].tick).toBe(3);
    const early = run(ramp(1000, -25_000), [[0, 100]]);
    expect(early[0].tick).toBe(0);
    expect(early[0].measured[0]).toBeCloseTo(0, 5);
    expect(run(ramp(1000, 500_000), [[0, 30]], [], 500_000).map((t) => t.tick)).toEqual([0, 1, 2]);
  });
  it('are given out as soon as the sample at or after them has come, not before', () => {
    expect(run(ramp(1000), [[0, 20]]).map((t) => t.tick)).toEqual([0, 1]);
    expect(run(ramp(1000), [[0, 21]]).map((t) => t.tick)).toEqual([0, 1, 2]);
  });
  it('take a sample that falls on them as it is', () => {
    const s = wild(['knee_angle_r'], 200, 12_345);
    const ticks = run(s, [[0, 200]], [], 12_345);
    for (const t of ticks) expect(t.measured[0]).toBe(Math.fround(s.value(2 * t.tick, 0)));
  });
  it('do not depend on how samples are cut into blocks, not by one bit', () => {
    const streams: Stream[] = [
      wild(['knee_angle_r', 'hip_flexion_l', 'foot_contact_r'], 133),
      wild(['emg_vm_r', 'knee_angle_l'], 1000, 777),
      wild(['knee_angle_r'], 60, 3_333_333),
    ];
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 399 }), { maxLength: 40 });
    const holes = fc.tuple(fc.integer({ min: 40, max: 200 }), fc.integer({ min: 0, max: 150 }));
    fc.assert(
      fc.property(fc.constantFrom(...streams), cuts, holes, (s, cut, [at, lost]) => {
        const runs: [number, number][] = [
          [0, at],
          [at + lost, 400],
        ];
        const sorted = cut.sort((a, b) => a - b);
        const origin = s.startUs + 1234;
        expect(run(s, runs, sorted, origin)).toEqual(run(s, runs, [], origin));
      }),
    );
  });
  it('refuse a block of another width', () => {
    const c = new StreamConditioner({ channels: ['knee_angle_r'], rate: 100, modelRate: 100, originUs: 0 });
    expect(() => c.push(block(wild(['knee_angle_r', 'knee_angle_l'], 100), 0, 4), () => {})).toThrow(
      RangeError,
    );
  });
});

describe('conditioning by kind of channel', () => {
  const at = <T>(ticks: Tick[], pick: (t: Tick) => T): T[] => ticks.map(pick);
  it('angles: 40 Hz low-pass at the native rate in input, nothing in measured', () => {
    const s = wild(['knee_angle_r'], 1000);
    const filter = new BiquadCascade(lowPass(2, 40, 1000));
    const raw = Array.from({ length: 500 }, (_, i) => Math.fround(s.value(i, 0)));
    filter.reset(raw[0]);
    const filtered = raw.map((x) => Math.fround(filter.process(x)));
    const ticks = run(s, [[0, 500]]);
    expect(at(ticks, (t) => t.input[0])).toEqual(at(ticks, (t) => filtered[10 * t.tick]));
    expect(at(ticks, (t) => t.measured[0])).toEqual(at(ticks, (t) => raw[10 * t.tick]));
  });
  it('angles below 100 Hz: no filter', () => {
    const ticks = run(wild(['knee_angle_r'], 60), [[0, 60]]);
    for (const t of ticks) expect(t.input).toEqual(t.measured);
  });
  it('EMG: the envelope in both', () => {
    const s = wild(['emg_vm_r'], 1000);
    const envelope = new EmgEnvelope(1000);
    envelope.reset(Math.fround(s.value(0, 0)));
    const wanted = Array.from({ length: 500 }, (_, i) =>
      Math.fround(envelope.process(Math.fround(s.value(i, 0)))),
    );
    for (const t of run(s, [[0, 500]])) {
      expect(t.input[0]).toBe(wanted[10 * t.tick]);
      expect(t.measured[0]).toBe(wanted[10 * t.tick]);
    }
  });
  it('EMG too slow to be EMG is not made up', () => {
    for (const t of run(wild(['emg_vm_r', 'knee_angle_r'], 200), [[0, 100]])) {
      expect(t.measured[0]).toBeNaN();
      expect(t.measured[1]).not.toBeNaN();
    }
  });
  it('contacts: the sample before, never half a contact', () => {
    const s: Stream = {
      channels: ['foot_contact_r'],
      rate: 60,
      startUs: 0,
      value: (i) => (i % 7 < 3 ? 1 : 0),
    };
    for (const t of run(s, [[0, 60]])) {
      const before = Math.floor((t.tick * 60) / 100 + 1e-9);
      expect(t.measured[0]).toBe(s.value(before, 0));
    }
  });
  it('a value that is not a number spoils its own channel for as long as it lasts, no longer', () => {
    const s: Stream = {
      channels: ['knee_angle_r', 'hip_flexion_r'],
      rate: 1000,
      startUs: 0,
      value: (i, c) => (c === 0 && i >= 200 && i < 230 ? NaN : 5),
    };
    const ticks = run(s, [[0, 400]]);
    const bad = ticks.filter((t) => Number.isNaN(t.input[0])).map((t) => t.tick);
    expect(bad).toEqual([20, 21, 22]);
    for (const t of ticks.filter((x) => !bad.includes(x.tick))) expect(t.input[0]).toBeCloseTo(5, 6);
    for (const t of ticks) expect(t.input[1]).toBeCloseTo(5, 6);
  });
});

describe('holes', () => {
  it('up to 50 ms are bridged: input goes on, measured says that it was not measured', () => {
    const ticks = run(ramp(1000), [
      [0, 301],
      [340, 600],
    ]);
    expect(ticks.map((t) => t.tick)).toEqual(Array.from({ length: 60 }, (_, i) => i));
    const lost = ticks.filter((t) => Number.isNaN(t.measured[0])).map((t) => t.tick);
    expect(lost).toEqual([31, 32, 33]);
    // A ramp through a bridge is still the ramp, later by the filter's delay (5.6 ms, 0.056 here), and smooth.
    for (const t of ticks.slice(5)) expect(Math.abs(t.input[0] - (t.tick * 0.1 - 0.056))).toBeLessThan(0.002);
  });
  it('of a single sample are seen', () => {
    const ticks = run(ramp(100), [
      [0, 20],
      [21, 40],
    ]);
    expect(ticks.filter((t) => Number.isNaN(t.measured[0])).map((t) => t.tick)).toEqual([20]);
    expect(ticks.every((t) => Number.isFinite(t.input[0]))).toBe(true);
  });
  it('spoil the ticks on both sides of what was lost, where ticks fall between samples', () => {
    const runs: [number, number][] = [
      [0, 20],
      [21, 40],
    ];
    // Sample 20 lies between ticks 19 and 20 of this origin.
    const ticks = run(ramp(100), runs, [], 3000);
    expect(ticks.filter((t) => Number.isNaN(t.measured[0])).map((t) => t.tick)).toEqual([19, 20]);
  });
  it('longer ones are empty rows, and filters start anew without a transient', () => {
    const s: Stream = {
      channels: ['knee_angle_r'],
      rate: 1000,
      startUs: 0,
      value: (i) => (i < 500 ? 60 : 10),
    };
    const ticks = run(s, [
      [0, 301],
      [1000, 1200],
    ]);
    expect(ticks.map((t) => t.tick)).toEqual(Array.from({ length: 120 }, (_, i) => i));
    for (const t of ticks) {
      const empty = t.tick > 30 && t.tick < 100;
      expect([t.tick, Number.isNaN(t.input[0]), Number.isNaN(t.measured[0])]).toEqual([t.tick, empty, empty]);
      if (t.tick >= 100) expect(t.input[0]).toBeCloseTo(10, 9);
    }
  });
  it('give at most 2 s of empty rows, then the tick number jumps to where the clock is', () => {
    const ticks = run(ramp(1000), [
      [0, 101],
      [60_000, 60_021],
    ]);
    expect(ticks.filter((t) => Number.isNaN(t.input[0])).map((t) => t.tick)).toEqual(
      Array.from({ length: 200 }, (_, i) => 11 + i),
    );
    expect(ticks.slice(-3).map((t) => t.tick)).toEqual([6000, 6001, 6002]);
    expect(ticks.at(-1)!.measured[0]).toBeCloseTo(600.2, 3);
  });
  it('that nobody announced are told from the clock', () => {
    const s = ramp(1000);
    const c = new StreamConditioner({ channels: s.channels, rate: 1000, modelRate: 100, originUs: 0 });
    const ticks: Tick[] = [];
    const emit = (tick: number, input: Float32Array, measured: Float32Array): void => {
      ticks.push({ tick, input: [...input], measured: [...measured] });
    };
    c.push(block(s, 0, 101), emit);
    c.push({ ...block(s, 400, 500), firstIndex: 101 }, emit);
    expect(ticks.filter((t) => Number.isNaN(t.measured[0])).map((t) => t.tick)).toEqual(
      Array.from({ length: 29 }, (_, i) => 11 + i),
    );
    expect(ticks.at(-1)!.measured[0]).toBeCloseTo(4.9, 4);
  });
});

describe('clocks', () => {
  it('a device clock off its nominal rate is followed by the stamps, not by counting', () => {
    // 1000 Hz nominal, 1010 Hz in truth, in frames of 20.
    const truth = 1010;
    const c = new StreamConditioner({ channels: ['knee_angle_r'], rate: 1000, modelRate: 100, originUs: 0 });
    let worst = 0;
    let last = -1;
    for (let i = 0; i < 20_000; i += 20) {
      const data = Float32Array.from({ length: 20 }, (_, j) => (i + j) / truth);
      const b: SampleBlock = {
        stream: 1,
        channels: ['knee_angle_r'],
        rate: 1000,
        firstIndex: i,
        startUs: Math.round((i * 1e6) / truth),
        count: 20,
        data,
      };
      c.push(b, (tick, _input, measured) => {
        expect(tick).toBe(last + 1);
        last = tick;
        worst = Math.max(worst, Math.abs(measured[0] - tick / 100));
      });
    }
    expect(last).toBeGreaterThan(1978);
    expect(worst).toBeLessThan(0.0004);
  });
});
