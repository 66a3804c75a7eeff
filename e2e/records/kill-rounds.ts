import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { LogReader } from '../../src/records/log/log-reader';
import { until } from '../harness/until';
import { KillableBrowser, type Victim } from './killable-browser';
import { storedLog, storedLogs, type StoredSession, storedSessions } from './stored';

export interface KillRound {
  victim: Victim;
  /** From the first byte to the kill. */
  recordedMs: number;
  /** Between the last thing in the log and the kill. */
  lostMs: number;
  ticks: number;
  /** Ticks between the first and the last that are missing. */
  holes: number;
}

/**
 * Records the virtual exoskeleton, kills browser or page at a random moment, and starts again: each time the session must
 * be found and closed. The clock of this machine is the browser's, so what is missing at the end of the log was lost.
 */
export async function killRounds(url: string, rounds: number, random: () => number): Promise<KillRound[]> {
  const browser = new KillableBrowser();
  const results: KillRound[] = [];
  try {
    let page = await browser.start();
    for (let round = 0; round < rounds; round++) {
      const victim: Victim = round % 2 === 0 ? 'browser' : 'renderer';
      const before = new Set((await recorded(page, url)).map((s) => s.id));
      await page.goto('about:blank');
      await page.goto(`${url}?demo#/live`);
      await until('it records', async () => (await storedSessions(page)).some(isOpen), 60_000);
      await sleep(1500 + 2500 * random());
      const killedAt = await browser.kill(victim);
      page = await browser.start();
      const sessions = await until(
        'the session is closed',
        async () => {
          const all = await recorded(page, url);
          return all.some((s) => !before.has(s.id)) && !all.some(isOpen) ? all : null;
        },
        30_000,
        200,
      );
      const fresh = sessions.filter((s) => !before.has(s.id));
      results.push({ victim, ...(await judge(page, fresh[0], killedAt)) });
    }
  } finally {
    await browser.dispose();
  }
  return results;
}

const isOpen = (session: StoredSession): boolean => session.state === 'recording';

/** Starts the app (without a source), which recovers what there is. */
async function recorded(page: Page, url: string): Promise<StoredSession[]> {
  if (!page.url().startsWith(url)) {
    await page.goto(`${url}#/live`);
    await page.getByTestId('status-device').waitFor();
  }
  return storedSessions(page);
}

async function judge(
  page: Page,
  session: StoredSession,
  killedAt: number,
): Promise<Omit<KillRound, 'victim'>> {
  if (session.state !== 'recovered' || session.logFile === null)
    throw new Error(`not recovered: ${JSON.stringify(session)}`);
  if (!(await storedLogs(page)).includes(session.logFile)) throw new Error('its log is not there');
  const log = await LogReader.open(await storedLog(page, session.logFile));
  const { atMs } = await log.wire();
  const ticks: number[] = [];
  for await (const { sequence } of log.messages(['/joints'])) ticks.push(sequence);
  if (atMs.length === 0 || ticks.length === 0) throw new Error('its log is empty');
  return {
    recordedMs: killedAt - atMs[0],
    lostMs: killedAt - atMs[atMs.length - 1],
    ticks: ticks.length,
    holes: ticks[ticks.length - 1] - ticks[0] + 1 - ticks.length,
  };
}
