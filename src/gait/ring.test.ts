import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HistoryRing } from './ring';

const CHANNELS = ['knee_angle_r', 'emg_vm_r'];

describe('history ring', () => {
  it('gives the last n values of each channel, whatever was pushed', () => {
    const cell = fc.oneof({ weight: 9, arbitrary: fc.float({ noNaN: true }) }, fc.constant(NaN));
    const row = fc.tuple(cell, cell);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.array(row, { maxLength: 40 }), (capacity, rows) => {
        const ring = new HistoryRing(CHANNELS, capacity, 100);
        rows.forEach((r, i) => ring.push(r, [i, -i]));
        expect(ring.length).toBe(Math.min(capacity, rows.length));
        for (let n = 0; n <= ring.length; n += 1) {
          const last = rows.slice(rows.length - n);
          CHANNELS.forEach((name, c) => expect([...ring.input(name, n)]).toEqual(last.map((r) => r[c])));
          expect([...ring.measured('knee_angle_r', n)]).toEqual(last.map((_, i) => rows.length - n + i));
        }
        const since = (bad: (r: readonly [number, number]) => boolean): number =>
          rows.length - 1 - rows.findLastIndex(bad);
        expect(ring.soundTicks).toBe(since((r) => r.some((x) => !Number.isFinite(x))));
        expect(ring.soundTicksOf(['emg_vm_r'])).toBe(since((r) => !Number.isFinite(r[1])));
      }),
    );
  });
  it('hands out views, not copies', () => {
    const ring = new HistoryRing(CHANNELS, 4, 100);
    for (let i = 0; i < 6; i += 1) ring.push([i, i], [i, i]);
    expect(ring.input('knee_angle_r', 4).buffer).toBe(ring.input('knee_angle_r', 2).buffer);
  });
  it('forgets everything on clear', () => {
    const ring = new HistoryRing(CHANNELS, 4, 100);
    ring.push([1, 2], [3, 4]);
    ring.clear();
    expect([ring.length, ring.soundTicks]).toEqual([0, 0]);
    ring.push([5, 6], [7, 8]);
    expect([...ring.input('emg_vm_r', 1)]).toEqual([6]);
  });
  it('refuses what it does not hold', () => {
    const ring = new HistoryRing(CHANNELS, 4, 100);
    ring.push([1, 2], [3, 4]);
    expect(() => ring.input('knee_angle_r', 2)).toThrow(RangeError);
    expect(() => ring.measured('knee_angle_l', 1)).toThrow(RangeError);
    expect(ring.soundTicksOf(['knee_angle_l'])).toBe(0);
    expect(() => new HistoryRing(CHANNELS, 0, 100)).toThrow(RangeError);
  });
});
