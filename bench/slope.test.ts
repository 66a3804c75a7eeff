import { describe, expect, it } from 'vitest';
import { slope } from './slope';

describe('slope', () => {
  it('is that of a line, and of the line through what scatters evenly around it', () => {
    const line = [0, 1, 2, 5].map((x) => [x, 3 - 2 * x] as const);
    expect(slope(line)).toBeCloseTo(-2, 12);
    expect(slope(line.flatMap(([x, y]) => [[x, y + 1] as const, [x, y - 1] as const]))).toBeCloseTo(-2, 12);
  });

  it('is nothing of a single point', () => {
    expect(slope([[1, 1]])).toBeNaN();
  });
});
