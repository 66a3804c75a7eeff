import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { untrainedBase } from '../testing/base';
import { KNEE, syntheticWalk, walkOf } from '../testing/walks';
import type { MarkedStride, Walk } from '../walk';
import { completeRows, cutWindows } from '../windows/window-set';
import { chooseStrides, originsOf } from './stride-set';

const { card } = untrainedBase();
const codes = (walk: Walk, strides: readonly MarkedStride[], side: 'r' | 'l' = 'r') => {
  const choice = chooseStrides(walk, strides, card, side);
  return choice.ok ? [] : choice.refusals.map((r) => r.code);
};
const changed = (change: (x: Float32Array) => Float32Array, seed = 3, strides = 8) => {
  const made = syntheticWalk({ seed, strides });
  return { walk: walkOf({ [KNEE]: change(made.walk.channels[KNEE].measured) }), strides: made.strides };
};

describe('chooseStrides', () => {
  it('keeps the last strides back, a whole horizon away from every training target', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 12 }),
        fc.integer({ min: 70, max: 160 }),
        fc.integer(),
        fc.array(fc.nat(11), { maxLength: 3 }),
        (count, length, seed, out) => {
          const made = syntheticWalk({ seed, strides: count, length });
          const strides = made.strides.map((s, i) => ({ ...s, use: !out.includes(i) }));
          const choice = chooseStrides(made.walk, strides, card, 'r');
          if (!choice.ok) return;
          const { set } = choice;
          const windows = cutWindows(set.walk, card, 'r', originsOf(set.strides), set.end, set.usable);
          const training = completeRows(windows)
            .map((r) => windows.origins[r] + card.steps)
            .filter((lastTarget) => lastTarget < set.trainingEnd);
          const firstKept = set.keptBack[0].start + 1;
          expect(training.length).toBeGreaterThan(0);
          expect(Math.max(...training) + card.steps).toBeLessThan(firstKept);
          for (const s of set.strides) expect(s.use).toBe(true);
          for (const s of set.training) expect(s.end).toBeLessThanOrEqual(set.keptBack[0].start);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('takes no target from a stride that is left out', () => {
    const made = syntheticWalk({ seed: 1, strides: 9 });
    const strides = made.strides.map((s, i) => ({ ...s, use: i !== 4 }));
    const choice = chooseStrides(made.walk, strides, card, 'r');
    if (!choice.ok) throw new Error('refused');
    const { set } = choice;
    const windows = cutWindows(set.walk, card, 'r', originsOf(set.strides), set.end, set.usable);
    const { start, end } = strides[4];
    let looked = 0;
    for (let r = 0; r < windows.count; r++)
      for (let h = 1; h <= card.steps; h++) {
        const at = windows.origins[r] + h;
        if (at < start || at >= end) continue;
        looked++;
        expect(windows.target[r * card.steps + h - 1]).toBeNaN();
      }
    expect(looked).toBeGreaterThan(0);
  });

  it('takes a good walk', () => {
    const { walk, strides } = syntheticWalk({ seed: 2, strides: 8 });
    expect(codes(walk, strides)).toEqual([]);
  });

  it('refuses too few strides, and says how many there are', () => {
    const { walk, strides } = syntheticWalk({ seed: 2, strides: 3 });
    const one = strides.map((s, i) => ({ ...s, use: i === 2 }));
    const choice = chooseStrides(walk, one, card, 'r');
    expect(choice).toMatchObject({
      ok: false,
      refusals: [{ code: 'too_few_strides', action: 'walk_more', found: 1, limit: 2 }],
    });
  });

  it('refuses the other rate and missing channels before anything else', () => {
    const { walk, strides } = syntheticWalk({ seed: 2, strides: 8 });
    expect(codes({ ...walk, rate: 50 }, strides)).toEqual(['wrong_rate']);
    expect(codes(walk, strides, 'l')).toEqual(['missing_channels']);
  });

  it('refuses a knee that does not move', () => {
    const { walk, strides } = changed((x) => x.map((_, t) => 12 + 0.1 * (t % 2)));
    expect(codes(walk, strides)).toEqual(['constant']);
  });

  it('refuses a clipped sensor', () => {
    const { walk, strides } = changed((x) => x.map((v) => Math.min(v, 40)));
    expect(codes(walk, strides)).toEqual(['clipped']);
  });

  it('refuses values that are missing or that no knee reaches', () => {
    const holes = changed((x) => x.map((v, t) => (t % 200 < 20 ? Number.NaN : v)));
    expect(codes(holes.walk, holes.strides)).toContain('corrupt');
    const spikes = changed((x) => x.map((v, t) => (t % 30 === 0 ? 4000 : v)));
    expect(codes(spikes.walk, spikes.strides)).toContain('corrupt');
  });

  it('refuses what is no walking: strides of half a minute', () => {
    const { walk } = syntheticWalk({ seed: 2, strides: 40 });
    const long = [0, 1, 2].map((i) => ({ start: 200 + i * 1300, end: 1500 + i * 1300, use: true }));
    expect(codes(walk, long)).toContain('not_walking');
    expect(codes(walk, [])).toContain('not_walking');
  });

  it('tells legs that are swapped by the feet', () => {
    const { walk, strides } = syntheticWalk({ seed: 2, strides: 8 });
    const knee = walk.channels[KNEE].measured;
    const own = knee.map((v) => (v > 25 ? 0 : 1));
    const other = own.map((v) => 1 - v);
    const both = (r: Float32Array, l: Float32Array) =>
      walkOf({ [KNEE]: knee, foot_contact_r: r, foot_contact_l: l });
    expect(codes(both(own, other), strides)).toEqual([]);
    expect(codes(both(other, own), strides)).toEqual(['swapped_legs']);
  });

  it('tells hips that are swapped by the way they move when the knee is bent', () => {
    const { walk, strides } = syntheticWalk({ seed: 2, strides: 8, noise: 0 });
    const knee = walk.channels[KNEE].measured;
    const own = Float32Array.from(knee);
    const other = Float32Array.from(knee);
    for (const { start, end } of strides)
      for (let t = start; t < end; t++) {
        const phase = (2 * Math.PI * (t - start)) / (end - start);
        own[t] = 10 + 20 * Math.cos(phase - 2 * Math.PI * 0.9);
        other[t] = 10 - 20 * Math.cos(phase - 2 * Math.PI * 0.9);
      }
    const both = (r: Float32Array, l: Float32Array) =>
      walkOf({ [KNEE]: knee, hip_flexion_r: r, hip_flexion_l: l });
    expect(codes(both(own, other), strides)).toEqual([]);
    expect(codes(both(other, own), strides)).toEqual(['swapped_legs']);
  });
});
