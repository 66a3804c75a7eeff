import { describe, expect, it } from 'vitest';
import { NetworkForecaster } from './network-forecaster';
import type { Executor } from './runtime/executor';
import { cardOf } from './testing/card';
import { historyOf } from './testing/history';

const WINDOW = Float32Array.from([0, 10, 30, 50, 60, 40, 20, 10, 5, 8, 12, 16]);

/** Answers with the first numbers of the context, now or later. */
function echo(later: boolean): Executor {
  return {
    id: 'tfjs-cpu',
    maxBatch: 1,
    lost: false,
    run(_batch, _sequence, context, out) {
      out.set(context.subarray(0, out.length));
      if (later) return Promise.resolve();
    },
    dispose() {},
  };
}

describe('NetworkForecaster', () => {
  it.each([false, true])('gives degrees from scaled outputs (read-back: %s)', async (later) => {
    const forecaster = new NetworkForecaster(cardOf(), echo(later), 'r');
    const out = new Float32Array(4);
    const pending = forecaster.forecast(historyOf({ knee_angle_r: WINDOW }), out);
    expect(pending instanceof Promise).toBe(later);
    await pending;
    expect(out[0]).toBeCloseTo(16 + 16, 4);
    expect(out[1]).toBeCloseTo(16 + 44, 4);
    expect(forecaster.scales[0]).toBe(60);
    expect(forecaster.outputs).toEqual(['knee_angle_r']);
  });

  it('says nothing where the window has a hole', () => {
    const forecaster = new NetworkForecaster(cardOf(), echo(false), 'l');
    const out = new Float32Array(4);
    const holed = WINDOW.slice();
    holed[3] = Number.NaN;
    void forecaster.forecast(historyOf({ knee_angle_l: holed }), out);
    expect(out.every(Number.isNaN)).toBe(true);
  });
});
