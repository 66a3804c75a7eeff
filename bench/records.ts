import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { held, PageMemory } from '../e2e/harness/page-memory';
import { KillableBrowser } from '../e2e/records/killable-browser';
import { killRounds } from '../e2e/records/kill-rounds';
import { pulledPlug } from '../e2e/records/pulled-plug';
import { serveRecordsPage, type WithShop } from '../e2e/records/records-page';
import { NO_VIRTUAL_PORT } from '../e2e/serial/can-announce';
import { type Figure, figure, note, printFigures } from '../lab/figures';
import { serveStatic } from '../scripts/static-server';
import { newSession } from '../src/records/testing/fixtures';
import { reviewFigures } from './review';
import { slope } from './slope';

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
if (rounds > 0 && NO_VIRTUAL_PORT === null) await pull();
await keep();
if (minutes > 0 && existsSync(`${DIST}/index.html`)) figures.push(...(await reviewFigures(DIST, minutes)));
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

/** The device goes first, then the page. */
async function pull(): Promise<void> {
  const { lostMs, recordedMs } = await pulledPlug(Math.random);
  note(`  plug pulled after ${(recordedMs / 1000).toFixed(1)} s, page killed: ${lostMs.toFixed(0)} ms lost`);
  figures.push(figure('records.pulled_plug_lost_ms', lostMs, 'ms', 250));
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
    const memory: { hours: number; held: number; process: number }[] = [];
    const looking = await PageMemory.of(page.context(), server.origin);
    await page.exposeFunction('wrote', async (share: number) => {
      const now = await looking.collected();
      memory.push({ hours: (share * minutes) / 60, held: held(now) / 1e6, process: now.process / 1e6 });
    });
    const written = await page.evaluate(
      (seconds) =>
        (globalThis as WithShop).shop.writeHour('hour.mcap', seconds, ({ share }) =>
          (globalThis as unknown as { wrote(share: number): Promise<void> }).wrote(share),
        ),
      60 * minutes,
    );
    figures.push(figure('records.hour_mb', (written.bytes / 1e6) * (60 / minutes), 'MB', 400));
    figures.push(figure('records.close_hour_s', (written.finishMs ?? Number.NaN) / 1000, 's'));
    // What the first minutes set up is no growth.
    const going = memory.filter((m) => m.hours >= (0.2 * minutes) / 60);
    figures.push(
      figure('records.hour_memory_slope_mb', slope(going.map((m) => [m.hours, m.held])), 'MB', 1),
      figure('records.hour_process_slope_mb', slope(going.map((m) => [m.hours, m.process])), 'MB'),
    );
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
