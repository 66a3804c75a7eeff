import { describe, expect, it } from 'vitest';
import { Rng } from './rng';

const draw = (seed: number, n: number, f: (r: Rng) => number): number[] => {
  const rng = new Rng(seed);
  return Array.from({ length: n }, () => f(rng));
};
const mean = (x: number[]): number => x.reduce((a, b) => a + b, 0) / x.length;
const N = 100_000;

describe('seeded random numbers', () => {
  it('are the same for the same seed, others for another', () => {
    const a = draw(7, 50, (r) => r.uint32());
    expect(draw(7, 50, (r) => r.uint32())).toEqual(a);
    expect(draw(8, 50, (r) => r.uint32())).not.toEqual(a);
    expect(new Set(a).size).toBe(50);
  });
  it('are even: moments, bounds, cells and no echo of the one before', () => {
    const u = draw(1, N, (r) => r.uniform());
    expect(Math.min(...u.slice(0, 1000))).toBeGreaterThanOrEqual(0);
    expect(u.every((x) => x >= 0 && x < 1)).toBe(true);
    expect(mean(u)).toBeCloseTo(0.5, 2);
    expect(mean(u.map((x) => (x - 0.5) ** 2))).toBeCloseTo(1 / 12, 2);
    const cells = Array.from({ length: 16 }, () => 0);
    u.forEach((x) => (cells[Math.floor(16 * x)] += 1));
    const chi2 = cells.reduce((s, n) => s + (n - N / 16) ** 2 / (N / 16), 0);
    expect(chi2).toBeLessThan(37.7); // 0.1 % point of chi-squared with 15 degrees of freedom
    expect(Math.abs(mean(u.slice(1).map((x, i) => (x - 0.5) * (u[i] - 0.5))) * 12)).toBeLessThan(0.015);
  });
  it('are normal: moments and tails', () => {
    const z = draw(2, N, (r) => r.normal());
    expect(Math.abs(mean(z))).toBeLessThan(0.015);
    expect(mean(z.map((x) => x * x))).toBeCloseTo(1, 1);
    expect(Math.abs(mean(z.map((x) => x ** 3)))).toBeLessThan(0.05);
    expect(mean(z.map((x) => x ** 4))).toBeCloseTo(3, 0);
    expect(mean(z.map((x) => (Math.abs(x) > 1.96 ? 1 : 0)))).toBeCloseTo(0.05, 2);
    expect(mean(draw(3, N, (r) => r.normal(10, 2)))).toBeCloseTo(10, 1);
  });
  it('neighbouring seeds are unrelated', () => {
    const firsts = Array.from({ length: 2000 }, (_, seed) => new Rng(seed).uniform());
    expect(mean(firsts)).toBeCloseTo(0.5, 1);
    expect(Math.abs(mean(firsts.slice(1).map((x, i) => (x - 0.5) * (firsts[i] - 0.5))) * 12)).toBeLessThan(
      0.08,
    );
  });
  it('below(n) reaches every number and no other', () => {
    expect(new Set(draw(4, 500, (r) => r.below(6)))).toEqual(new Set([0, 1, 2, 3, 4, 5]));
  });
});
