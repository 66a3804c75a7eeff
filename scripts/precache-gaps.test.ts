import { describe, expect, it } from 'vitest';
import { precachedIn, precacheGaps } from './precache-gaps';

const MODEL = ['model.json', 'weights.bin', 'card.json', 'baselines.json'].map((f) => `models/knee/${f}`);
const FILES = [
  'index.html',
  'display.html',
  'manifest.webmanifest',
  'models/index.json',
  ...MODEL,
  'recordings/demo.stridelink',
  'assets/simd-Aa_1-b.wasm',
  'assets/relaxed-Bb.wasm',
  'assets/tfjs-backend-wasm-simd-Cc.wasm',
  'assets/worker-Dd.js',
  'assets/zh-Ee.js',
];
const NOT_STORED = ['_headers', 'sw.js'];

/** As Workbox writes it, in either of its styles. */
const workerWith = (urls: readonly string[]): string =>
  `s.precacheAndRoute([${urls.map((url, i) => (i % 2 ? `{url:"${url}",revision:null}` : `{"revision":"1","url":"${url}"}`)).join()}],{});`;

describe('precacheGaps', () => {
  it('finds nothing where the whole build is stored', () => {
    expect(precachedIn(workerWith(FILES))).toEqual(FILES);
    expect(precacheGaps(workerWith(FILES), [...FILES, ...NOT_STORED], ['knee'])).toEqual([]);
  });

  it.each(FILES)('names %s when it is built but not stored', (file) => {
    const stored = FILES.filter((f) => f !== file);
    expect(precacheGaps(workerWith(stored), FILES, ['knee'])).toContain(`not stored: ${file}`);
  });

  it.each(FILES)('names %s when it is neither built nor stored', (file) => {
    const left = FILES.filter((f) => f !== file);
    expect(precacheGaps(workerWith(left), left, ['knee'])).toHaveLength(1);
  });

  it('names what is stored but not there, which would stop every installation', () => {
    expect(precacheGaps(workerWith([...FILES, 'gone.js']), FILES, ['knee'])).toEqual([
      'stored, but not built: gone.js',
    ]);
  });

  it('knows that a build without models forecasts nothing', () => {
    expect(precacheGaps(workerWith(FILES), FILES, [])).toEqual(['no model is listed']);
  });
});
