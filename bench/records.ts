import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { KillableBrowser } from '../e2e/records/killable-browser';
import { killRounds } from '../e2e/records/kill-rounds';
import { serveRecordsPage, type WithShop } from '../e2e/records/records-page';
import { type Figure, figure, note, printFigures } from '../lab/figures';
import { serveStatic } from '../scripts/static-server';
import { newSession } from '../src/records/testing/fixtures';

/**
 * `npm run -s bench:records -- [--rounds 20] [--minutes 60] [--json]`: sessions that are killed while they are recorded, an
 * hour of 16 channels at 1 kHz, and a list of a thousand sessions, in a real browser.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    minutes: { type: 'string', default: '60' },
    json: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const minutes = Number(values.minutes);
const DIST = process.env.STRIDECAST_DIST ?? fileURLToPath(new URL('../dist', import.meta.url));

const figures: Figure[] = [];
if (rounds > 0) await kill();
await keep();
printFigures(figures, { rounds, minutes }, values.json);

async function kill(): Promise<void> {
  if (!existsSync(`${DIST}/index.html`)) throw new Error('nothing is built: npm run build');
  const server = await serveStatic({ root: DIST });
  note(`recording and killing, ${rounds} times`);
  try {
    const all = await killRounds(server.url, rounds, Math.random);
    for (const { victim, recordedMs, lostMs, holes } of all)
      note(
        `  ${victim} after ${(recordedMs / 1000).toFixed(1)} s: ${lostMs.toFixed(0)} ms lost, ${holes} holes`,
      );
    const whole = all.filter((r) => r.holes === 0).length;
    figures.push(
      figure('records.sessions_recovered_share', whole / rounds, '', 1, 'above'),
      figure('records.kill_max_lost_ms', Math.max(...all.map((r) => r.lostMs)), 'ms', 250),
    );
  } finally {
    await server.close();
  }
}

async function keep(): Promise<void> {
  const server = await serveRecordsPage();
  const browser = new KillableBrowser();
  try {
    const page = await browser.start();
    await page.goto(server.url);
    await page.waitForFunction(() => 'shop' in globalThis);

    const sessions = Array.from({ length: 1000 }, (_, i) =>
      newSession(new Date(Date.UTC(2026, 0, 1) + i * 3_600_000).toISOString()),
    );
    await page.evaluate(async (sessions) => {
      const open = await (globalThis as WithShop).shop.openRecords();
      for (const session of sessions) await open.sessions.add(session);
      open.close();
    }, sessions);
    await page.reload();
    await page.waitForFunction(() => 'shop' in globalThis);
    const listMs = await page.evaluate(async () => {
      const began = performance.now();
      const open = await (globalThis as WithShop).shop.openRecords();
      const { length } = await open.sessions.list();
      if (length !== 1000) throw new Error(`${length} sessions`);
      return performance.now() - began;
    });
    figures.push(figure('records.list_1000_ms', listMs, 'ms', 300));

    note(`writing ${minutes} minutes of 16 channels at 1 kHz`);
    const memory: { share: number; bytes: number }[] = [];
    await page.exposeFunction('wrote', (share: number) => {
      memory.push({ share, bytes: browser.pageMemory() });
    });
    const written = await page.evaluate(
      (seconds) =>
        (globalThis as WithShop).shop.writeHour('hour.mcap', seconds, ({ share }) => {
          void (globalThis as unknown as { wrote(share: number): Promise<void> }).wrote(share);
        }),
      60 * minutes,
    );
    figures.push(figure('records.hour_mb', (written.bytes / 1e6) * (60 / minutes), 'MB', 400));
    figures.push(figure('records.close_hour_s', (written.finishMs ?? Number.NaN) / 1000, 's'));
    // What the first minutes set up is no growth; the end is another work.
    const going = memory.filter((m) => m.share >= 0.2 && m.share < 1);
    figures.push(figure('records.hour_memory_slope_mb', (slope(going) / 1e6) * (60 / minutes), 'MB'));
    const openMs = await page.evaluate(async () => {
      const { shop } = globalThis as WithShop;
      const began = performance.now();
      const log = await shop.LogReader.open(await shop.readLog('hour.mcap'));
      let ticks = 0;
      const from = (log.startMs + log.endMs) / 2;
      for await (const message of log.messages(['/joints'], from, from + 10_000))
        ticks += message.data.length > 0 ? 1 : 0;
      if (ticks < 900) throw new Error(`${ticks} ticks in 10 s`);
      return performance.now() - began;
    });
    figures.push(figure('records.open_hour_s', openMs / 1000, 's', 2));
  } finally {
    await browser.dispose();
    await server.end();
  }
}

/** Least squares, bytes per hour. */
function slope(points: readonly { share: number; bytes: number }[]): number {
  const mean = (of: (p: { share: number; bytes: number }) => number) =>
    points.reduce((sum, p) => sum + of(p), 0) / points.length;
  const [x, y] = [mean((p) => p.share), mean((p) => p.bytes)];
  const covariance = mean((p) => (p.share - x) * (p.bytes - y));
  return covariance / mean((p) => (p.share - x) ** 2);
}
