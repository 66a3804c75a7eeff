import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, copyFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { serveStatic } from '../../scripts/static-server';
import type { StaticServer } from '../../scripts/static-server';
import { BrowserSession } from '../harness/browser';
import { NO_VIRTUAL_PORT } from './can-announce';
import { EXOSKELETON_USB, VirtualSerialPort } from './virtual-serial-port';

/** The page's own names (tiny-page.html), as `page.evaluate` sees them. */
declare const events: string[];
declare const port: SerialPort;
declare function open(options?: Partial<SerialOptions>): Promise<void>;
declare function read(bytes: number): Promise<{ length: number; error: string | null; sha256: string }>;
declare function write(bytes: number[]): Promise<void>;

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The bench itself is proved first: what it shows must be what a real browser does with a real port. */
describe.skipIf(NO_VIRTUAL_PORT !== null)('virtual serial port in a real browser', () => {
  const dir = mkdtempSync(join(tmpdir(), 'stridecast-tiny-'));
  let server: StaticServer;
  let browser: BrowserSession;
  let device: VirtualSerialPort;
  let page: Page;

  const listed = (): Promise<number> => page.evaluate(async () => (await navigator.serial.getPorts()).length);
  const openPort = async (options: Partial<SerialOptions> = {}): Promise<void> => {
    const opened = device.next('opened');
    await page.evaluate((o) => open(o), options);
    await opened;
  };

  beforeAll(async () => {
    copyFileSync(new URL('./tiny-page.html', import.meta.url), join(dir, 'index.html'));
    server = await serveStatic({ root: dir });
    browser = await BrowserSession.launch({ origin: server.origin, granted: [EXOSKELETON_USB] });
    page = await browser.page();
    device = new VirtualSerialPort();
  });
  afterAll(async () => {
    await browser?.close();
    await device?.dispose();
    await server?.close();
    rmSync(dir, { recursive: true });
  });
  beforeEach(async () => {
    if (device.plugged) await device.unplug();
    await device.behave({ lossy: false, deaf: false });
    await page.goto(server.url);
    await vi.waitUntil(async () => (await listed()) === 0);
    await device.plug();
    await vi.waitUntil(async () => (await listed()) === 1);
    await device.resetStats();
  });

  it('is listed with its USB ids, and the page hears of it', async () => {
    expect(await page.evaluate(async () => (await navigator.serial.getPorts())[0].getInfo())).toEqual({
      usbVendorId: EXOSKELETON_USB.vendorId,
      usbProductId: EXOSKELETON_USB.productId,
    });
    expect(await page.evaluate(() => events)).toContain('connect');
  });

  it('opens with the settings that were asked for', async () => {
    await openPort({ baudRate: 460_800, stopBits: 2 });
    expect(await device.stats()).toMatchObject({ open: true, baudRate: 460_800, stopBits: 2 });
  });

  it('carries every byte, both ways', async () => {
    await openPort();
    const toPage = randomBytes(300_000);
    const reading = page.evaluate((n) => read(n), toPage.length);
    device.wire.write(toPage);
    expect(await reading).toEqual({ length: toPage.length, error: null, sha256: sha256(toPage) });

    const toDevice = randomBytes(70_000);
    const heard: Buffer[] = [];
    const hear = (chunk: Buffer): number => heard.push(chunk);
    device.wire.on('data', hear);
    await page.evaluate((bytes) => write(bytes), [...toDevice]);
    await vi.waitUntil(() => heard.reduce((n, chunk) => n + chunk.length, 0) >= toDevice.length);
    device.wire.off('data', hear);
    expect(sha256(Buffer.concat(heard))).toBe(sha256(toDevice));
    expect(await device.stats()).toMatchObject({
      toHost: toPage.length,
      fromHost: toDevice.length,
      dropped: 0,
    });
  });

  it('loses what a page does not read when lossy, and says how much', async () => {
    await device.behave({ lossy: true });
    await openPort({ bufferSize: 255 });
    const sent = 300_000;
    device.wire.write(randomBytes(sent));
    await vi.waitUntil(async () => {
      const s = await device.stats();
      return s.toHost + s.dropped === sent;
    });
    expect((await device.stats()).dropped).toBeGreaterThan(sent / 2);
  });

  it('says nothing to a closed port', async () => {
    device.wire.write(randomBytes(1000));
    await vi.waitUntil(async () => (await device.stats()).unheard === 1000);
    expect(await device.stats()).toMatchObject({ toHost: 0, open: false });
  });

  it.each([
    ['break', 'BreakError', 'none'],
    ['parity', 'ParityError', 'even'],
  ] as const)('shows a %s as %s; the port goes on with a new reader', async (kind, name, parity) => {
    await openPort({ parity });
    const reading = page.evaluate(() => read(1000));
    device.wire.write('AB');
    await device.lineError(kind);
    expect(await reading).toEqual({ length: 2, error: name, sha256: sha256(Buffer.from('AB')) });
    const again = page.evaluate(() => read(1));
    device.wire.write('C');
    expect(await again).toMatchObject({ length: 1, error: null });
  });

  it.each(['hang_up_first', 'announce_first'] as const)(
    'gives NetworkError when unplugged (%s), and works again when replugged',
    async (order) => {
      await openPort();
      const reading = page.evaluate(() => read(1e9));
      await device.unplug(order);
      expect(await reading).toMatchObject({ error: 'NetworkError' });
      await vi.waitUntil(() => page.evaluate(() => events.includes('disconnect')));
      expect(await listed()).toBe(0);
      await device.plug();
      await vi.waitUntil(async () => (await listed()) === 1);
      await openPort();
      const again = page.evaluate(() => read(5));
      device.wire.write('hello');
      expect(await again).toMatchObject({ length: 5, error: null });
    },
  );

  it('is free again after a reload', async () => {
    for (let i = 0; i < 3; i++) {
      await openPort();
      const closed = device.next('closed');
      await page.reload();
      await closed;
    }
    await openPort();
  });

  it('is chosen, or not, in the dialog of the browser', async () => {
    const stranger = await BrowserSession.launch({ origin: server.origin });
    const strange = await stranger.page();
    await strange.goto(server.url);
    await strange.evaluate(() => navigator.serial.getPorts());
    await device.unplug();
    await device.plug();
    const ask = (): Promise<void> =>
      strange.evaluate(() => {
        document.onclick = () =>
          void navigator.serial.requestPort().then(
            () => events.push('chosen'),
            (e: DOMException) => events.push(e.name),
          );
      });
    await ask();
    await strange.mouse.click(5, 5);
    await stranger.chooser.cancel();
    await vi.waitUntil(() => strange.evaluate(() => events.includes('NotFoundError')));
    await strange.mouse.click(5, 5);
    await stranger.chooser.choose();
    await vi.waitUntil(() => strange.evaluate(() => events.includes('chosen')));
    await stranger.close();
  });

  it.runIf(process.getuid?.() === 0)('belongs to one tab at a time', async () => {
    await openPort();
    const second = await browser.page(true);
    await second.goto(server.url);
    const refused = await second.evaluate(() => open().catch((e: DOMException) => e.name));
    await second.close();
    expect(refused).toBe('NetworkError');
    const closed = device.next('closed');
    await page.evaluate(() => port.close());
    await closed;
  });
});
