import { expect, it } from 'vitest';
import { progressOf } from './time-left';

it('tells the time left from the speed so far, once there is one', () => {
  expect(progressOf(0, 0, 5000)).toEqual({ share: 0, secondsLeft: null });
  expect(progressOf(50, 100, 900)).toEqual({ share: 0.5, secondsLeft: null });
  expect(progressOf(25, 100, 10_000)).toEqual({ share: 0.25, secondsLeft: 30 });
  expect(progressOf(100, 100, 10_000)).toEqual({ share: 1, secondsLeft: 0 });
});
