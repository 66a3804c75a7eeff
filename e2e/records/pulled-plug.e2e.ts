import { describe, expect, it } from 'vitest';
import { NO_VIRTUAL_PORT } from '../serial/can-announce';
import { pulledPlug } from './pulled-plug';

const MOST_LOST_MS = 250;

describe.skipIf(NO_VIRTUAL_PORT !== null)('a session whose device and page go within a second', () => {
  it('is found and closed at the next start, with all that came', { timeout: 240_000 }, async () => {
    const { lostMs, recordedMs, ticks } = await pulledPlug(Math.random);
    console.log(
      `${(recordedMs / 1000).toFixed(1)} s recorded, ${lostMs.toFixed(0)} ms before the plug was pulled missing`,
    );
    expect(lostMs).toBeLessThan(MOST_LOST_MS);
    expect(ticks).toBeGreaterThan(50);
  });
});
