import { describe, expect, it } from 'vitest';
import { NetworkForecaster } from '../forecast/network-forecaster';
import { wasmSimd } from '../forecast/runtime/wasm/wasm-executor';
import { Rng } from '../gait/rng';
import { adapt, type AdaptJob } from './adapt';
import { closedForm } from './methods/closed-form';
import { combined } from './methods/combined';
import { fineTuning, TUNING } from './methods/fine-tuning';
import { errorsAt } from './peers/errors-at';
import { PersonalForecaster } from './personal-forecaster';
import { chooseStrides } from './strides/stride-set';
import { untrainedBase } from './testing/base';
import { KNEE, syntheticWalk, walkOf } from './testing/walks';
import type { MarkedStride, Walk } from './walk';

const base = untrainedBase();
const replay = [11, 12, 13].map((seed) => syntheticWalk({ seed, strides: 8 }).walk);
const short = fineTuning({ ...TUNING, steps: 30, learningRate: 4e-3 });

function jobOf(walk: Walk, strides: readonly MarkedStride[], more: Partial<AdaptJob> = {}): AdaptJob {
  const choice = chooseStrides(walk, strides, base.card, 'r');
  if (!choice.ok) throw new Error(choice.refusals.map((r) => r.code).join());
  return { base, set: choice.set, replay, ...more };
}

const mean = (values: Float32Array) => {
  const known = values.filter((v) => Number.isFinite(v));
  return known.reduce((sum, v) => sum + v, 0) / known.length;
};

describe('adapt', () => {
  it('forecasts later strides of the same person better than the base model, by every method', async () => {
    for (const seed of [5, 6]) {
      const { walk, strides } = syntheticWalk({ seed, strides: 14, oddity: 18 });
      for (const method of [closedForm, short, combined(short)]) {
        const result = await adapt(jobOf(walk, strides.slice(0, 7), { methods: [method] }));
        expect(result.decision).toBe('accept');
        const later = Array.from({ length: 500 }, (_, i) => strides[8].start + i);
        const before = new NetworkForecaster(
          base.card,
          await wasmSimd(base.card.architecture, base.weights, 1),
          'r',
        );
        const after = await PersonalForecaster.create(base, result.best.personal, 'r', wasmSimd);
        const [was, is] = await errorsAt(walk, [before, after], later);
        expect(mean(is)).toBeLessThan(0.85 * mean(was));
        after.dispose();
      }
    }
  }, 120_000);

  it('gives the same model for the same strides and seed, to the last bit', async () => {
    const { walk, strides } = syntheticWalk({ seed: 7, strides: 7 });
    const job = jobOf(walk, strides, { methods: [closedForm, short] });
    const [a, b] = [await adapt(job), await adapt(job)];
    expect(b.candidates.map((c) => c.personal)).toEqual(a.candidates.map((c) => c.personal));
    expect(b.candidates.map((c) => c.verdict)).toEqual(a.candidates.map((c) => c.verdict));
  });

  it('does not look at anything after the last stride', async () => {
    const { walk, strides } = syntheticWalk({ seed: 8, strides: 9 });
    const used = strides.slice(0, 6);
    const end = used[5].end;
    const other = walkOf({
      [KNEE]: walk.channels[KNEE].measured.map((v, t) => (t < end ? v : 90 - v)),
    });
    const [a, b] = [await adapt(jobOf(walk, used)), await adapt(jobOf(other, used))];
    expect(b.best).toEqual(a.best);
  });

  it('keeps the base model where the person stands still in the strides that decide', async () => {
    const { walk, strides } = syntheticWalk({ seed: 9, strides: 8, oddity: 18 });
    const from = strides[6].start;
    const rng = new Rng(4);
    const standing = walk.channels[KNEE].measured.map((v, t) => (t < from ? v : 12 + rng.normal(0, 0.1)));
    const { decision, best } = await adapt(jobOf(walkOf({ [KNEE]: standing }), strides));
    expect(decision).toBe('keep');
    expect(best.personal.use.every((share) => share === 0)).toBe(true);
  });

  it('stops at once when it is cancelled', async () => {
    const { walk, strides } = syntheticWalk({ seed: 7, strides: 7 });
    const stop = new AbortController();
    const seen: number[] = [];
    const running = adapt(jobOf(walk, strides, { methods: [short] }), {
      signal: stop.signal,
      onProgress: ({ share }) => {
        seen.push(share);
        if (share > 0.25) stop.abort(new Error('cancelled'));
      },
    });
    await expect(running).rejects.toThrow('cancelled');
    expect(Math.max(...seen)).toBeLessThan(0.5);
    expect(seen.every((s, i) => i === 0 || s >= seen[i - 1])).toBe(true);
  });
});

describe('PersonalForecaster', () => {
  it('is the base model where nothing is blended in', async () => {
    const { walk, strides } = syntheticWalk({ seed: 10, strides: 8 });
    const { best } = await adapt(jobOf(walk, strides));
    const nothing = { ...best.personal, use: new Float32Array(base.card.steps) };
    const own = await PersonalForecaster.create(base, nothing, 'r', wasmSimd);
    const network = new NetworkForecaster(
      base.card,
      await wasmSimd(base.card.architecture, base.weights, 1),
      'r',
    );
    const [a, b] = await errorsAt(walk, [own, network], [300, 400, 500]);
    a.forEach((v, i) => {
      expect(v).toBeCloseTo(b[i], 3);
    });
  });

  it('refuses a personal model of another shape', async () => {
    const { walk, strides } = syntheticWalk({ seed: 10, strides: 8 });
    const { best } = await adapt(jobOf(walk, strides));
    const wrong = { ...best.personal, blend: new Float32Array(3) };
    await expect(PersonalForecaster.create(base, wrong, 'r', wasmSimd)).rejects.toThrow(RangeError);
  });
});
