import { describe, expect, it } from 'vitest';
import { Rng } from '../../src/gait/rng';
import { jaggednessOf } from './jaggedness';

const wave = Array.from({ length: 1000 }, (_, t) => 30 * Math.sin((2 * Math.PI * t) / 100));

describe('jaggednessOf', () => {
  it('is the bend of the movement itself for a forecast that is right, late or not', () => {
    const late = wave.map((_, t) => (t < 3 ? Number.NaN : wave[t - 3]));
    const bend = (30 * (2 * Math.PI) ** 2) / 100 ** 2 / Math.SQRT2;
    for (const forecast of [wave, late]) {
      const found = jaggednessOf({ truth: wave, forecast });
      expect(found.forecast).toBeCloseTo(bend, 2);
      expect(found.truth).toBeCloseTo(bend, 2);
    }
    expect(jaggednessOf({ truth: wave, forecast: wave }).rmse).toBe(0);
    expect(jaggednessOf({ truth: wave, forecast: late }).rmse).toBeGreaterThan(3);
  });

  it('tells noise of a given SD from the movement: sqrt(6) times it', () => {
    const rng = new Rng(3);
    const forecast = wave.map((v) => v + rng.normal());
    const found = jaggednessOf({ truth: wave, forecast });
    expect(found.forecast / Math.sqrt(6)).toBeCloseTo(1, 1);
    expect(found.rmse).toBeCloseTo(1, 1);
  });

  it('leaves out ticks without a forecast', () => {
    const forecast = wave.map((v, t) => (t < 200 ? Number.NaN : v));
    expect(jaggednessOf({ truth: wave, forecast }).ticks).toBe(798);
  });
});
