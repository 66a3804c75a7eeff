import { describe, expect, it } from 'vitest';
import { untrainedBase } from '../../../src/adapt/testing/base';
import { KNEE, syntheticWalk } from '../../../src/adapt/testing/walks';
import type { Walk } from '../../../src/adapt/walk';
import type { LoadedModel } from '../../../src/forecast/model-library';
import { bestBaseline, figuresOf, pooledAt } from './figures';
import { learningPart } from './learning-part';
import { judgeWalker, type PersonResult } from './judge-walker';

const base = untrainedBase();
const { steps } = base.card;
const lags = 39;
const model = {
  weights: base.weights,
  card: {
    ...base.card,
    trainingPeople: ['uci:1A'],
    intervalQuantiles: new Array<number>(steps).fill(0.1),
  },
  baselines: {
    version: 1,
    line: { points: 2 },
    ridge: {
      inputs: ['knee_angle_ipsi'],
      outputs: ['knee_angle_ipsi'],
      rate: 100,
      windowTicks: lags + 1,
      steps,
      lambda: 1,
      samples: 1,
      coefficients: new Array<number>(steps * lags).fill(0),
    },
  },
} as unknown as LoadedModel;

const replay = [21, 22].map((seed) => syntheticWalk({ seed, strides: 8 }).walk);
const walkerOf = (walk: Walk) => ({ id: 'uci:5A', group: 'abnormal', nativeRate: 1000, walks: [walk] });
const { walk } = syntheticWalk({ seed: 3, strides: 14, oddity: 12 });
const judge = (of: Walk, strides: number | null) => judgeWalker(model, walkerOf(of), { strides, replay });

describe('judgeWalker', () => {
  it('scores everyone on the ticks after the first half and a horizon', { timeout: 60_000 }, async () => {
    const result = await judge(walk, null);
    const from = Math.floor(walk.ticks / 2) + steps;
    expect(result.testTicks).toBe(walk.ticks - 1 - from);
    // No change, by hand, on the same ticks.
    const x = walk.channels[KNEE].measured;
    let sum = 0;
    for (let t = from; t + 10 < walk.ticks; t++) sum += Math.abs(x[t + 10] - x[t]);
    const range = Math.max(...x) - Math.min(...x);
    const nmae = (100 * sum) / (walk.ticks - 10 - from) / range;
    expect(result.baselines.persistence.nmae[100]).toBeCloseTo(nmae, 2);
    expect(Object.keys(result.baselines)).toEqual([
      'persistence',
      'line',
      'ridge',
      'ridge_adapted',
      'random_features_adapted',
      'knn',
      'random_features_knn',
      'mean_stride',
    ]);
    // A network that knows nothing learns from half of a walk.
    expect(result.gate.decision).toBe('accept');
    expect(result.adapted.nmae[100]).toBeLessThan(0.6 * result.zeroShot.nmae[100]);
    expect(result.interval.coverage[100]).toBeGreaterThan(0.8);
  });

  it('learns nothing from what comes after the part it may learn from', { timeout: 60_000 }, async () => {
    const part = learningPart(walk, model.card, null);
    const cut = part.end;
    const { input, measured } = walk.channels[KNEE];
    // The test stays as it was; what lies between is turned upside down.
    const bend = (x: Float32Array) => x.map((v, t) => (t >= cut && t < cut + steps ? 60 - v : v));
    const bent = { ...walk, channels: { [KNEE]: { input: bend(input), measured: bend(measured) } } };
    const [a, b] = [await judge(walk, null), await judge(bent, null)];
    expect(b.gate.use).toEqual(a.gate.use);
    expect(b.gate.method).toBe(a.gate.method);
  });

  it('where there is too little to learn from, counts what needs no learning', async () => {
    const short = syntheticWalk({ seed: 5, strides: 3, length: 95 }).walk;
    const result = await judge(short, null);
    expect(result.gate.decision).toBe('refused');
    expect(result.adapted).toEqual(result.zeroShot);
    expect(result.standIns.knn).toBe('ridge');
    expect(result.baselines.ridge_adapted).toEqual(result.baselines.ridge);
  });
});

describe('learningPart', () => {
  it('leaves two strides for the test, however many are asked for', () => {
    const all = learningPart(walk, model.card, 100);
    const few = learningPart(walk, model.card, 3);
    expect(few.pieces).toHaveLength(3);
    expect(few.end).toBe(few.pieces[2].end);
    expect(walk.ticks - all.end).toBeGreaterThan(2 * 90);
    expect(walk.ticks - all.end).toBeLessThan(4 * 130);
  });

  it('cuts the first half into pieces as long as a stride, after the first full window', () => {
    const { end, pieces } = learningPart(walk, model.card, null);
    expect(end).toBe(Math.floor(walk.ticks / 2));
    expect(pieces.at(-1)?.end).toBe(end);
    expect(pieces[0].start).toBeGreaterThanOrEqual(model.card.windowTicks - 1);
    for (const { start, end: to } of pieces) expect(to - start).toBeGreaterThan(90);
  });
});

describe('figuresOf', () => {
  const person = (id: string, group: string, over: Partial<PersonResult>): PersonResult => {
    const errors = (nmae: number) => ({ nmae: { 10: nmae / 10, 100: nmae }, rmse_deg: { 10: 1, 100: 2 } });
    const interval = { coverage: { 100: 0.9 }, width: { 100: 12 } };
    return {
      id,
      group,
      nativeRate: 1000,
      trainedOn: 12,
      strides: 3,
      testTicks: 400,
      rate: 100,
      pooled: true,
      rangeDeg: 60,
      zeroShot: errors(3),
      adapted: errors(2),
      baselines: { ridge: errors(5), knn: errors(4) },
      interval,
      intervalZeroShot: interval,
      gate: { decision: 'accept', reasons: [], method: 'closed_form', strides: 3, use: {} },
      standIns: {},
      ...over,
    };
  };
  const people = [
    person('uci:5A', 'abnormal', {}),
    person('uci:6N', 'normal', { nativeRate: 50 }),
    person('uci:7N', 'normal', { pooled: false }),
  ];

  it('pools those with enough test, at 10 ms only angles that were sampled as often', () => {
    expect(pooledAt(people, 100).map((p) => p.id)).toEqual(['uci:5A', 'uci:6N']);
    expect(pooledAt(people, 10).map((p) => p.id)).toEqual(['uci:5A']);
  });

  it('sets the adapted network against the best baseline of the group', () => {
    expect(bestBaseline(people, 100)).toEqual({ id: 'knn', nmae: 4 });
    const value = (name: string) => figuresOf('uci', people).find((f) => f.name === name);
    expect(value('uci.abnormal.100ms.adapted_vs_best_baseline')).toMatchObject({ value: -50, met: true });
    expect(value('uci.all.100ms.zero_shot')).toMatchObject({ value: 3, goal: 2.8, met: false });
    expect(value('uci.normal.10ms.zero_shot')).toBeUndefined();
    expect(value('uci.all.100ms.interval_width')).toMatchObject({ value: 12, met: true });
  });

  it('shows own strides beside the network, and never as the best baseline', () => {
    const errors = (nmae: number) => ({ nmae: { 100: nmae }, rmse_deg: { 100: 2 } });
    const baselines = { ridge: errors(5), knn: errors(4), own_strides: errors(2.5) };
    const own = [person('uci:5A', 'abnormal', { baselines }), person('uci:6N', 'normal', { baselines })];
    expect(bestBaseline(own, 100)).toEqual({ id: 'knn', nmae: 4 });
    const figures = figuresOf('uci', own);
    const value = (name: string) => figures.find((f) => f.name === name)?.value;
    expect(value('uci.all.100ms.own_strides_alone')).toBe(2.5);
    expect(value('uci.all.100ms.adapted_vs_own_strides_alone')).toBe(-20);
    expect(figuresOf('uci', people).some((f) => f.name.includes('own_strides'))).toBe(false);
  });
});
