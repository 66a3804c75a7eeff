import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { onTestFailed } from 'vitest';
import type { TestBench } from '../harness/test-bench';

const ARTIFACTS = fileURLToPath(new URL('../artifacts', import.meta.url));

/** A picture of the page, and the errors that it met, when the running test fails. For `beforeEach`. */
export function pictureOnFailure(bench: TestBench): void {
  onTestFailed(async ({ task }) => {
    mkdirSync(ARTIFACTS, { recursive: true });
    const name = task.name.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 80);
    await bench.page.screenshot({ path: `${ARTIFACTS}/${name}.png` }).catch(() => undefined);
    const errors = bench.browser.pageErrors.splice(0);
    if (errors.length > 0) console.log(`errors of the page:\n  ${errors.join('\n  ')}`);
  });
}
