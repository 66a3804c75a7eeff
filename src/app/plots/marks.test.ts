import { expect, test } from 'vitest';
import { blankAhead, type Mark, newDrawn, ownValue, readMark } from './marks';
import { bundle, JOINT as joint, STEPS } from './testing/bundle';
import { TickBuffer } from './tick-buffer';

/** A mark but for its name. */
type Shown = Mark extends infer M ? (M extends Mark ? Omit<M, 'label'> : never) : never;

/** Now is tick 7; five ticks back from it, four ahead. */
const read = (shown: Shown) => {
  const mark = { label: '', ...shown };
  const buffer = new TickBuffer(32);
  buffer.push(bundle(0, 8));
  const drawn = newDrawn(mark, 5 + 1 + STEPS);
  readMark(buffer, drawn, 5);
  return drawn;
};
const _ = Number.NaN;

test('what was measured ends now', () => {
  const { values } = read({ kind: 'measured', channel: joint, ink: 'ink' });
  expect([...values]).toEqual([2, 3, 4, 5, 6, 7, _, _, _, _]);
});

test('the forecast begins at the present and goes on from it', () => {
  const { values } = read({ kind: 'ahead', joint, side: 'r' });
  expect([...values]).toEqual([_, _, _, _, _, 7, 7001, 7002, 7003, 7004]);
  const baseline = read({ kind: 'ahead', joint, side: 'r', baseline: true });
  expect([...baseline.values]).toEqual([_, _, _, _, _, 7, 7001.5, 7002.5, 7003.5, 7004.5]);
  const band = read({ kind: 'aheadBand', joint, side: 'r' });
  expect([...band.values]).toEqual([_, _, _, _, _, _, 7000, 7001, 7002, 7003]);
  expect([...band.upper!]).toEqual([_, _, _, _, _, _, 7002, 7003, 7004, 7005]);
});

test('a forecast that is not to be trusted leaves no line', () => {
  for (const kind of ['ahead', 'aheadBand'] as const) {
    const drawn = read({ kind, joint, side: 'r' });
    blankAhead(drawn);
    expect([...drawn.values, ...(drawn.upper ?? [])].every(Number.isNaN)).toBe(true);
  }
  const measured = read({ kind: 'measured', channel: joint, ink: 'ink' });
  blankAhead(measured);
  expect(measured.values[5]).toBe(7);
});

test('hindsight lies on the moment for which it was made', () => {
  const { values } = read({ kind: 'hindsight', joint, side: 'r', step: 3 });
  expect([...values]).toEqual([_, 3, 1003, 2003, 3003, 4003, _, _, _, _]);
  const error = read({ kind: 'error', joint, side: 'r', step: 2 });
  expect([...error.values]).toEqual([2, 1002, 2002, 3002, 4002, 5002, _, _, _, _]);
  expect([...error.upper!]).toEqual([2, 3, 4, 5, 6, 7, _, _, _, _]);
});

test('an envelope is a share of its largest value, on its row', () => {
  const drawn = read({ kind: 'envelope', channel: joint, row: 2 });
  expect(drawn.values[5]).toBeCloseTo(2.9, 12);
  expect(ownValue(drawn, 5)).toBeCloseTo(1, 12);
  expect(ownValue(drawn, 0)).toBeCloseTo(2 / 7, 12);
});
