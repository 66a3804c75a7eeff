import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Pace } from './pace';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the first goes at once, the rest at most once in the interval, the last always', () => {
  const seen: number[] = [];
  const pace = new Pace<number>(250, (n) => seen.push(n));
  for (let t = 0; t <= 1000; t += 100) {
    pace.push(t);
    vi.advanceTimersByTime(100);
  }
  vi.advanceTimersByTime(1000);
  expect(seen[0]).toBe(0);
  expect(seen.at(-1)).toBe(1000);
  expect(seen.length).toBeLessThanOrEqual(6);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
});

test('urgent values do not wait', () => {
  const seen: string[] = [];
  const pace = new Pace<string>(
    250,
    (s) => seen.push(s),
    (a, b) => a[0] !== b[0],
  );
  for (const s of ['a1', 'a2', 'b1', 'b2']) pace.push(s);
  expect(seen).toEqual(['a1', 'b1']);
  vi.advanceTimersByTime(250);
  expect(seen).toEqual(['a1', 'b1', 'b2']);
});
