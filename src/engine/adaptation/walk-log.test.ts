import { describe, expect, it } from 'vitest';
import { WalkLog } from './walk-log';

const NAMES = ['knee_angle_r', 'foot_contact_r'];
const row = (tick: number) => [tick, -tick];
const push = (log: WalkLog, tick: number) => log.push(tick, row(tick), row(2 * tick));

describe('WalkLog', () => {
  it('gives back what came, conditioned and measured, in views and in copies', () => {
    const log = new WalkLog(NAMES, 100, 5000);
    for (let t = 0; t < 3000; t++) push(log, t);
    expect(log.view().ticks).toBe(3000);
    expect(log.view().channels.knee_angle_r.input[2999]).toBe(2999);
    const cut = log.cut(100, 103);
    push(log, 3000);
    expect(Array.from(cut.channels.foot_contact_r.measured)).toEqual([-200, -202, -204]);
  });

  it('shortens a long hole, keeps a short one, and knows the ticks of the stream behind them', () => {
    const log = new WalkLog(NAMES, 100, 5000);
    for (let t = 40; t < 50; t++) push(log, t);
    expect(push(log, 60)).toBe(10);
    expect(push(log, 100_000)).toBe(300);
    expect(log.end).toBe(10 + 10 + 1 + 300 + 1);
    const { input } = log.view().channels.knee_angle_r;
    expect(Array.from(input.subarray(9, 12))).toEqual([49, NaN, NaN]);
    expect([0, 9, 20, 321].map((t) => log.streamTick(t))).toEqual([40, 49, 60, 100_000]);
  });

  it('holds at least the last so many ticks and at most twice that', () => {
    const log = new WalkLog(NAMES, 100, 700);
    for (let t = 0; t < 10_000; t++) {
      push(log, t);
      expect(log.end - log.first).toBeLessThanOrEqual(1400);
      expect(log.end - log.first).toBeGreaterThanOrEqual(Math.min(t + 1, 700));
    }
    const { input } = log.view().channels.knee_angle_r;
    expect(input[0]).toBe(log.first);
    expect(input.at(-1)).toBe(9999);
    expect(log.streamTick(9000)).toBe(9000);
  });
});
