import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PhaseFollower } from './phase-follower';

/** Phases as the detector tells them: even within a stride, with a jump where one ends sooner or later than the one before. */
const detected = (strides: readonly number[]): number[] => {
  const out: number[] = [];
  strides.forEach((ticks, i) => {
    const expected = strides[Math.max(0, i - 1)];
    for (let t = 0; t < ticks; t += 1) out.push(Math.min(0.999, t / expected));
  });
  return out;
};

describe('phase follower', () => {
  it('never goes back and never leaps, whatever the strides', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 60, max: 220 }), { minLength: 2, maxLength: 12 }), (strides) => {
        const follower = new PhaseFollower();
        const phases = detected(strides).map((target) => follower.step(target)!);
        const steps = phases.slice(1).map((phase, i) => (phase - phases[i] + 1) % 1);
        expect(phases.every((phase) => phase >= 0 && phase < 1)).toBe(true);
        expect(Math.max(...steps)).toBeLessThanOrEqual(1 / 40 + 1e-9);
      }),
    );
  });

  it('is with the detector again soon after a jump', () => {
    const follower = new PhaseFollower();
    const phases = detected([100, 100, 85, 100, 100]);
    const errors = phases.map((target) => {
      const turn = follower.step(target)! - target;
      return Math.abs(turn - Math.round(turn));
    });
    // The third stride ended 15 ticks early.
    expect(errors[285]).toBeGreaterThan(0.1);
    expect(Math.max(...errors.slice(330, 380))).toBeLessThan(0.02);
  });

  it('knows nothing while nobody walks, and begins where the detector does', () => {
    const follower = new PhaseFollower();
    expect(follower.step(null)).toBeNull();
    expect(follower.step(0.72)).toBe(0.72);
    expect(follower.step(null)).toBeNull();
    expect(follower.step(0.1)).toBe(0.1);
  });
});
