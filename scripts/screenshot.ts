import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { TestBench } from '../e2e/harness/test-bench';

/** `npm run screenshot`: the picture in README, of the demo as it is shipped after it has walked for some strides. */
const FILE = join(fileURLToPath(new URL('..', import.meta.url)), 'docs/images/live.png');
const WALK_SECONDS = 14;

const bench = await TestBench.open({ models: 'shipped', viewport: { width: 1440, height: 900 } });
try {
  await bench.goto('?demo');
  await bench.live.waitForPhase('streaming');
  await sleep(WALK_SECONDS * 1000);
  await bench.page.mouse.move(720, 5);
  mkdirSync(dirname(FILE), { recursive: true });
  await bench.page.screenshot({ path: FILE });
  process.stderr.write(`${FILE}\n`);
} finally {
  await bench.close();
}
