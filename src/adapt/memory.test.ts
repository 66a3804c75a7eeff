import { describe, expect, it } from 'vitest';
import { NetworkForecaster } from '../forecast/network-forecaster';
import { wasmSimd } from '../forecast/runtime/wasm/wasm-executor';
import { adapt, type Judged } from './adapt';
import type { NetworkModel } from './base-model';
import { lookBackTicks } from './base-model';
import { memoryShare } from './expectations';
import { closedForm } from './methods/closed-form';
import { memoryAlone } from './methods/memory-alone';
import { errorsAt } from './peers/errors-at';
import { PersonalForecaster } from './personal-forecaster';
import { chooseStrides } from './strides/stride-set';
import { baseWithMemory, untrainedBase } from './testing/base';
import { syntheticWalk } from './testing/walks';

const base = baseWithMemory();
const { steps } = base.card;
const replay = [11, 12].map((seed) => syntheticWalk({ seed, strides: 8 }).walk);
const { walk, strides } = syntheticWalk({ seed: 5, strides: 14, oddity: 18 });
const choice = chooseStrides(walk, strides.slice(0, 7), base.card, 'r');
if (!choice.ok) throw new Error('refused');
const { set } = choice;

const alone = async ({ card, weights }: NetworkModel) =>
  new NetworkForecaster(card, await wasmSimd(card.architecture, weights, 1), 'r');

describe('a base model with a memory beside it', () => {
  it('is looked at as far back as the memory reaches', () => {
    expect(lookBackTicks(base)).toBe(440);
    expect(lookBackTicks(untrainedBase())).toBe(120);
  });

  it('is judged itself, by its own forecasts, against its mixture with what starts from the memory', async () => {
    let judged: Judged | undefined;
    const { best } = await adapt(
      { base, set, replay, methods: [memoryAlone] },
      {
        onJudged: (j) => {
          judged = j;
        },
      },
    );
    const { origins, before, after } = judged!.forecasts;
    const measured = walk.channels['knee_angle_r'].measured;
    const share = memoryShare(set.strides.length);
    expect(memoryShare(3)).toBeCloseTo(0.75, 9);
    const mixture = { ...best.personal, use: best.personal.use.map(() => share) };
    const mixed = await PersonalForecaster.create(base, mixture, 'r', wasmSimd);
    const [of, remembered] = await errorsAt(walk, [await alone(base), mixed], origins);
    let compared = 0;
    origins.forEach((t, r) => {
      for (let h = 0; h < steps && t + h + 1 < set.end; h++) {
        const i = r * steps + h;
        const error = (y: Float32Array): number => Math.abs(measured[t + h + 1] - y[i]);
        expect(error(before)).toBeCloseTo(of[i], 3);
        expect(error(after)).toBeCloseTo(remembered[i], 3);
        compared++;
      }
    });
    expect(compared).toBeGreaterThan(1000);
    expect(before).not.toEqual(after);
  });

  it('is forecast by at the steps that the personal model does not use, and stands beside it', async () => {
    const { best } = await adapt({ base, set, replay, methods: [closedForm] });
    const { personal } = best;
    expect(best.verdict.decision).toBe('accept');
    expect(personal.memory).toBe(true);
    const share = Math.fround(memoryShare(set.strides.length));
    expect(personal.use.every((used) => used === 0 || used === share)).toBe(true);
    expect(personal.use).toContain(share);
    const use = personal.use.map((_, i) => (i < 8 ? 0 : 1));
    const nothing = { ...personal, blend: personal.blend.map(() => 0) };
    const make = (p: typeof personal) => PersonalForecaster.create(base, p, 'r', wasmSimd);
    const mixed = await make({ ...nothing, use });
    const origins = Array.from({ length: 60 }, (_, i) => strides[8].start + 3 * i);
    const networks = [await alone(base), await alone(base.memory!)];
    const [is, beside, own, remembered] = await errorsAt(walk, [mixed, mixed.beside, ...networks], origins);
    for (let i = 0; i < is.length; i++) {
      expect(beside[i]).toBeCloseTo(own[i], 3);
      expect(is[i]).toBeCloseTo(use[i % steps] === 0 ? own[i] : remembered[i], 3);
    }
    expect(mixed.historyTicks).toBe(440);
    mixed.dispose();
  });

  it('is needed by what starts from its memory', async () => {
    const { best } = await adapt({ base, set, replay, methods: [closedForm] });
    const without = PersonalForecaster.create(untrainedBase(), best.personal, 'r', wasmSimd);
    await expect(without).rejects.toThrow(RangeError);
  });
});
