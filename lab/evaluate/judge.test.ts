import { describe, expect, it } from 'vitest';
import { Line } from '../../src/forecast/baselines/line';
import { Persistence } from '../../src/forecast/baselines/persistence';
import { NetworkForecaster } from '../../src/forecast/network-forecaster';
import type { Executor } from '../../src/forecast/runtime/executor';
import { cardOf } from '../../src/forecast/testing/card';
import { mae } from '../../src/gait/metrics';
import { KNEE, type KneeSignal } from '../train/recordings';
import { judge } from './judge';
import { summarise } from './summary';

/** Says always that nothing moves: the network's forecast is then its newest conditioned value. */
const still: Executor = {
  id: 'tfjs-cpu',
  maxBatch: 1,
  lost: false,
  run: (_batch, _sequence, _context, out) => void out.fill(0),
  dispose() {},
};

const N = 400;
const measured = Float32Array.from({ length: N }, (_, t) => 30 + 30 * Math.sin(t / 15));
const signal: KneeSignal = { rate: 100, input: measured.map((v) => v + 1), measured };
const judgedOf = () => ({
  network: new NetworkForecaster(cardOf(), still, 'r'),
  quantiles: [0.1, 0.1, 0.1, 0.1],
  baselines: [new Persistence([KNEE], 4), new Line([KNEE], 4)],
});

describe('judge', () => {
  it('scores what was forecast from conditioned values against measured ones', async () => {
    const { scores, range, ticks } = await judge(signal, judgedOf(), 'all', [1, 4]);
    // 12 ticks of window: the first forecast is made at tick 11.
    const truth = measured.subarray(11 + 4);
    const made = signal.input.subarray(11, N - 4);
    expect(ticks).toBe(N - 11);
    expect(scores.tiny[1].n).toBe(truth.length);
    expect(scores.tiny[1].mae).toBeCloseTo(mae(truth, made), 5);
    expect(scores.tiny[1].nmae).toBeCloseTo((100 * mae(truth, made)) / range, 4);
    expect(scores.persistence[1].mae).toBeCloseTo(mae(truth, measured.subarray(11, N - 4)), 5);
    expect(scores.persistence[1].skill).toBe(0);
    expect(scores.line[0].skill).toBeGreaterThan(0.9);
  });

  it('counts only forecasts of the second half, by the range of the whole', async () => {
    const loud = { ...signal, measured: measured.map((v, t) => (t < N / 2 ? v : 30 + (v - 30) / 2)) };
    const { scores, range } = await judge(loud, judgedOf(), 'second_half', [1]);
    expect(scores.tiny[0].n).toBe(N / 2 - 1);
    expect(range).toBeCloseTo(60, 0);
  });

  it('tells residuals in units of the scale', async () => {
    const seen: number[] = [];
    const onResidual = (step: number, residual: number) => step === 1 && seen.push(residual);
    await judge(signal, { ...judgedOf(), onResidual }, 'all', [1]);
    expect(seen).toHaveLength(N - 12);
    // At tick 11 the 12 values of the window span less than 20 deg times two: s is their range, at least 20.
    const window = signal.input.subarray(0, 12);
    const s = Math.max(20, Math.max(...window) - Math.min(...window));
    expect(seen[0]).toBeCloseTo(Math.abs(measured[12] - signal.input[11]) / s, 5);
  });
});

describe('summarise', () => {
  it('averages over people and names the worst at each horizon', async () => {
    const calm = await judge(signal, judgedOf(), 'all', [1, 4]);
    const wild = await judge({ ...signal, input: measured.map((v) => v + 5) }, judgedOf(), 'all', [1, 4]);
    const rows = summarise([
      { person: 'a', group: 'normal', ...calm },
      { person: 'b', group: 'abnormal', ...wild },
    ]);
    const row = (group: string) => rows.find((r) => r.forecaster === 'tiny' && r.group === group)!;
    expect(row('normal').nmae[0]).toBeCloseTo(calm.scores.tiny[0].nmae, 2);
    expect(row('worst').nmae[0]).toBeCloseTo(wild.scores.tiny[0].nmae, 2);
    expect(row('all').nmae[0]).toBeCloseTo((row('normal').nmae[0] + row('abnormal').nmae[0]) / 2, 2);
    expect(row('worst').coverage![0]).toBeLessThanOrEqual(row('all').coverage![0]);
  });
});
