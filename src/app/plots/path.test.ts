import { expect, test } from 'vitest';
import { area, line } from './path';

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
