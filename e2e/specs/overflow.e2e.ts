import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { cutTexts } from '../harness/cut-texts';
import { everyScreen } from '../harness/every-screen';
import { TestBench } from '../harness/test-bench';
import { pictureOnFailure } from './picture';

/** A desk, tablets, a projector, 1280x1024 at 200 % and at 400 % zoom (WCAG 1.4.10), which is also a small phone. */
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1240, height: 820 },
  { width: 1180, height: 820 },
  { width: 1024, height: 768 },
  { width: 640, height: 512 },
  { width: 320, height: 640 },
];

/** A plot follows its box when the page finds the time: what is cut counts if it still is after these looks. */
const LOOKS = 5;
const BETWEEN_MS = 200;
async function lastingly(look: () => Promise<string[]>): Promise<string[]> {
  let seen = await look();
  for (let i = 1; i < LOOKS && seen.length > 0; i++) {
    await sleep(BETWEEN_MS);
    const now = new Set(await look());
    seen = seen.filter((text) => now.has(text));
  }
  return seen;
}

describe('nothing is cut', () => {
  let bench: TestBench;
  afterEach(() => bench.close());

  it.each(['en-US', 'zh-CN'])('on any screen at any size, %s', { timeout: 600_000 }, async (locale) => {
    bench = await TestBench.open({ models: 'shipped', locale, viewport: SIZES[0] });
    pictureOnFailure(bench);
    const { page } = bench;
    /** What is cut, and where first. */
    const found = new Map<string, string>();
    await everyScreen(bench, async (what) => {
      for (const size of SIZES) {
        await page.setViewportSize(size);
        await page.evaluate(
          () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
        );
        for (const text of await lastingly(() => cutTexts(page)))
          if (!found.has(text)) found.set(text, `${what}, ${size.width}x${size.height}: ${text}`);
      }
      await page.setViewportSize(SIZES[0]);
    });
    expect([...found.values()]).toEqual([]);
  });

  it('finds what is cut', async () => {
    bench = await TestBench.open({ models: 'shipped' });
    await bench.goto();
    expect(await cutTexts(bench.page)).toEqual([]);
    await bench.page.evaluate(() => {
      const wide = document.createElement('p');
      wide.style.cssText = 'width: 60px; overflow: hidden; white-space: nowrap';
      wide.textContent = 'This sentence is much longer than its box.';
      document.querySelector('main')!.append(wide);
    });
    expect(await cutTexts(bench.page)).toHaveLength(1);
  });
});
