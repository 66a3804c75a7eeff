import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FeatureReader, historyTicks, WindowFeatures } from './features';
import { featureShape } from './model-card';
import { cardOf } from './testing/card';
import { historyOf } from './testing/history';

const WINDOW = Float32Array.from([0, 10, 30, 50, 60, 40, 20, 10, 5, 8, 12, 16]);

describe('WindowFeatures', () => {
  const features = new WindowFeatures(cardOf());
  const sequence = new Float32Array(features.sequenceSize);
  const context = new Float32Array(features.contextSize);

  it('gives the numbers that the card promises, by hand', () => {
    expect(features.fill(0, WINDOW, 0, sequence, context)).toBe(true);
    // c = 16, s = 60, mean = 21.75
    expect(sequence[0]).toBeCloseTo((0 - 16) / 60, 6);
    expect(sequence[1]).toBeCloseTo((0 - 21.75) / 60, 6);
    expect(sequence[2]).toBe(0);
    expect(sequence[3 * 11]).toBe(0);
    expect(sequence[3 * 11 + 1]).toBeCloseTo((16 - 21.75) / 60, 6);
    expect(sequence[3 * 11 + 2]).toBeCloseTo((10 * (16 - 12)) / 60, 6);
    const recent = [10, 5, 8, 12].map((x) => (x - 16) / 60);
    const wanted = [
      16 / 60,
      44 / 60,
      0,
      (20 - 16) / 60,
      ...recent,
      40 / 60,
      40 / 60,
      (100 * (16 - 2 * 8 + 10)) / 4 / 60,
    ];
    expect(context).toHaveLength(wanted.length);
    for (let i = 0; i < wanted.length; i++) expect(context[i]).toBeCloseTo(wanted[i], 6);
  });

  it('takes outputs back to degrees', () => {
    features.fill(0, WINDOW, 0, sequence, context);
    const out = new Float32Array(4);
    features.toDegrees(Float32Array.from([0, 0.5, -0.1, 1]), out);
    expect(Array.from(out)).toEqual([16, 46, 10, 76]);
    expect(features.outputScale(0)).toBe(60);
  });

  it('does not see zero and gain of the angle, as long as the range is a usable one', () => {
    const signal = fc.array(fc.double({ min: -40, max: 80, noNaN: true }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(signal, fc.double({ min: -30, max: 30, noNaN: true }), (xs, shift) => {
        fc.pre(Math.max(...xs) - Math.min(...xs) > 21);
        const a = fill(xs);
        const b = fill(xs.map((x) => x + shift));
        for (let i = 0; i < a.length; i++) expect(b[i]).toBeCloseTo(a[i], 4);
      }),
    );
  });

  it('does not blow up the noise of a standing leg', () => {
    fill(WINDOW.map((_, i) => 3 + 0.1 * (i % 2)));
    expect(features.scale[0]).toBe(20);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses a window with %s', (bad) => {
    const broken = WINDOW.slice();
    broken[4] = bad;
    expect(features.fill(0, broken, 0, sequence, context)).toBe(false);
  });

  it('writes a batch row where it belongs', () => {
    const two = new Float32Array(2 * features.sequenceSize).fill(7);
    const twoContext = new Float32Array(2 * features.contextSize).fill(7);
    features.fill(0, WINDOW, 0, sequence, context);
    features.fill(0, WINDOW, 1, two, twoContext);
    expect(two.subarray(0, features.sequenceSize).every((v) => v === 7)).toBe(true);
    expect(two.subarray(features.sequenceSize)).toEqual(sequence);
    expect(twoContext.subarray(features.contextSize)).toEqual(context);
  });

  function fill(xs: ArrayLike<number>): Float32Array {
    features.fill(0, Float32Array.from(xs), 0, sequence, context);
    return Float32Array.from([...sequence, ...context]);
  }
});

describe('FeatureReader', () => {
  it('interleaves several inputs and finds the outputs among them', () => {
    const card = cardOf({ inputs: ['hip_flexion_contra', 'knee_angle_ipsi'], outputs: ['knee_angle_ipsi'] });
    const reader = new FeatureReader(card, 'l');
    const hip = WINDOW.map((x) => x / 2);
    expect(reader.inputs).toEqual(['hip_flexion_r', 'knee_angle_l']);
    expect(reader.read(historyOf({ hip_flexion_r: hip, knee_angle_l: WINDOW }))).toBe(true);
    expect(reader.sequence[3]).toBeCloseTo(-16 / 60, 6);
    expect(reader.sequence[0]).toBeCloseTo(-8 / 30, 6);
    const out = new Float32Array(4);
    reader.features.toDegrees(new Float32Array(4), out);
    expect(out[0]).toBe(16);
  });

  it('looks back beyond the window for the echo alone, as far as there is history', () => {
    const plain = cardOf();
    const echo = { match: 8, lags: [4, 40] as [number, number], steps: [1, 2, 4] };
    const card = cardOf({ features: { ...plain.features, echo } });
    const walk = Array.from({ length: 100 }, (_, t) => 30 * Math.sin(t / 3) + 5 * Math.sin(t / 7.3));
    const read = (from: number): FeatureReader => {
      const reader = new FeatureReader(card, 'r');
      expect(reader.read(historyOf({ knee_angle_r: walk.slice(from) }))).toBe(true);
      return reader;
    };
    const [long, enough, short] = [read(0), read(52), read(88)];
    const own = featureShape(plain).context;
    expect(historyTicks(card)).toBe(48);
    expect(long.context).toHaveLength(own + 7);
    expect(long.context).toEqual(enough.context);
    expect(short.sequence).toEqual(long.sequence);
    expect(short.context.slice(0, own)).toEqual(long.context.slice(0, own));
    expect(short.context.slice(own)).not.toEqual(long.context.slice(own));
  });

  it('does not run on a history that is too short', () => {
    const reader = new FeatureReader(cardOf(), 'r');
    expect(() => reader.read(historyOf({ knee_angle_r: WINDOW.slice(1) }))).toThrow(RangeError);
  });
});

describe('amplitudes', () => {
  const architecture = cardOf().architecture;
  const card = cardOf({
    inputs: ['knee_angle_ipsi', 'emg_vm_ipsi'],
    amplitudes: { inputs: ['emg_vm_ipsi'], floor: 0.002, sequence: true, means: [1, 3] },
    architecture: { ...architecture, input: { ticks: 12, channels: 4, context: 13 } },
  });
  const ENVELOPE = Float32Array.from([1, 0, 4, 9, 2, 0, 0, 1, 3, 1, 4, 1], (v) => v / 100);

  it('are levels relative to the mean of their own window', () => {
    const reader = new FeatureReader(card, 'r');
    expect(reader.read(historyOf({ knee_angle_r: WINDOW, emg_vm_r: ENVELOPE }))).toBe(true);
    expect(reader.sequence).toHaveLength(12 * 4);
    const mean = 26 / 1200;
    const level = (t: number) => Math.sqrt(ENVELOPE[t] / mean);
    for (const t of [0, 1, 3, 11]) expect(reader.sequence[4 * t + 3]).toBeCloseTo(level(t), 5);
    expect(reader.sequence[4 * 10]).toBeCloseTo((12 - 16) / 60, 6);
    expect(reader.context[11]).toBeCloseTo(level(11), 5);
    expect(reader.context[12]).toBeCloseTo((level(9) + level(10) + level(11)) / 3, 5);
  });

  it('may be told of by the context alone', () => {
    const card = cardOf({
      inputs: ['emg_vm_ipsi', 'knee_angle_ipsi'],
      amplitudes: { inputs: ['emg_vm_ipsi'], floor: 0.002, sequence: false, means: [12] },
    });
    const reader = new FeatureReader(card, 'r');
    expect(reader.read(historyOf({ knee_angle_r: WINDOW, emg_vm_r: ENVELOPE }))).toBe(true);
    expect(reader.sequence).toHaveLength(12 * 3);
    const mean = 26 / 1200;
    const levels = Array.from(ENVELOPE, (v) => Math.sqrt(v / mean));
    expect(reader.context[0]).toBeCloseTo(levels.reduce((a, b) => a + b) / 12, 5);
    expect(reader.context[1]).toBeCloseTo(16 / 60, 6);
  });

  it('do not depend on gain, and do not blow up silence', () => {
    const at = (gain: number): number => {
      const reader = new FeatureReader(card, 'r');
      const emg_vm_r = ENVELOPE.map((v) => gain * v);
      expect(reader.read(historyOf({ knee_angle_r: WINDOW, emg_vm_r }))).toBe(true);
      return reader.sequence[4 * 3 + 3];
    };
    expect(at(7)).toBeCloseTo(at(1), 5);
    expect(at(1e-4)).toBeLessThan(0.1);
  });

  it('alone give degrees by the constants of the card', () => {
    const only = cardOf({
      inputs: ['emg_vm_ipsi'],
      outputs: ['knee_angle_ipsi'],
      amplitudes: { inputs: ['emg_vm_ipsi'], floor: 0.002, sequence: true, means: [1] },
      outputScaling: { center: [22], scale: [60] },
    });
    const reader = new FeatureReader(only, 'r');
    expect(reader.read(historyOf({ emg_vm_r: ENVELOPE }))).toBe(true);
    const out = new Float32Array(4);
    reader.features.toDegrees(Float32Array.from([0, 0.5, 0, 0]), out);
    expect(Array.from(out.subarray(0, 2))).toEqual([22, 52]);
    expect(reader.features.outputScale(0)).toBe(60);
  });
});
