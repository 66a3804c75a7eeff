import { describe, expect, it } from 'vitest';
import { TickClock } from './tick-clock';

/** Times of ticks that arrive so, 100 a second. */
function timesOf(arrivals: readonly (readonly [tick: number, atMs: number])[]): number[] {
  const clock = new TickClock(100);
  return arrivals.map(([tick, atMs]) => clock.timeOf(tick, atMs));
}

const rises = (times: readonly number[]): boolean => times.every((t, i) => i === 0 || t > times[i - 1]);

describe('TickClock', () => {
  it('spaces ticks evenly, however they arrive', () => {
    const times = timesOf(Array.from({ length: 100 }, (_, i) => [i, 1000 + 10 * i + (i % 4) * 30] as const));
    expect(times).toEqual(times.map((_, i) => 1000 + 10 * i));
  });

  it('puts what was held back for ten seconds and came at once where it was measured', () => {
    const before = Array.from({ length: 100 }, (_, i) => [i, 10 * i] as const);
    const burst = Array.from({ length: 1000 }, (_, i) => [100 + i, 11_000] as const);
    const after = Array.from({ length: 3000 }, (_, i) => [1100 + i, 11_000 + 10 * i] as const);
    const times = timesOf([...before, ...burst, ...after]);
    expect(rises(times)).toBe(true);
    expect(Math.abs(times[600] - 6000)).toBeLessThan(300);
    expect(Math.abs(times[4000] - 40_000)).toBeLessThan(20);
  });

  it.each([0.98, 1.02])('follows a clock that runs at %f of ours for an hour', (drift) => {
    const arrivals = Array.from({ length: 360_000 }, (_, i) => [i, (10 * i) / drift] as const);
    const times = timesOf(arrivals);
    expect(rises(times)).toBe(true);
    const off = arrivals.map(([, at], i) => Math.abs(times[i] - at));
    expect(off.reduce((a, b) => Math.max(a, b))).toBeLessThan(1100);
  });

  it('gives the time of a tick again, for the forecast that was made at it', () => {
    const clock = new TickClock(100);
    const times = Array.from({ length: 200 }, (_, i) => clock.timeOf(i, 1000 + 10 * i + (i % 7)));
    expect(times.map((_, i) => clock.timeAt(i, 0))).toEqual(times);
    expect(clock.timeAt(5000, 77)).toBe(77);
  });

  it('begins anew behind a hole, and never before what was', () => {
    const times = timesOf([
      [0, 0],
      [1, 10],
      [500, 60_000],
      [501, 60_010],
      // Came ten seconds early by its number, as after a restart.
      [601, 60_030],
      [602, 60_040],
    ]);
    expect(times.slice(2, 4)).toEqual([60_000, 60_010]);
    expect(rises(times)).toBe(true);
    expect(times[5]).toBeLessThan(62_000);
  });
});
