import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { RETIRED_SERVICE_WORKER } from '../../scripts/retired-service-worker';
import { serveStatic } from '../../scripts/static-server';
import { responseHeaders } from '../../scripts/response-headers';
import { en } from '../../src/app/i18n/en';
import { zh } from '../../src/app/i18n/zh';
import { hashOf } from '../../src/app/routes';
import { TestBench } from '../harness/test-bench';
import { until } from '../harness/until';
import { pictureOnFailure } from './picture';

const DIST = process.env.STRIDECAST_DIST ?? fileURLToPath(new URL('../../dist', import.meta.url));
const SUB_PATH = '/clinic/floor-2/stridecast/';

/** The copy that the browser keeps: whole, under any path, and renewed only when somebody asks. */
describe('without a network', () => {
  let bench: TestBench;
  const folders: string[] = [];
  afterEach(async () => {
    await bench.close();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  const stored = async (page: Page): Promise<void> => {
    await page.evaluate((hash) => (location.hash = hash), hashOf('setup'));
    await page.locator('[data-testid=offline-copy][data-state=stored]').waitFor({ timeout: 120_000 });
  };

  it('everything works with the server switched off, opened by any of its addresses', async () => {
    bench = await TestBench.open({
      models: 'shipped',
      base: SUB_PATH,
      headers: responseHeaders(DIST),
      serviceWorkers: true,
    });
    pictureOnFailure(bench);
    const { page, live } = bench;
    await bench.goto();
    await stored(page);
    await bench.server.close();
    await expect(fetch(bench.server.url)).rejects.toThrow();

    await bench.goto('?demo');
    await live.waitForPhase('streaming');
    await live.waitForForecasts(100);
    expect((await live.link()).lost).toBe(0);
    await page.evaluate((hash) => (location.hash = hash), hashOf('evidence'));
    await page.getByRole('heading', { level: 1, name: en.screens.evidence }).waitFor();
    await page.getByRole('table').first().waitFor();

    await bench.goto('?lang=zh#/setup');
    await page.getByRole('heading', { level: 1, name: zh.setup.title }).waitFor();
    await page.goto(`${bench.server.url}index.html`);
    await live.loaded();
    await page.evaluate((hash) => (location.hash = hash), hashOf('live'));
    await live.button(en.connect.replayShipped).click();
    await live.waitForPhase('streaming');

    // Byte for byte, and with the headers that guard the workers.
    const seen = await page.evaluate(fetchAll, builtFiles());
    expect(seen.digests).toEqual(Object.fromEntries(builtFiles().map((file) => [file, digestOf(file)])));
    expect(seen.policies).toEqual([responseHeaders(DIST)['content-security-policy']]);
    expect(bench.browser.pageErrors).toEqual([]);
  }, 240_000);

  it('is stored while a stream runs, without a loss', async () => {
    bench = await TestBench.open({ models: 'shipped', serviceWorkers: true });
    pictureOnFailure(bench);
    const { page, live } = bench;
    await bench.goto('?demo');
    await live.waitForForecasts(100);
    expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(
      0,
    );
    await stored(page);
    expect(await live.phase()).toBe('streaming');
    expect(await live.link()).toMatchObject({ lost: 0, gaps: 0, framesBad: 0 });
    const { forecasts } = await live.model();
    await live.waitForForecasts(forecasts + 100);
  }, 240_000);

  it('a new version shows itself, waits for the end of the session and for other windows, and is then taken up', async () => {
    const root = mkdtempSync(join(tmpdir(), 'stridecast-dist-'));
    folders.push(root);
    cpSync(DIST, root, { recursive: true });
    bench = await TestBench.open({ models: 'shipped', root, serviceWorkers: true });
    pictureOnFailure(bench);
    const { page, live } = bench;
    await bench.goto();
    await stored(page);
    expect(await versionOf(page)).toBeNull();

    putNewVersion(root, 'second');
    await bench.goto('?demo#/live');
    await live.waitForForecasts(50);
    expect(await versionOf(page)).toBeNull();
    await page.evaluate(() => Object.assign(globalThis, { sameVisit: true }));
    const entry = page.getByTestId('new-version');
    await entry.waitFor({ timeout: 120_000 });
    await entry.click();
    const why = page.getByTestId('new-version-why');
    expect(await why.textContent()).toBe(en.pwa.newVersion.in_session);
    expect(await page.getByTestId('take-new-version').count()).toBe(0);
    await live.button(en.pwa.newVersion.later).click();
    await live.waitForForecasts((await live.model()).forecasts + 200);
    expect(await page.evaluate(() => 'sameVisit' in globalThis)).toBe(true);

    await live.button(en.connect.disconnect).click();
    await live.waitForPhase('idle');
    const second = await bench.browser.page(true);
    await second.goto(bench.server.url);
    await second.getByTestId('status-device').waitFor();
    await entry.click();
    await page.getByTestId('take-new-version').click();
    await until(
      'the other window is named',
      async () => (await why.textContent()) === en.pwa.newVersion.other_windows,
    );
    await second.close();
    await until('the new version runs', async () => {
      const button = page.getByTestId('take-new-version');
      if (await button.isVisible()) await button.click({ timeout: 1000 }).catch(() => undefined);
      return (await versionOf(page).catch(() => null)) === 'second';
    });
    await live.loaded();
    expect(await page.getByTestId('new-version').count()).toBe(0);
  }, 240_000);

  it('a server that offers other models takes the copy back', async () => {
    bench = await TestBench.open({ models: 'shipped', serviceWorkers: true });
    pictureOnFailure(bench);
    const { page } = bench;
    await bench.goto();
    await stored(page);
    await bench.server.close();
    const other = await serveStatic({
      root: DIST,
      port: Number(new URL(bench.server.origin).port),
      texts: { 'sw.js': RETIRED_SERVICE_WORKER },
    });
    try {
      expect(other.origin).toBe(bench.server.origin);
      await bench.goto();
      const kept = (): Promise<number> =>
        page.evaluate(
          async () =>
            (await caches.keys()).length + (await navigator.serviceWorker.getRegistrations()).length,
        );
      await until('nothing is kept', async () => (await kept()) === 0, 120_000, 500);
    } finally {
      await other.close();
    }
  }, 240_000);
});

const builtFiles = (): string[] =>
  readdirSync(DIST, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => statSync(join(DIST, name)).isFile() && !['_headers', 'sw.js'].includes(name))
    .sort();

const digestOf = (file: string): string =>
  createHash('sha256')
    .update(readFileSync(join(DIST, file)))
    .digest('hex');

/** In the page: every file as the page gets it. */
async function fetchAll(
  files: string[],
): Promise<{ digests: Record<string, string>; policies: (string | null)[] }> {
  const digests: Record<string, string> = {};
  const policies = new Set<string | null>();
  for (const file of files) {
    const response = await fetch(`./${file}`);
    const digest = await crypto.subtle.digest('SHA-256', await response.arrayBuffer());
    digests[file] = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    policies.add(response.headers.get('content-security-policy'));
  }
  return { digests, policies: [...policies] };
}

/** What a host would serve after the next build: another page, and a service worker that knows it by another revision. */
function putNewVersion(root: string, version: string): void {
  const edit = (file: string, change: (text: string) => string): void => {
    const before = readFileSync(join(root, file), 'utf8');
    const after = change(before);
    if (after === before) throw new Error(`${file} was not changed`);
    writeFileSync(join(root, file), after);
  };
  edit('index.html', (html) =>
    html.replace('</head>', `<meta name="test-version" content="${version}"></head>`),
  );
  edit('sw.js', (code) => code.replace(/(url:"index\.html",revision:")[^"]+/, `$1${version}`));
}

const versionOf = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.querySelector<HTMLMetaElement>('meta[name=test-version]')?.content ?? null);
