import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBrowser } from './ensure-browser';

describe('finding a browser', () => {
  let dir: string;
  const touch = (...path: string[]): string => {
    const file = join(dir, ...path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, '');
    return file;
  };
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'stridecast-browsers-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('obeys CHROME_PATH before all others, and does not pass over a wrong one in silence', () => {
    const named = touch('named');
    const onPath = join(touch('bin', 'chromium'), '..');
    expect(findBrowser({ CHROME_PATH: named, PATH: onPath })).toBe(named);
    expect(() => findBrowser({ CHROME_PATH: join(dir, 'missing'), PATH: onPath })).toThrow(/missing/);
  });

  it('takes what is on the path before what Playwright keeps', () => {
    const chrome = touch('bin', 'google-chrome');
    touch('cache', 'chromium-9', 'chrome-linux', 'chrome');
    expect(findBrowser({ PATH: join(dir, 'bin'), PLAYWRIGHT_BROWSERS_PATH: join(dir, 'cache') })).toBe(
      chrome,
    );
  });

  it.runIf(process.platform === 'linux')(
    "takes Playwright's newest full browser, not its headless shell",
    () => {
      touch('cache', 'chromium-99', 'chrome-linux', 'chrome');
      const newest = touch('cache', 'chromium-1200', 'chrome-linux64', 'chrome');
      touch('cache', 'chromium_headless_shell-1300', 'chrome-linux', 'headless_shell');
      const found = findBrowser({ PATH: join(dir, 'bin'), PLAYWRIGHT_BROWSERS_PATH: join(dir, 'cache') }, []);
      expect(found).toBe(newest);
    },
  );
});
