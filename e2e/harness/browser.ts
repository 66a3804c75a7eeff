import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { BrowserContext, Page } from 'playwright-core';
import { findBrowser } from '../../scripts/ensure-browser';
import type { UsbIdentity } from '../serial/virtual-serial-port';
import { PortChooser } from './port-chooser';

export interface BrowserOptions {
  /** Where the app is served; permissions belong to this origin. */
  origin: string;
  /** Devices that the user has allowed before, as the browser itself would have remembered it. */
  granted?: readonly UsbIdentity[];
  args?: readonly string[];
  colorScheme?: 'light' | 'dark';
  locale?: string;
  viewport?: { width: number; height: number };
  /** Lets the page keep its copy for use without a network. Otherwise it cannot, and every test meets a first visit. */
  serviceWorkers?: boolean;
}

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--enable-unsafe-swiftshader',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real Chromium with a new profile, and what went wrong in it. */
export class BrowserSession {
  readonly context: BrowserContext;
  /** The dialog that `requestPort()` opens. */
  readonly chooser: PortChooser;
  /** Requests that left the origin: there must be none. */
  readonly foreignRequests: string[] = [];
  /** Uncaught errors and console errors of every page, with the page's address. */
  readonly pageErrors: string[] = [];
  readonly #dir: string;
  readonly #origin: string;

  private constructor(context: BrowserContext, chooser: PortChooser, dir: string, origin: string) {
    this.context = context;
    this.chooser = chooser;
    this.#dir = dir;
    this.#origin = origin;
    context.on('request', (request) => this.#note(request.url()));
    context.on('page', (page) => this.#watch(page));
    for (const page of context.pages()) this.#watch(page);
  }

  static async launch(options: BrowserOptions): Promise<BrowserSession> {
    const executable = findBrowser();
    if (executable === null) throw new Error('no browser: run `npm run e2e`, which finds or installs one');
    const dir = mkdtempSync(join(tmpdir(), 'stridecast-browser-'));
    const profile = join(dir, 'profile');
    mkdirSync(join(profile, 'Default'), { recursive: true });
    writeFileSync(join(profile, 'Default/Preferences'), JSON.stringify(preferences(options)));
    const uiPort = await freePort();
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: likeAUser(executable, dir),
      headless: true,
      args: [...ARGS, ...PortChooser.args(uiPort), ...(options.args ?? [])],
      viewport: options.viewport ?? { width: 1366, height: 850 },
      colorScheme: options.colorScheme ?? 'light',
      locale: options.locale ?? 'en-US',
      serviceWorkers: options.serviceWorkers ? 'allow' : 'block',
    });
    // The compiler that runs these files names functions by a helper that does not exist in the page.
    await context.addInitScript('globalThis.__name ??= (named) => named;');
    return new BrowserSession(context, new PortChooser(uiPort), dir, options.origin);
  }

  /** The first page, or one more. */
  async page(fresh = false): Promise<Page> {
    const first = this.context.pages()[0];
    return !fresh && first ? first : this.context.newPage();
  }

  async close(): Promise<void> {
    await this.context.close().catch(() => undefined);
    rmSync(this.#dir, { recursive: true, force: true, maxRetries: 5 });
  }

  #note(url: string): void {
    if (!/^(data|blob|about|chrome):/.test(url) && !url.startsWith(`${this.#origin}/`))
      this.foreignRequests.push(url);
  }

  #watch(page: Page): void {
    page.on('pageerror', (error) => this.pageErrors.push(`${page.url()}: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') this.pageErrors.push(`${page.url()}: ${message.text()}`);
    });
  }
}

/** What Chromium writes itself after a user picked these devices in its chooser. */
function preferences(options: BrowserOptions): object {
  const chosen = (options.granted ?? []).map((usb) => ({
    name: usb.name,
    vendor_id: usb.vendorId,
    product_id: usb.productId,
    serial_number: usb.serialNumber,
  }));
  const exceptions = {
    serial_chooser_data: { [`${options.origin},*`]: { setting: { 'chosen-objects': chosen } } },
  };
  return { profile: { content_settings: { exceptions: chosen.length > 0 ? exceptions : {} } } };
}

/**
 * Root may open a tty that another process holds exclusively; a user's browser may not. Without CAP_SYS_ADMIN
 * root's browser meets "port in use" as a user's would.
 */
function likeAUser(executable: string, dir: string): string {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return executable;
  const script = join(dir, 'browser.sh');
  writeFileSync(
    script,
    `#!/bin/sh\nexec setpriv --bounding-set=-sys_admin --inh-caps=-sys_admin '${executable}' "$@"\n`,
    {
      mode: 0o755,
    },
  );
  return script;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
