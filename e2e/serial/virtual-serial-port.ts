import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { udevMessage } from './udev-message';

/** What a USB serial device says of itself. Chromium remembers a permission by vendor, product and serial number. */
export interface UsbIdentity {
  vendorId: number;
  productId: number;
  serialNumber: string;
  name: string;
}

export const EXOSKELETON_USB: UsbIdentity = {
  vendorId: 0x2e8a,
  productId: 0x5c01,
  serialNumber: 'SC-0001',
  name: 'Stridecast test exoskeleton',
};

export interface PortStats {
  open: boolean;
  /** Bytes that the tty took from the device, and those that the browser wrote. */
  toHost: number;
  fromHost: number;
  /** Bytes lost because the host did not read (lossy mode), and those said while the port was closed. */
  dropped: number;
  unheard: number;
  pending: number;
  baudRate: number;
  stopBits: number;
}

type Answer = Record<string, unknown> & { error?: string };

/**
 * A USB serial port that a real browser lists and opens through its real Web Serial: a pty, announced by the udev
 * message that plugging a device would cause. The browser must have called `navigator.serial.getPorts()` once before
 * `plug()`, for it starts to listen then. Events: `opened`, `closed` (by the browser).
 */
export class VirtualSerialPort extends EventEmitter<{ opened: []; closed: [] }> {
  readonly usb: UsbIdentity;
  /** The device's end: `data` is what the browser wrote; `write` reaches the browser. */
  readonly wire: Duplex;
  #helper: ChildProcess;
  #waiting = new Map<number, { resolve: (a: Answer) => void; reject: (e: Error) => void }>();
  #nextId = 1;
  #plugs = 0;
  #path: string | null = null;

  constructor(usb: UsbIdentity = EXOSKELETON_USB) {
    super();
    this.usb = usb;
    const script = fileURLToPath(new URL('./usb_tty.py', import.meta.url));
    this.#helper = spawn('python3', ['-u', script], { stdio: ['pipe', 'pipe', 'inherit', 'pipe'] });
    this.wire = this.#helper.stdio[3] as Duplex;
    this.wire.on('error', () => undefined); // the helper ends first at dispose
    this.wire.resume();
    this.#helper.stdin!.on('error', () => undefined);
    createInterface({ input: this.#helper.stdout! }).on('line', (line) => this.#onLine(line));
    this.#helper.on('exit', (code) => this.#failAll(new Error(`usb_tty.py ended with ${code}`)));
    this.#helper.on('error', (error) => this.#failAll(error));
  }

  get plugged(): boolean {
    return this.#path !== null;
  }

  /** Creates the tty and announces it. */
  async plug(): Promise<void> {
    const { path } = await this.#command('create');
    this.#path = path as string;
    this.#plugs++;
    await this.#announce('add');
  }

  /** By default as when a cable is pulled: the tty hangs up first, then udev tells. */
  async unplug(order: 'hang_up_first' | 'announce_first' = 'hang_up_first'): Promise<void> {
    if (order === 'hang_up_first') await this.#command('hang_up');
    else await this.#announce('remove');
    await sleep(20);
    if (order === 'hang_up_first') await this.#announce('remove');
    else await this.#command('hang_up');
    this.#path = null;
  }

  /**
   * Lossy: what the host does not take, beyond the device's own `buffer` of so many bytes, is gone; otherwise the device
   * waits. Deaf: the device does not read what the host writes.
   */
  async behave(how: { lossy?: boolean; buffer?: number; deaf?: boolean }): Promise<void> {
    await this.#command('set', how);
  }

  /** A break or parity mark, as the kernel would write it; ends the browser's read stream, not the port. */
  async lineError(kind: 'break' | 'parity'): Promise<void> {
    const marks = kind === 'break' ? [0xff, 0, 0] : [0xff, 0, 0x41];
    await this.#command('line_error', { marks: Buffer.from(marks).toString('base64') });
  }

  async stats(): Promise<PortStats> {
    return (await this.#command('stats')) as unknown as PortStats;
  }

  async resetStats(): Promise<void> {
    await this.#command('reset');
  }

  /** Resolves with the next event; ask before the act that causes it. */
  async next(event: 'opened' | 'closed', timeoutMs = 10_000): Promise<void> {
    await once(this, event, { signal: AbortSignal.timeout(timeoutMs) });
  }

  async dispose(): Promise<void> {
    if (this.#helper.exitCode !== null) return;
    if (this.plugged) await this.unplug().catch(() => undefined);
    const ended = once(this.#helper, 'exit');
    this.#helper.stdin!.end();
    await Promise.race([ended, sleep(2000)]);
    this.#helper.kill('SIGKILL');
    this.wire.destroy();
  }

  async #announce(action: 'add' | 'remove'): Promise<void> {
    const { major, minor } = serialMajorMinor();
    const datagram = udevMessage({
      ACTION: action,
      SEQNUM: String(Math.floor(Date.now() / 10)),
      USEC_INITIALIZED: '1',
      DEVPATH: `/devices/virtual/tty/stridecast-${process.pid}-${this.#helper.pid}-${this.#plugs}`,
      SUBSYSTEM: 'tty',
      DEVNAME: this.#path!,
      MAJOR: major,
      MINOR: minor,
      ID_BUS: 'usb',
      ID_VENDOR_ID: hex4(this.usb.vendorId),
      ID_MODEL_ID: hex4(this.usb.productId),
      ID_SERIAL_SHORT: this.usb.serialNumber,
      ID_MODEL: this.usb.name,
      ID_MODEL_ENC: this.usb.name.replaceAll(' ', '\\x20'),
    });
    await this.#command('announce', { datagram: datagram.toString('base64') });
  }

  #command(what: string, args: Record<string, unknown> = {}): Promise<Answer> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#helper.stdin!.write(`${JSON.stringify({ id, do: what, ...args })}\n`);
    });
  }

  #onLine(line: string): void {
    const message = JSON.parse(line) as Answer & { answer?: number; event?: 'opened' | 'closed' };
    if (message.event) {
      this.emit(message.event);
      return;
    }
    const waiting = this.#waiting.get(message.answer!);
    this.#waiting.delete(message.answer!);
    if (message.error) waiting?.reject(new Error(message.error));
    else waiting?.resolve(message);
  }

  #failAll(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

const hex4 = (id: number): string => id.toString(16).padStart(4, '0');

/** Chromium takes a tty for a serial port only if a driver of type `serial` owns its number. */
function serialMajorMinor(): { major: string; minor: string } {
  for (const line of readFileSync('/proc/tty/drivers', 'utf8').split('\n')) {
    const field = line.trim().split(/\s+/);
    if (field.length >= 5 && field.at(-1) === 'serial')
      return { major: field[2], minor: field[3].split('-')[0] };
  }
  throw new Error(
    'no driver of type "serial" in /proc/tty/drivers (scripts/e2e.ts mounts a copy that has one)',
  );
}
