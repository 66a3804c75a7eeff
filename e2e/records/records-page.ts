import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { serveStatic } from '../../scripts/static-server';
import type { StaticServer } from '../../scripts/static-server';
import { BrowserSession } from '../harness/browser';
import type { Shop } from './page/page';

/** An empty page with the records in it, built and served. */
export async function serveRecordsPage(): Promise<StaticServer & { end(): Promise<void> }> {
  const dir = mkdtempSync(join(tmpdir(), 'stridecast-records-'));
  const root = join(import.meta.dirname, 'page');
  await build({
    configFile: false,
    logLevel: 'error',
    root,
    base: './',
    worker: { format: 'es' },
    build: {
      outDir: dir,
      emptyOutDir: true,
      target: 'es2023',
      rolldownOptions: { input: join(root, 'page.ts'), output: { entryFileNames: 'page.js' } },
    },
  });
  writeFileSync(join(dir, 'index.html'), pageWithPolicy());
  const server = await serveStatic({ root: dir });
  return {
    ...server,
    async end() {
      await server.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The page in a real browser; `open` makes another tab of it. */
export class RecordsPage {
  readonly session: BrowserSession;
  readonly #url: string;
  readonly #end: () => Promise<void>;

  private constructor(session: BrowserSession, url: string, end: () => Promise<void>) {
    this.session = session;
    this.#url = url;
    this.#end = end;
  }

  static async start(): Promise<RecordsPage> {
    const server = await serveRecordsPage();
    const session = await BrowserSession.launch({ origin: server.origin });
    return new RecordsPage(session, server.url, async () => {
      await session.close();
      await server.end();
    });
  }

  async open(): Promise<Page> {
    const page = await this.session.page(true);
    await page.goto(this.#url);
    await page.waitForFunction(() => 'shop' in globalThis);
    return page;
  }

  close(): Promise<void> {
    return this.#end();
  }
}

/** Types `globalThis.shop` within a page. */
export type WithShop = typeof globalThis & { shop: Shop };

/** An empty page with the content policy of the app. */
function pageWithPolicy(): string {
  const app = readFileSync(join(import.meta.dirname, '../../index.html'), 'utf8');
  const [policy] = /<meta\s+http-equiv="Content-Security-Policy"[^>]*>/.exec(app)!;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8" />${policy}<title>Records</title><script type="module" src="./page.js"></script></head></html>`;
}
