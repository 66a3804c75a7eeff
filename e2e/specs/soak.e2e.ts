import { afterEach, describe, expect, it } from 'vitest';
import { readRecording, withAuxiliaryChannels } from '../devices/recording';
import { readVirtual } from '../devices/sources';
import { held } from '../harness/page-memory';
import { soak } from '../harness/soak-run';
import { TestBench } from '../harness/test-bench';
import { NO_VIRTUAL_PORT } from '../serial/can-announce';
import { pictureOnFailure } from './picture';

const SECONDS = 60;
const CHANNELS = 16;
/** A minute of wire bytes is 2 MB: kept anywhere, they would stand out. */
const MOST_GROWN = 6e6;

/** A minute of what `npm run soak` does for an hour: what it says of bytes and memory holds on a busy machine too. */
describe.skipIf(NO_VIRTUAL_PORT !== null)('a long walk, short', () => {
  let bench: TestBench;
  afterEach(() => bench?.close());

  it('loses nothing and keeps nothing', { timeout: 240_000 }, async () => {
    bench = await TestBench.open();
    pictureOnFailure(bench);
    const recording = withAuxiliaryChannels(readRecording(readVirtual()), CHANNELS);
    const run = await soak(bench, { recording, seconds: SECONDS, everySeconds: 10, patient: true });
    expect(run.bytesLost).toBe(0);
    expect(run).toMatchObject({ samplesLost: 0, gaps: 0, missed: 0 });
    expect(run.bytes).toBeGreaterThan(SECONDS * 30_000);
    // Counted anew when the executors have been measured, which a busy machine does late.
    expect(run.forecasts).toBeGreaterThan(500);
    expect(run.recording.phase).toBe('recording');
    const bytes = run.memory.map(held);
    console.log(`held, MB: ${bytes.map((b) => (b / 1e6).toFixed(2)).join(', ')}`);
    expect(bytes.at(-1)! - bytes[1]).toBeLessThan(MOST_GROWN);
  });
});
