import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { serveStatic, type StaticServer } from '../../scripts/static-server';
import { killRounds } from './kill-rounds';

const DIST = process.env.STRIDECAST_DIST ?? fileURLToPath(new URL('../../dist', import.meta.url));
/** The bench does twenty. */
const ROUNDS = 4;
const MOST_LOST_MS = 250;

describe('a session that is killed while it is recorded', () => {
  let server: StaticServer;
  beforeAll(async () => {
    if (!existsSync(`${DIST}/index.html`)) throw new Error('nothing is built: npm run build');
    server = await serveStatic({ root: DIST });
  });
  afterAll(() => server.close());

  it('is found and closed at the next start, and has lost little', { timeout: 240_000 }, async () => {
    const rounds = await killRounds(server.url, ROUNDS, Math.random);
    expect(rounds).toHaveLength(ROUNDS);
    for (const round of rounds) {
      console.log(
        `${round.victim} killed after ${(round.recordedMs / 1000).toFixed(1)} s: ${round.lostMs.toFixed(0)} ms lost`,
      );
      expect(round.lostMs).toBeLessThan(MOST_LOST_MS);
      expect(round.holes).toBe(0);
      expect(round.ticks).toBeGreaterThan(0);
    }
  });
});
