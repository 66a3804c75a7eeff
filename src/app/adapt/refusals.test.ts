import { expect, test } from 'vitest';
import { refuse } from '../../adapt/strides/refusal';
import { figuresOf, obstacles, textOf } from './refusals';

test('shares are read as percent, degrees and seconds as they are', () => {
  expect(figuresOf(refuse('corrupt', 0.136, 0.02))).toEqual({ found: '14', limit: '2' });
  expect(figuresOf(refuse('constant', 0.24, 12))).toEqual({ found: '0.2', limit: '12.0' });
  expect(figuresOf(refuse('not_walking', 3.91, 3.5))).toEqual({ found: '3.9', limit: '3.5' });
  expect(figuresOf(refuse('too_few_strides', 1, 2))).toEqual({ found: '1', limit: '2' });
});

test('no stride at all is not a stride of no seconds', () => {
  expect(textOf(refuse('not_walking', 0, 0.4))).toBe('no_stride');
  expect(textOf(refuse('not_walking', 0.3, 0.4))).toBe('not_walking');
});

test('what walking on mends is no obstacle, what a hand has to mend is', () => {
  const few = refuse('too_few_strides', 1, 2);
  const none = refuse('not_walking', 0, 0.4);
  const slow = refuse('not_walking', 4, 3.5);
  const flat = refuse('constant', 0.1, 12, ['knee_angle_r']);
  expect(obstacles([none, few, flat], 0)).toEqual([flat]);
  expect(obstacles([slow, few], 2)).toEqual([slow]);
});
