import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COEFFICIENTS } from '../../src/device/virtual/coefficients';
import { dataDir } from '../data/dir';
import { readNorm } from '../data/normative';
import { fitWalker } from './fit';
import { judgeWalker } from './judge';
import { mean } from './statistics';

const dir = dataDir();

describe.skipIf(dir === null)(
  `the walker against real people (${dir ?? 'skipped: no data directory'})`,
  () => {
    it('fits to the committed coefficients', () => {
      const norms = join(dir!, 'normative', 'normative_sagittal_tidy.csv');
      const levels = ['hip', 'ankle'].map((j) =>
        mean(readNorm(norms, 'winter1987', 'natural_cadence', j).mean),
      );
      const fitted = fitWalker(dir!, levels);
      expect(fitted.source).toEqual(COEFFICIENTS.source);
      expect(fitted.knee.normal.people).toBe(COEFFICIENTS.knee.normal.people);
      const numbers = (x: unknown): number[] =>
        typeof x === 'number'
          ? [x]
          : x !== null && typeof x === 'object'
            ? Object.values(x).flatMap(numbers)
            : [];
      const [a, b] = [numbers(fitted), numbers(COEFFICIENTS)];
      expect(a).toHaveLength(b.length);
      // An eigenvector may come out turned about; sizes must agree to the last rounded decimal but one.
      let worst = 0;
      for (let i = 0; i < a.length; i++) worst = Math.max(worst, Math.abs(Math.abs(a[i]) - Math.abs(b[i])));
      expect(worst).toBeLessThan(0.01);
    });

    it('lies within their spread', () => {
      const rows = judgeWalker(dir!, [21, 22, 23], () => undefined, ['typical', 'stiff_knee']);
      expect(rows.length).toBeGreaterThan(60);
      const outside = rows
        .filter((r) => !r.within)
        .map((r) => `${r.preset} ${r.what} ${r.walker} not in ${r.low}..${r.high}`);
      // Three draws are few: one figure in thirty may fall out by chance.
      expect(outside.length, outside.join('\n')).toBeLessThanOrEqual(Math.floor(rows.length / 30));
    }, 120_000);
  },
);
