import { describe, expect, it } from 'vitest';
import { TickOutbox } from './tick-outbox';

const lanes = [{ side: 'r' as const, joints: ['knee_angle_r'] }];
const forecast = (value: number) => [new Float32Array(3 * 2).fill(value)];

describe('TickOutbox', () => {
  it('gives each row and each forecast once, in order, through any growth', () => {
    const box = new TickOutbox(1, ['knee_angle_r', 'emg_rf_r'], lanes, 2);
    const rows: number[] = [];
    const made: number[] = [];
    for (let tick = 0; tick < 500; tick++) {
      box.addTick(tick, new Float32Array([tick, -tick]));
      if (tick % 2 === 0) box.addForecast(tick, forecast(tick), []);
      if (tick % 137 === 0 || tick === 499) {
        const bundle = box.take(1, 2, 3)!;
        for (let r = 0; r < bundle.rows; r++) {
          expect(bundle.measured[2 * r]).toBe(bundle.firstTick + r);
          rows.push(bundle.firstTick + r);
        }
        bundle.forecastTicks.forEach((t, f) => {
          expect(bundle.forecasts[0].subarray(6 * f, 6 * f + 6)).toEqual(forecast(t)[0]);
          made.push(t);
        });
      }
    }
    expect(rows).toEqual(Array.from({ length: 500 }, (_, i) => i));
    expect(made).toEqual(Array.from({ length: 250 }, (_, i) => 2 * i));
    expect(box.take(0, 0, 0)).toBeNull();
  });

  it('keeps the newest when nobody asks, and starts anew where the ticks jump', () => {
    const box = new TickOutbox(1, ['knee_angle_r'], lanes, 2);
    for (let tick = 0; tick < 5000; tick++) box.addTick(tick, new Float32Array([tick]));
    const bundle = box.take(0, 0, 0)!;
    expect(bundle.firstTick + bundle.rows).toBe(5000);
    expect(bundle.rows).toBeLessThanOrEqual(2000);
    box.addTick(5000, new Float32Array([1]));
    box.addTick(7000, new Float32Array([2]));
    expect(box.take(0, 0, 0)).toMatchObject({ firstTick: 7000, rows: 1 });
  });

  it('carries the compared baseline only while there is one', () => {
    const box = new TickOutbox(1, ['knee_angle_r'], lanes, 2);
    box.addForecast(0, forecast(1), [new Float32Array([5, 6])]);
    expect(box.take(0, 0, 0)!.compare[0]).toEqual(new Float32Array([5, 6]));
    box.addForecast(1, forecast(1), []);
    expect(box.take(0, 0, 0)!.compare).toEqual([]);
  });
});
