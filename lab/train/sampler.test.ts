import { expect, it } from 'vitest';
import { Rng } from '../../src/gait/rng';
import type { Augmentation } from './augment';
import { recipeOf } from './recipes';
import type { KneeSignal } from './recordings';
import { BatchSampler } from './sampler';

const NONE: Augmentation = { speed: 0, localSpeed: 0, gain: 0, shape: 0 };
const card = recipeOf('knee').features;

const signalOf = (seconds: number, f: (t: number) => number): KneeSignal => {
  const input = Float32Array.from({ length: seconds * 1000 }, (_, i) => f(i / 1000));
  return { rate: 1000, input, measured: input };
};

it('makes targets that are the future change in units of the window range', () => {
  const sampler = new BatchSampler(card, [[signalOf(10, (t) => 30 * t)]], 4, NONE);
  sampler.next(new Rng(1));
  // 30 deg/s over 1.99 s.
  const s = 30 * 1.99;
  for (let row = 0; row < 4; row++)
    for (const step of [1, 10, 50])
      expect(sampler.target[row * 50 + step - 1]).toBeCloseTo((0.3 * step) / s, 3);
});

it('draws people by the square root of their length, not by how it is cut up', () => {
  // One man for 40 s in ten pieces, going up; one for 10 s, going down: shares 2 to 1.
  const up = Array.from({ length: 10 }, () => signalOf(4, (t) => 30 * t));
  const sampler = new BatchSampler(card, [up, [signalOf(10, (t) => -30 * t)]], 100, NONE);
  let ups = 0;
  const rng = new Rng(2);
  for (let b = 0; b < 20; b++) {
    sampler.next(rng);
    for (let row = 0; row < 100; row++) if (sampler.target[row * 50] > 0) ups++;
  }
  expect(ups / 2000).toBeGreaterThan(0.62);
  expect(ups / 2000).toBeLessThan(0.71);
});

it('says so when nobody walked long enough', () => {
  const sampler = new BatchSampler(card, [[signalOf(2, Math.sin)]], 1, NONE);
  expect(() => sampler.next(new Rng(1))).toThrow(RangeError);
});

it('cuts other channels along with the knee, silent as often as asked for', () => {
  const both = {
    ...card,
    inputs: ['knee_angle_ipsi', 'emg_vm_ipsi'],
    amplitudes: { inputs: ['emg_vm_ipsi'], floor: 1e-3, sequence: true, means: [1] },
  };
  // The envelope is known from the time since the window began: a ramp from 1 to 2 in 10 s.
  const knee = signalOf(10, (t) => 30 * t);
  const emg = Float32Array.from({ length: 10_000 }, (_, i) => 1 + i / 10_000);
  const signal = { ...knee, others: { emg_vm_ipsi: emg } };
  const amplitudes = { silent: 0.5, lost: 0, contrast: 0 };
  const sampler = new BatchSampler(both, [[signal]], 400, { ...NONE, amplitudes });
  sampler.next(new Rng(3));
  const width = sampler.sequence.length / 400;
  let silent = 0;
  for (let row = 0; row < 400; row++) {
    const first = sampler.sequence[row * width + 3];
    const last = sampler.sequence[row * width + width - 1];
    if (last === 0) silent++;
    else {
      // Both ends lie on the ramp, 1.99 s apart, and their mean is the window's.
      expect(last ** 2 + first ** 2).toBeCloseTo(2, 3);
      expect(last).toBeGreaterThan(first);
    }
  }
  expect(silent).toBeGreaterThan(150);
  expect(silent).toBeLessThan(250);
  expect(() => new BatchSampler(both, [[knee]], 1, NONE).next(new Rng(1))).toThrow(RangeError);
});
