import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../gait/rng';
import { blockErrors } from './errors';
import { judgeCandidate } from './gate';

const STEPS = 50;
const RATE = 100;
const origins = Array.from({ length: 250 }, (_, i) => i);

/** Errors that grow with the horizon; each tick's own luck is shared by both forecasters. */
function errors(seed: number, factor: (step: number) => number, noise = 0.2) {
  const shared = new Rng(seed);
  const own = new Rng(seed + 1000 + Math.round(100 * factor(5)));
  const values = Float32Array.from({ length: origins.length * STEPS }, (_, i) => {
    const step = (i % STEPS) + 1;
    return step * 0.1 * factor(step) * Math.abs(1 + 0.4 * shared.normal() + noise * own.normal());
  });
  return blockErrors(values, origins, RATE);
}

const expected = { mean: new Float64Array(STEPS).fill(-0.08), spread: new Float64Array(STEPS).fill(0.12) };
const judge = (factor: (step: number) => number, seed = 1) =>
  judgeCandidate({
    base: errors(seed, () => 1),
    candidate: errors(seed, factor),
    expected,
    keptBack: 2,
    steps: STEPS,
    rate: RATE,
  });

describe('judgeCandidate', () => {
  it('accepts what is clearly better', () => {
    const { decision, rows } = judge(() => 0.7);
    expect(decision).toBe('accept');
    for (const row of rows) {
      expect(row.use).toBe(true);
      expect(row.low).toBeLessThan(row.expected);
      expect(row.expected).toBeLessThan(row.high);
      expect(row.seen).toBeCloseTo(-0.3, 1);
    }
  });

  it('keeps the base model where the candidate is clearly worse, whatever is usual', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 1.5, max: 4, noNaN: true }),
        (seed, factor) => {
          const { decision, use } = judge(() => factor, seed);
          expect(decision).toBe('keep');
          expect(use.every((u) => u === 0)).toBe(true);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('goes back to the base model only at the horizons where it is not better', () => {
    const { decision, rows } = judge((step) => (step > 15 ? 1.6 : 0.7));
    expect(decision).toBe('accept');
    expect(rows.filter((r) => r.use).map((r) => r.ms)).toEqual([10, 20, 50, 100]);
  });

  it('goes by what is usual where nothing was seen', () => {
    const nothing = blockErrors(new Float32Array(STEPS).fill(Number.NaN), [0], RATE);
    const request = { base: nothing, candidate: nothing, keptBack: 1, steps: STEPS, rate: RATE };
    expect(judgeCandidate({ ...request, expected }).decision).toBe('accept');
    const bad = { mean: new Float64Array(STEPS).fill(0.08), spread: new Float64Array(STEPS).fill(0.12) };
    expect(judgeCandidate({ ...request, expected: bad }).decision).toBe('keep');
  });

  it('is surer the more strides there are', () => {
    const width = (keptBack: number) => {
      const base = errors(1, () => 1);
      const candidate = errors(1, () => 0.9);
      const row = judgeCandidate({ base, candidate, expected, keptBack, steps: STEPS, rate: RATE }).rows[3];
      return row.high - row.low;
    };
    expect(width(4)).toBeLessThan(width(1));
  });
});
