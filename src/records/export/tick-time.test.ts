import { describe, expect, it } from 'vitest';
import { TickTime } from './tick-time';

const MS = 1_780_000_000_000;

describe('TickTime', () => {
  it('counts ticks, however the log’s clock followed the arrivals', () => {
    const time = new TickTime();
    const seconds = Array.from({ length: 500 }, (_, i) => time.secondsOf(7 + i, MS + 9.5 * i));
    seconds.forEach((s, i) => expect(s).toBeCloseTo(i / 100, 9));
    // Ticks that were lost on the way took their time.
    expect(time.secondsOf(7 + 520, MS + 5200)).toBeCloseTo(5.2, 9);
  });

  it('goes on by the log where ticks begin anew, and where the device was away', () => {
    const time = new TickTime();
    for (let i = 0; i < 100; i++) time.secondsOf(i, MS + 10 * i);
    expect(time.secondsOf(0, MS + 1030)).toBeCloseTo(1.03, 9);
    expect(time.secondsOf(1, MS + 1040)).toBeCloseTo(1.04, 9);
    expect(time.secondsOf(3, MS + 61_060)).toBeCloseTo(61.06, 9);
    expect(time.secondsOf(4, MS + 61_070)).toBeCloseTo(61.07, 9);
    // Never back, whatever the log says.
    expect(time.secondsOf(0, MS + 50_000)).toBeCloseTo(61.08, 9);
  });
});
