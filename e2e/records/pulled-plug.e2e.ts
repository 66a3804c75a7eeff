import { describe, expect, it } from 'vitest';
import { NO_VIRTUAL_PORT } from '../serial/can-announce';
import { pulledPlug } from './pulled-plug';

describe.skipIf(NO_VIRTUAL_PORT !== null)('a session whose device and page go within a second', () => {
  it('is found and closed at the next start, with all that came', { timeout: 240_000 }, async () => {
    const { lostMs, recordedMs, ticks } = await pulledPlug(Math.random);
    console.log(
      `${(recordedMs / 1000).toFixed(1)} s recorded, ${lostMs.toFixed(0)} ms before the plug was pulled missing`,
    );
    // How little is missing is a figure of the bench (records.pulled_plug_lost_ms): on a busy machine it is the machine's.
    expect(lostMs).toBeLessThan(recordedMs);
    expect(ticks).toBeGreaterThan(100);
  });
});
