import { expect, test } from 'vitest';
import { nextPlace } from './cursor-keys';

test.each([
  ['ArrowLeft', false, 40, 39],
  ['ArrowRight', true, 40, 50],
  ['PageDown', false, 40, 0],
  ['PageUp', false, 80, 100],
  ['Home', false, 40, 0],
  ['End', false, 40, 100],
  ['m', false, 40, null],
  ['toString', false, 40, null],
])('%s (shift %s) from %i goes to %s', (key, shiftKey, from, to) => {
  expect(nextPlace({ key, shiftKey }, from, 100)).toBe(to);
});
