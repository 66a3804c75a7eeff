import { describe, expect, it } from 'vitest';
import { Ridge } from '../../src/forecast/baselines/ridge';
import { HistoryRing } from '../../src/gait/ring';
import { Rng } from '../../src/gait/rng';
import { KNEE, type KneeSignal } from './recordings';
import { fitRidge, momentsOf } from './ridge-fit';

const SHAPE = { rate: 100, windowTicks: 50, steps: 10, minRange: 20 };

/** A sine of some speed, which two lags determine wholly, with a little noise. */
function person(seed: number): KneeSignal {
  const rng = new Rng(seed);
  const speed = rng.uniform(4, 8);
  const input = Float32Array.from(
    { length: 2000 },
    (_, i) => 30 + 30 * Math.sin((speed * i) / 100) + rng.normal(0, 0.01),
  );
  return { rate: 100, input, measured: input };
}

describe('fitRidge', () => {
  const people = [1, 2, 3, 4, 5, 6].map((seed) => momentsOf(`p${seed}`, [person(seed)], SHAPE));
  const fitted = fitRidge(people, SHAPE);

  it('forecasts a rhythm of a speed that it has not seen', () => {
    const ridge = new Ridge({ ...fitted, inputs: ['knee_angle_ipsi'], outputs: ['knee_angle_ipsi'] }, 'r');
    const { input } = person(77);
    const history = new HistoryRing([KNEE], 50, 100);
    const out = new Float32Array(10);
    let [error, still] = [0, 0];
    for (let t = 0; t < 1000; t++) {
      history.push(input.subarray(t, t + 1), input.subarray(t, t + 1));
      if (history.length < 50) continue;
      ridge.forecast(history, out);
      error += Math.abs(out[9] - input[t + 10]);
      still += Math.abs(input[t] - input[t + 10]);
    }
    expect(error).toBeLessThan(0.1 * still);
  });

  it('has the shape that it says', () => {
    expect(fitted.coefficients).toHaveLength(10 * (fitted.windowTicks - 1));
    expect(fitted.samples).toBe(6 * Math.ceil((2000 - 59) / 2));
  });
});
