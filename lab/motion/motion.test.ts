import { describe, expect, it } from 'vitest';
import { WindowFeatures } from '../../src/forecast/features';
import type { FeatureCard } from '../../src/forecast/model-card';
import { Ridge } from '../../src/forecast/baselines/ridge';
import { HistoryRing } from '../../src/gait/ring';
import { Rng } from '../../src/gait/rng';
import { madeUpTrial } from '../synergy/testing/walk';
import { type MotionAugmentation, MotionCutter } from './cutter';
import type { MotionPerson } from './people';
import { fromCmu, fromGaitPrint, type MotionRecording, walkAt } from './recording';
import { MotionRidgeFit } from './ridge-fit';
import { MotionSampler } from './sampler';

const STILL: MotionAugmentation = { speed: 0, localSpeed: 0, gain: 0, shape: 0, noise: 0 };
const card: FeatureCard = {
  inputs: ['hip_flexion_ipsi', 'knee_angle_ipsi', 'hip_flexion_contra', 'knee_angle_contra'],
  outputs: ['knee_angle_ipsi', 'hip_flexion_ipsi'],
  rate: 100,
  windowTicks: 60,
  steps: 10,
  scaling: { kind: 'window', minRange: 20 },
  features: { sequence: ['from_present'], statics: true, recent: 3, slopes: [1], curvatures: [] },
};

const recording = (subject: string, number: number): MotionRecording => fromCmu(madeUpTrial(subject, number));
const person = (subject: string, fold: number): MotionPerson => ({
  id: `cmu:${subject}`,
  fold,
  recordings: [recording(subject, fold + 1), recording(subject, fold + 2)],
});

/** Draws as Rng does, but the other leg: of the draws from [0, 1) every first says which leg, every second where. */
class OtherLeg extends Rng {
  #plain = 0;
  override uniform(min?: number, max?: number): number {
    if (min !== undefined) return super.uniform(min, max);
    const value = super.uniform();
    return this.#plain++ % 2 === 0 ? 1 - value : value;
  }
}

/** Right is left and left is right. */
const mirrored = (r: MotionRecording): MotionRecording => ({
  ...r,
  channels: new Map(
    [...r.channels].map(([name, x]) => [name.replace(/_[rl]$/, (s) => (s === '_r' ? '_l' : '_r')), x]),
  ),
});

describe('walks of whole legs', () => {
  it('are those of the live conditioner: measured is the line between samples, nothing else', () => {
    const r = recording('35', 1);
    const walk = walkAt(r, 100);
    const x = r.channels.get('knee_angle_r')!;
    for (const tick of [10, 57, 200]) {
      const at = (tick * 120) / 100;
      const i = Math.floor(at);
      const line = x[i] + (x[i + 1] - x[i]) * (at - i);
      expect(walk.channels.knee_angle_r.measured[tick]).toBeCloseTo(line, 3);
    }
    expect(walk.ticks).toBe(Math.floor((x.length - 1) / 1.2) + 1);
    // A low-pass at 40 Hz lags some milliseconds: near, and not the same.
    const lag = walk.channels.knee_angle_r.input.map((v, t) =>
      Math.abs(v - walk.channels.knee_angle_r.measured[t]),
    );
    expect(Math.max(...lag)).toBeGreaterThan(0.1);
    expect(Math.max(...lag)).toBeLessThan(3);
  });

  it('of GaitPrint leave contacts out', () => {
    const features = new Map([
      ['knee_angle_r', new Float32Array(4)],
      ['foot_contact_r', new Float32Array(4)],
    ]);
    expect([...fromGaitPrint({ person: 'x', rate: 200, features }).channels.keys()]).toEqual([
      'knee_angle_r',
    ]);
  });
});

describe('motion cutter', () => {
  const r = recording('35', 1);
  const walk = walkAt(r, r.rate);
  const names = ['hip_flexion_r', 'knee_angle_r'];
  const signal = {
    rate: r.rate,
    input: names.map((n) => walk.channels[n].input),
    measured: names.map((n) => walk.channels[n].measured),
  };

  it('bent by nothing gives the recording: past conditioned, future measured, channels at the same time', () => {
    const cutter = new MotionCutter(120, 60, 10, [0, 1], STILL);
    expect(cutter.cut(signal, [0, 1], new Rng(7))).toBe(true);
    // Rates are equal, so samples lie a constant part of a step after those of the recording.
    const rng = new Rng(7);
    rng.uniform();
    rng.uniform();
    rng.uniform();
    rng.uniform();
    const room = (signal.input[0].length - 2) / 120 - 69 / 120;
    const start = rng.uniform() * room * 120;
    const at = (x: Float32Array, i: number) => {
      const k = Math.floor(start + i);
      return x[k] + (x[k + 1] - x[k]) * (start + i - k);
    };
    for (let c = 0; c < 2; c++) {
      for (let t = 0; t < 60; t++) expect(cutter.past[c][t]).toBeCloseTo(at(signal.input[c], t), 3);
      for (let h = 0; h < 10; h++) expect(cutter.future[c][h]).toBeCloseTo(at(signal.measured[c], 60 + h), 3);
    }
  });

  it('gives the two sides of a joint nearly one gain, and noise to the past alone', () => {
    const flat = (v: number) => new Float32Array(600).fill(v);
    const constant = {
      rate: 100,
      input: [flat(10), flat(10), flat(10)],
      measured: [flat(10), flat(10), flat(10)],
    };
    const bent = new MotionCutter(100, 50, 10, [0, 1, 0], { ...STILL, gain: 0.3, noise: 0.5 });
    const rng = new Rng(1);
    let [apart, others] = [0, 0];
    for (let i = 0; i < 200; i++) {
      expect(bent.cut(constant, [0, 1, 2], rng)).toBe(true);
      const [a, b, c] = bent.future.map((f) => Math.log(f[0] / 10));
      apart += Math.abs(a - c);
      others += Math.abs(a - b);
      expect(new Set(bent.future[1]).size).toBe(1);
      expect(new Set(bent.past[1]).size).toBeGreaterThan(40);
    }
    expect(apart).toBeLessThan(0.6 * others);
    expect(new MotionCutter(100, 600, 10, [0, 1, 0], STILL).cut(constant, [0, 1, 2], rng)).toBe(false);
  });
});

describe('motion sampler', () => {
  it('makes the same windows of a mirrored person when the other leg is drawn', () => {
    const one = person('35', 0);
    const other = { ...one, recordings: one.recordings.map(mirrored) };
    const batch = (p: MotionPerson, rng: Rng) => {
      const sampler = new MotionSampler(card, [p], 16, { ...STILL, speed: 0.1 });
      sampler.next(rng);
      return [...sampler.sequence, ...sampler.context, ...sampler.target];
    };
    expect(batch(other, new OtherLeg(5))).toEqual(batch(one, new Rng(5)));
    expect(batch(other, new Rng(5))).not.toEqual(batch(one, new Rng(5)));
  });

  it('targets are changes of each output in units of its own window', () => {
    const sampler = new MotionSampler(card, [person('35', 0)], 8, STILL);
    sampler.next(new Rng(2));
    const features = new WindowFeatures(card);
    expect(sampler.sequence).toHaveLength(8 * features.sequenceSize);
    expect(sampler.target).toHaveLength(8 * 20);
    // 10 ms ahead the change is small against the window's range, 100 ms ahead it is not.
    const size = (step: number) =>
      Math.sqrt(
        Array.from({ length: 8 }, (_, r) => sampler.target[r * 20 + step] ** 2).reduce((x, y) => x + y) / 8,
      );
    expect(size(0)).toBeLessThan(0.2);
    expect(size(9)).toBeGreaterThan(2 * size(0));
  });

  it('says so when recordings are too short', () => {
    const short = { ...person('35', 0), recordings: [fromCmu(madeUpTrial('35', 1, 0.5))] };
    expect(() => new MotionSampler(card, [short], 4, STILL).next(new Rng(1))).toThrow(RangeError);
  });
});

describe('ridge from several joints', () => {
  const people = [person('02', 1), person('06', 2), person('35', 3)];
  const weights = new MotionRidgeFit(card).fit(people);

  it('forecasts a made-up walk of another person, either leg, as the product reads its weights', () => {
    const walk = walkAt(recording('10', 1), card.rate);
    for (const side of ['r', 'l'] as const) {
      const ridge = new Ridge(weights, side);
      const names = Object.keys(walk.channels);
      const history = new HistoryRing(names, ridge.windowTicks, card.rate);
      const out = new Float32Array(2 * card.steps);
      const errors: number[] = [];
      const still: number[] = [];
      const truth = walk.channels[`knee_angle_${side}`].measured;
      for (let t = 0; t + card.steps < walk.ticks; t++) {
        history.push(
          names.map((n) => walk.channels[n].input[t]),
          names.map((n) => walk.channels[n].measured[t]),
        );
        if (history.length < ridge.windowTicks) continue;
        ridge.forecast(history, out);
        errors.push((truth[t + 10] - out[9]) ** 2);
        still.push((truth[t + 10] - truth[t]) ** 2);
      }
      const rms = (x: number[]) => Math.sqrt(x.reduce((a, b) => a + b, 0) / x.length);
      expect(rms(errors)).toBeLessThan(0.15 * rms(still));
    }
  });

  it('has the shape that the file format asks for', () => {
    expect(weights.coefficients).toHaveLength(2 * 10 * 4 * (weights.windowTicks - 1));
    expect(weights.coefficients.every(Number.isFinite)).toBe(true);
  });
});
