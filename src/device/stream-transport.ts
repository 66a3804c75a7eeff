import { goneError, lineErrorOf } from './line-errors';
import { type Transport, TransportError, type TransportHandlers } from './transport';

export interface ByteStreams {
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<Uint8Array>;
}

/**
 * Streams of a port that somebody else opened (the window, where a worker has no `navigator.serial`, or WebUSB). They
 * can be used once: after a loss, or a line error, whoever opened the port has to do so again.
 */
export class StreamTransport implements Transport {
  readonly kind: 'serial' | 'webusb';
  readonly label: string;
  readonly once = true;
  private readonly streams: ByteStreams;
  private reader: ReadableStreamDefaultReader<Uint8Array> | null = null;
  private writer: WritableStreamDefaultWriter<Uint8Array> | null = null;
  private reading: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(kind: 'serial' | 'webusb', streams: ByteStreams, label: string) {
    this.kind = kind;
    this.streams = streams;
    this.label = label;
  }

  open(handlers: TransportHandlers): Promise<void> {
    const { readable, writable } = this.streams;
    if (this.closed || readable.locked || writable.locked) {
      return Promise.reject(new TransportError('port_not_found', 'streams used'));
    }
    this.reader = readable.getReader();
    this.writer = writable.getWriter();
    // Its failure is told by write() and by the reading side.
    this.writer.closed.catch(() => undefined);
    this.reading = this.read(this.reader, handlers);
    return Promise.resolve();
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.closed || this.writer === null) throw new TransportError('unplugged');
    try {
      await this.writer.write(bytes);
    } catch (error) {
      throw goneError(error);
    }
  }

  /** Ending both streams tells the one who opened the port to close it. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.reader?.cancel().catch(() => undefined);
    await this.writer?.close().catch(() => undefined);
    await this.reading;
  }

  private async read(
    reader: ReadableStreamDefaultReader<Uint8Array>,
    handlers: TransportHandlers,
  ): Promise<void> {
    let gone = new TransportError('unplugged');
    try {
      for (;;) {
        const { value, done } = await reader.read();
        if (done || this.closed) break;
        handlers.onBytes(value, performance.now());
      }
    } catch (error) {
      const mark = lineErrorOf(error);
      if (mark !== undefined && !this.closed) handlers.onLineError?.(mark);
      gone = goneError(error);
    }
    if (!this.closed) handlers.onClosed(gone);
  }
}
