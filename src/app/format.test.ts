import { expect, test } from 'vitest';
import { clock, fixed, lossPercent, shortMs } from './format';

test.each([
  [1.25, 1, '1.3'],
  [-1.24, 1, '−1.2'],
  [-0.01, 1, '0.0'],
  [null, 1, '–'],
  [Number.NaN, 1, '–'],
  [Number.POSITIVE_INFINITY, 0, '–'],
])('%s with %s decimals is %s', (value, digits, text) => {
  expect(fixed(value, digits)).toBe(text);
});

test('a loss is never rounded away', () => {
  expect([0, 0.00001, 0.0123].map(lossPercent)).toEqual(['0.00', '<0.01', '1.23']);
});

test('clock', () => {
  expect([0, 59.9, 61, -1].map(clock)).toEqual(['0:00', '0:59', '1:01', '0:00']);
});

test.each([
  [0.94, '0.9'],
  [99.94, '99.9'],
  [99.95, '100'],
  [1577.8, '1578'],
  [null, '–'],
])('%s ms is short as %s', (ms, text) => {
  expect(shortMs(ms)).toBe(text);
});
