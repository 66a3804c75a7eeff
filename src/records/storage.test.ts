import { expect, it } from 'vitest';
import { roomLeft } from './storage';

it.each([
  [900e6, 'ok', 3],
  [300e6, 'ok', 1],
  [299e6, 'low', 299 / 300],
  [50e6, 'low', 1 / 6],
  [49e6, 'critical', 49 / 300],
  [0, 'critical', 0],
  [-5e6, 'critical', 0],
])('%d free bytes: %s', (free, level, hours) => {
  const left = roomLeft(free);
  expect(left.level).toBe(level);
  expect(left.hoursLeft).toBeCloseTo(hours, 12);
});
