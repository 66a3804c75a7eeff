import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StrideDetector } from '../../src/gait/strides';
import { dataDir } from './dir';
import { readUciSet } from './uci';

const data = dataDir();
if (data === null) console.info('Strides of real recordings skipped: no data directory (STRIDECAST_DATA)');

/** Cadence from the strongest period of the knee between 0.7 and 2.5 s: looks at the whole recording, shares nothing with the detector. */
function periodOf(knee: Float32Array): number {
  const x = knee.filter((_, i) => i % 10 === 0);
  const mean = x.reduce((a, b) => a + b, 0) / x.length;
  let best = { lag: 0, r: -Infinity };
  for (let lag = 70; lag <= 250 && lag < x.length / 2; lag += 1) {
    let [sum, a, b] = [0, 0, 0];
    for (let i = 0; i + lag < x.length; i += 1) {
      sum += (x[i] - mean) * (x[i + lag] - mean);
      a += (x[i] - mean) ** 2;
      b += (x[i + lag] - mean) ** 2;
    }
    const r = sum / Math.sqrt(a * b);
    if (r > best.r) best = { lag, r };
  }
  return best.lag / 100;
}

describe.skipIf(data === null)('strides of the real walks', () => {
  it('come as often as the knee repeats itself', () => {
    const walks = data === null ? [] : readUciSet(join(data, 'uci'), 'mar');
    for (const r of walks) {
      const d = new StrideDetector(100);
      const seconds: number[] = [];
      let heard = 0;
      for (let i = 0; i < r.knee.length; i += 10) {
        const s = d.push(r.knee[i]);
        if (s?.seconds) seconds.push(s.seconds);
        if (d.phase !== null) heard += 1;
      }
      const median = seconds.sort((a, b) => a - b)[seconds.length >> 1];
      const period = periodOf(r.knee);
      const told = `${r.person} ${(r.knee.length / 1000).toFixed(1)} s: ${d.count} strides, ${median} s, period ${period} s`;
      expect(Math.abs(median / period - 1), told).toBeLessThan(0.12);
      // One stride a period of the time walked: 6A and 8A stand for a while, 4A and 6A turn.
      expect(d.count, told).toBeLessThanOrEqual(Math.ceil(r.knee.length / 1000 / period) + 1);
      expect(d.count, told).toBeGreaterThanOrEqual(Math.floor((0.6 * r.knee.length) / 1000 / period));
      expect(heard).toBeGreaterThan(0);
    }
  });
});
