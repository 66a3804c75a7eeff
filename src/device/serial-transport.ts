import { goneError, lineErrorOf, openError } from './line-errors';
import { findPort, type PortIdentity } from './port-identity';
import { serialHere } from './support';
import { type Transport, TransportError, type TransportHandlers } from './transport';

/** The default of 255 bytes loses silently while a thread is held up; this holds 10 s at 921600 baud. */
export const SERIAL_BUFFER_BYTES = 1 << 20;

/** Native Web Serial, in a worker or a window: a port that was granted before, found again by its identity. */
export class SerialTransport implements Transport {
  readonly kind = 'serial';
  readonly label: string;
  private readonly identity: PortIdentity;
  private readonly baudRate: number;
  private readonly serial: Serial | null;
  private port: SerialPort | null = null;
  private reader: ReadableStreamDefaultReader<Uint8Array> | null = null;
  private reading: Promise<void> = Promise.resolve();
  private writing: Promise<void> = Promise.resolve();
  private opening: Promise<unknown> = Promise.resolve();
  private closed = false;

  constructor(identity: PortIdentity, baudRate: number, label: string, serial = serialHere()) {
    this.identity = identity;
    this.baudRate = baudRate;
    this.label = label;
    this.serial = serial;
  }

  async open(handlers: TransportHandlers): Promise<void> {
    if (this.serial === null) throw new TransportError('no_support');
    const ports = await this.serial.getPorts();
    const port = findPort(ports, this.identity);
    if (port === undefined) throw new TransportError('port_not_found', `${ports.length}`);
    if (this.closed) throw new TransportError('open_failed', 'closed');
    const opening = port.open({ baudRate: this.baudRate, bufferSize: SERIAL_BUFFER_BYTES });
    this.port = port;
    this.opening = opening.catch(() => undefined);
    try {
      await opening;
    } catch (error) {
      this.port = null;
      throw openError(error);
    }
    if (this.closed) throw new TransportError('open_failed', 'closed');
    this.reading = this.read(port, handlers);
  }

  async write(bytes: Uint8Array): Promise<void> {
    const writing = this.writing.then(() => this.writeNow(bytes));
    this.writing = writing.catch(() => undefined);
    await writing;
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.opening;
    const { port, reader } = this;
    this.port = null;
    // A port closes only when neither of its streams is locked: end the read, let the loop let go, then close.
    await reader?.cancel().catch(() => undefined);
    await this.reading;
    await this.writing;
    await port?.close().catch(() => undefined);
  }

  /** A line error ends the stream but not the port, which then has a new one; an unplug leaves it with none. */
  private async read(port: SerialPort, handlers: TransportHandlers): Promise<void> {
    let gone = new TransportError('unplugged');
    while (!this.closed && port.readable) {
      const reader = port.readable.getReader();
      this.reader = reader;
      try {
        for (;;) {
          const { value, done } = await reader.read();
          if (done || this.closed) break;
          handlers.onBytes(value, performance.now());
        }
        break;
      } catch (error) {
        const mark = lineErrorOf(error);
        if (mark === undefined) {
          gone = goneError(error);
          break;
        }
        if (!this.closed) handlers.onLineError?.(mark);
      } finally {
        this.reader = null;
        reader.releaseLock();
      }
    }
    if (!this.closed) handlers.onClosed(gone);
  }

  private async writeNow(bytes: Uint8Array): Promise<void> {
    const writable = this.port?.writable;
    if (!writable) throw new TransportError('unplugged');
    const writer = writable.getWriter();
    try {
      await writer.write(bytes);
    } catch (error) {
      throw goneError(error);
    } finally {
      writer.releaseLock();
    }
  }
}
