import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { serveStatic } from '../../scripts/static-server';
import type { StaticServer } from '../../scripts/static-server';
import { EXOSKELETON_USB, VirtualSerialPort } from '../serial/virtual-serial-port';
import { BrowserSession } from './browser';
import type { BrowserOptions } from './browser';
import type { EngineTap } from './engine-tap';
import { tapEngine } from './engine-tap';
import { LivePage } from './live-page';

export interface TestBenchOptions
  extends Pick<BrowserOptions, 'args' | 'colorScheme' | 'locale' | 'viewport' | 'serviceWorkers'> {
  /** The user has allowed the device before. */
  granted?: boolean;
  /** Sub-path of the app. */
  base?: string;
  /** Weights that saw nobody who is streamed here; `shipped` takes those of the build. */
  models?: 'leave_out' | 'shipped';
  /** Another folder in the place of the build. */
  root?: string;
  /** Headers of every answer of the server; by default none, as of any static host. */
  headers?: Readonly<Record<string, string>>;
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** What is tested: the build, or another place where it was put. */
const DIST = process.env.STRIDECAST_DIST ?? here('../../dist');
export const LEAVE_OUT_MODELS = here('../fixtures/models');

/** The built app in a real browser, beside a virtual USB serial port that waits to be plugged in. */
export class TestBench {
  readonly server: StaticServer;
  readonly browser: BrowserSession;
  readonly port: VirtualSerialPort;
  readonly page: Page;
  readonly live: LivePage;
  readonly tap: EngineTap;

  private constructor(
    server: StaticServer,
    browser: BrowserSession,
    port: VirtualSerialPort,
    page: Page,
    tap: EngineTap,
  ) {
    this.server = server;
    this.browser = browser;
    this.port = port;
    this.page = page;
    this.live = new LivePage(page, browser.chooser);
    this.tap = tap;
  }

  static async open(options: TestBenchOptions = {}): Promise<TestBench> {
    if (!existsSync(`${DIST}/index.html`)) throw new Error('nothing is built: npm run build');
    const { granted, base, models = 'leave_out', root = DIST, headers, ...look } = options;
    const mounts: Record<string, string> = models === 'leave_out' ? { 'models/': LEAVE_OUT_MODELS } : {};
    const server = await serveStatic({ root, base, mounts, headers });
    const browser = await BrowserSession.launch({
      origin: server.origin,
      granted: granted ? [EXOSKELETON_USB] : [],
      ...look,
    });
    const page = await browser.page();
    const tap = await tapEngine(page);
    return new TestBench(server, browser, new VirtualSerialPort(), page, tap);
  }

  /** Opens the app at `path`, e.g. `?demo#/live`, and makes the browser listen for devices. */
  async goto(path = ''): Promise<void> {
    await this.page.goto(this.server.url + path);
    await this.live.loaded();
    await this.page.evaluate(async () => {
      if ('serial' in navigator) await navigator.serial.getPorts().catch(() => undefined);
    });
  }

  /** The same as on the first visit: nothing is remembered but what the browser has been allowed. */
  async gotoAnew(path = ''): Promise<void> {
    await this.page.goto(`${this.server.url}icon.svg`);
    await this.page.evaluate(() => localStorage.clear());
    await this.goto(path);
  }

  /** Throws when a request had left the origin. */
  async close(): Promise<void> {
    await this.browser.close();
    await this.port.dispose();
    await this.server.close();
    const { foreignRequests } = this.browser;
    if (foreignRequests.length > 0) throw new Error(`left the origin: ${foreignRequests.join(', ')}`);
  }
}
