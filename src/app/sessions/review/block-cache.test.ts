import { expect, test } from 'vitest';
import { type Block, BLOCK_TICKS, type BlockRequest } from '../../../records/review/block';
import { BlockCache } from './block-cache';

/** Value at each tick: its own number, since the start. */
function numbered({ index }: BlockRequest): Block {
  const row = (offset: number): Float32Array =>
    Float32Array.from({ length: BLOCK_TICKS }, (_, i) => offset + index * BLOCK_TICKS + i);
  return { measured: row(0), mean: row(0.5), low: row(0.25), high: row(0.75) };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

test('a stretch comes in as soon as its blocks are read, in place, over the edge of two blocks', async () => {
  const asked: BlockRequest[] = [];
  let news = 0;
  const cache = new BlockCache(
    30,
    (request) => {
      asked.push(request);
      return Promise.resolve(numbered(request));
    },
    () => news++,
  );
  cache.show('knee_angle_r', 100);
  expect(cache.stretch(9.9, 10.1).rows[0].every((v) => v === null)).toBe(true);
  expect(cache.has(9.9, 10.1)).toBe(false);
  await settle();
  expect(news).toBe(3);
  expect(cache.has(9.9, 10.1)).toBe(true);
  const { xs, rows } = cache.stretch(9.9, 10.1);
  expect(rows[0]).toEqual(xs.map((s) => Math.round(100 * s)));
  expect(rows[1][0]).toBe(990.5);
  // Nothing is asked for twice, nor what is not in the session.
  expect(asked.map((a) => a.index).sort()).toEqual([0, 1, 2]);
});

test('another joint starts anew, and late answers of the one before are not shown', async () => {
  const waiting: ((block: Block) => void)[] = [];
  const cache = new BlockCache(
    10,
    () => new Promise((resolve) => waiting.push(resolve)),
    () => undefined,
  );
  cache.show('knee_angle_r', 100);
  cache.stretch(0, 1);
  cache.show('hip_flexion_r', 100);
  waiting[0](numbered({ joint: '', ms: 0, index: 0 }));
  await settle();
  expect(cache.stretch(0, 1).rows[0][0]).toBeNull();
  waiting[1](numbered({ joint: '', ms: 0, index: 0 }));
  await settle();
  expect(cache.stretch(0, 1).rows[0][0]).toBe(0);
});

test('an hour that is scrolled through is not held, and is read again when it is looked at again', async () => {
  let asked = 0;
  const cache = new BlockCache(
    3600,
    (request) => {
      asked++;
      return Promise.resolve(numbered(request));
    },
    () => undefined,
  );
  cache.show('knee_angle_r', 100);
  for (let s = 0; s < 3600; s += 10) {
    cache.stretch(s, s + 5);
    await settle();
  }
  expect(asked).toBe(360);
  expect(cache.has(0, 5)).toBe(false);
  cache.stretch(0, 5);
  await settle();
  expect(cache.has(0, 5)).toBe(true);
});
