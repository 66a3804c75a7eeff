import { describe, expect, test } from 'vitest';
import type { StrideList } from '../../engine/adapt-protocol';
import { stepOf, strideChoices, type WalkState, walkState } from './walk-state';

const list = (strides: number, ready: number): StrideList =>
  ({ strides: Array.from({ length: strides }), ready, wanted: 5, refusals: [] }) as unknown as StrideList;
const engine = (phase: string, walking = false) =>
  ({
    phase,
    ticks: 0,
    problem: null,
    strides: { count: 0, cadence: null, phase: walking ? 0.3 : null },
  }) as never;

test.each<[string, boolean, StrideList | null, WalkState]>([
  ['idle', false, null, 'not_connected'],
  ['failed', false, null, 'not_connected'],
  ['opening', false, null, 'opening'],
  ['handshaking', false, list(3, 2), 'lost'],
  ['streaming', false, null, 'standing'],
  ['streaming', false, list(0, 0), 'standing'],
  ['streaming', true, list(0, 0), 'starting'],
  ['streaming', false, list(2, 0), 'starting'],
  ['streaming', true, list(3, 2), 'walking'],
  ['streaming', true, list(7, 5), 'enough'],
  ['lost', false, list(7, 5), 'lost'],
  ['reconnecting', false, null, 'lost'],
  ['idle', false, list(7, 5), 'ended'],
])('%s, walking %s: %#', (phase, walking, strides, expected) => {
  expect(walkState(engine(phase, walking), strides)).toBe(expected);
});

test('before the engine has spoken nothing is connected', () => {
  expect(walkState(null, null)).toBe('not_connected');
});

describe('how many strides', () => {
  test.each([
    [2, [2]],
    [5, [5]],
    [9, [5]],
    [10, [5, 10]],
    [40, [5, 10, 20]],
  ])('%d are ready', (ready, expected) => {
    expect(strideChoices({ ready, wanted: 5 })).toEqual(expected);
  });
  test('a number is not offered twice', () => {
    expect(strideChoices({ ready: 30, wanted: 10 })).toEqual([10, 20]);
  });
});

test('a comparison waits for its decision; all that has ended is back at walking', () => {
  expect(stepOf({ phase: 'running' } as never)).toBe('adapt');
  expect(stepOf({ phase: 'compare' } as never)).toBe('compare');
  for (const phase of ['idle', 'cancelled', 'failed', 'refused'])
    expect(stepOf({ phase } as never)).toBe('walk');
});
