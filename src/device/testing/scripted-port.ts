/**
 * A serial port whose line the test holds: real streams, opened, broken and closed as Web Serial does it. For what no
 * test bench can make on a real line (parity, framing, overrun); the rest is tested on a real port in e2e/.
 */
export class ScriptedPort extends EventTarget {
  readable: ReadableStream<Uint8Array> | null = null;
  writable: WritableStream<Uint8Array> | null = null;
  readonly written: number[] = [];
  opened: SerialOptions | null = null;
  openFails: Error | null = null;
  closes = 0;
  private controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  private readonly ids: SerialPortInfo;

  constructor(ids: SerialPortInfo = {}) {
    super();
    this.ids = ids;
  }

  getInfo(): SerialPortInfo {
    return this.ids;
  }

  open(options: SerialOptions): Promise<void> {
    if (this.openFails) return Promise.reject(this.openFails);
    if (this.readable) return Promise.reject(new DOMException('already open', 'InvalidStateError'));
    this.opened = options;
    this.newReadable();
    this.writable = new WritableStream({
      write: (chunk) => void this.written.push(...chunk),
    });
    return Promise.resolve();
  }

  close(): Promise<void> {
    if (this.readable?.locked || this.writable?.locked) return Promise.reject(new TypeError('locked'));
    this.closes++;
    this.readable = this.writable = null;
    return Promise.resolve();
  }

  say(...bytes: number[]): void {
    this.controller!.enqueue(Uint8Array.from(bytes));
  }

  /** Ends the stream as a mark on the line does; the port then has a new one. */
  lineError(name: string): void {
    const { controller } = this;
    this.newReadable();
    controller!.error(new DOMException('', name));
  }

  unplug(): void {
    const { controller } = this;
    this.readable = this.writable = null;
    controller!.error(new DOMException('The device has been lost.', 'NetworkError'));
  }

  private newReadable(): void {
    this.readable = new ReadableStream({ start: (c) => void (this.controller = c) });
  }
}

/** As `navigator.serial` of a page to which these ports are granted. */
export function serialWith(ports: ScriptedPort[], choose?: () => Promise<ScriptedPort>): Serial {
  const serial = new EventTarget() as unknown as Record<string, unknown>;
  serial.getPorts = () => Promise.resolve(ports);
  serial.requestPort = choose ?? (() => Promise.reject(new DOMException('', 'NotFoundError')));
  return serial as unknown as Serial;
}
