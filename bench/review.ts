import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BrowserSession } from '../e2e/harness/browser';
import { type Figure, figure, note } from '../lab/figures';
import { serveStatic } from '../scripts/static-server';
import { writeWalk } from './hour-log';

const ID = 'hour';
const SCROLL_MS = 4000;

/** An hour of a session in the app itself: how soon its signal is seen, and how evenly it scrolls. */
export async function reviewFigures(root: string, minutes: number): Promise<Figure[]> {
  const dir = mkdtempSync(join(tmpdir(), 'stridecast-hour-'));
  note(`looking at ${minutes} minutes of 16 channels in the Sessions screen`);
  writeWalk(join(dir, 'hour.mcap'), ID, minutes);
  const server = await serveStatic({ root, mounts: { 'bench/': dir } });
  const browser = await BrowserSession.launch({ origin: server.origin });
  try {
    const page = await browser.page();
    await page.goto(`${server.url}icon.svg`);
    await page.evaluate(async (name) => {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('sessions', {
        create: true,
      });
      const file = await (await folder.getFileHandle(name, { create: true })).createWritable();
      await (await fetch('bench/hour.mcap')).body!.pipeTo(file);
    }, `${ID}.mcap`);
    // The row is made again from the file.
    await page.goto(`${server.url}#/sessions`);
    const row = page.locator(`[data-testid="session-row"][data-id="${ID}"]`);
    await row.waitFor({ timeout: 120_000 });
    const began = performance.now();
    await row.locator('th a').click();
    await page.locator('[data-testid="signal-plot"]').waitFor({ timeout: 60_000 });
    const openS = (performance.now() - began) / 1000;
    await page.getByTestId('overlays').waitFor({ timeout: 120_000 });
    const wholeS = (performance.now() - began) / 1000;
    const plot = page.getByTestId('signal-plot');
    await plot.scrollIntoViewIfNeeded();
    await plot.hover();
    const frames = page.evaluate(async (ms) => {
      const times: number[] = [];
      const until = performance.now() + ms;
      for (let now = 0; now < until; ) {
        now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
        times.push(now);
      }
      return times.slice(1).map((t, i) => t - times[i]);
    }, SCROLL_MS);
    const end = performance.now() + SCROLL_MS;
    while (performance.now() < end) {
      await page.mouse.wheel(0, 40);
      await new Promise((resolve) => setTimeout(resolve, 16));
    }
    const intervals = (await frames).sort((a, b) => a - b);
    const median = intervals[intervals.length >> 1];
    const slow = intervals[Math.floor(intervals.length * 0.95)];
    return [
      figure('records.review_open_hour_s', openS, 's', 2),
      figure('records.review_whole_hour_s', wholeS, 's'),
      figure('records.review_scroll_fps', 1000 / median, '1/s', 55, 'above'),
      figure('records.review_scroll_fps_p5', 1000 / slow, '1/s'),
    ];
  } finally {
    await browser.close();
    await server.close();
    rmSync(dir, { recursive: true, force: true });
  }
}
