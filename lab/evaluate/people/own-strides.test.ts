import { describe, expect, it } from 'vitest';
import { HistoryRing } from '../../../src/gait/ring';
import { KNEE } from '../../train/recordings';
import { knee } from '../../train/recipes/knee';
import { kneeMemory } from '../../train/recipes/knee-memory';
import { OwnStrides } from './own-strides';

const angle = (t: number) =>
  30 - 25 * Math.cos((2 * Math.PI * t) / 120) + 8 * Math.sin((4 * Math.PI * t) / 120);

function forecastAfter(ticks: number): Float32Array {
  const own = new OwnStrides(kneeMemory.features, 'r');
  const history = new HistoryRing([KNEE], own.historyTicks, 100);
  for (let t = 0; t < ticks; t++) history.push([angle(t)], [angle(t)]);
  const out = new Float32Array(own.steps);
  own.forecast(history, out);
  return out;
}

describe('OwnStrides', () => {
  it('forecasts a walk that repeats itself, from the past alone', () => {
    const out = forecastAfter(900);
    out.forEach((v, h) => expect(Math.abs(v - angle(900 + h)), `step ${h + 1}`).toBeLessThan(1.2));
  });

  it('does well with as little as a first window and a half', () => {
    expect(Math.abs(forecastAfter(330)[9] - angle(339))).toBeLessThan(1.5);
  });

  it('is of networks with an echo only', () => {
    expect(() => new OwnStrides(knee.features, 'r')).toThrow(RangeError);
  });
});
