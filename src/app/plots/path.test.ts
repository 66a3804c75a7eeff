import { expect, test } from 'vitest';
import { area, dashedLine, line } from './path';

const pen = () => {
  const log: string[] = [];
  return {
    log,
    moveTo: (x: number, y: number) => void log.push(`M${x},${y}`),
    lineTo: (x: number, y: number) => void log.push(`L${x},${y}`),
    closePath: () => void log.push('Z'),
  };
};
const frame = { x0: 100, xk: 10, y0: 50, yk: -1 };
const xs = [0, 1, 2, 3, 4];

test('a gap is not bridged', () => {
  const p = pen();
  line(p, xs, [1, 2, NaN, 4, 5], frame);
  expect(p.log).toEqual(['M100,49', 'L110,48', 'M130,46', 'L140,45']);
});

test('an area has one closed shape for each run', () => {
  const p = pen();
  area(p, xs, [1, 1, NaN, 1, 1], [2, 2, 2, NaN, 3], frame);
  expect(p.log).toEqual(['M100,49', 'L110,49', 'L110,48', 'L100,48', 'Z', 'M140,49', 'L140,47', 'Z']);
});

test('dashes stay with the points when the window moves on by one', () => {
  const first = pen();
  dashedLine(first, xs, [0, 1, 2, 3, 4], frame, [2, 1], 0);
  // Points 0-2 are a dash, 2-3 a gap, 3-4 begins the next.
  expect(first.log).toEqual(['M100,50', 'L110,49', 'L120,48', 'M130,47', 'L140,46']);
  const moved = pen();
  dashedLine(moved, xs, [1, 2, 3, 4, 5], frame, [2, 1], 1);
  expect(moved.log).toEqual(['M100,49', 'L110,48', 'M120,47', 'L130,46', 'L140,45']);
});

test('dashes have gaps where nothing is known', () => {
  const p = pen();
  dashedLine(p, xs, [0, NaN, 2, 3, NaN], frame, [5, 1], -6);
  expect(p.log).toEqual(['M120,48', 'L130,47']);
});
