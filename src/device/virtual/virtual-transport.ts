import type { Side } from '../../gait/channels';
import { type Transport, TransportError, type TransportHandlers } from '../transport';
import type { WalkerAction } from './activity';
import { Firmware } from './firmware';
import type { VirtualPreset } from './presets';

export interface VirtualTransportOptions {
  readonly preset: VirtualPreset;
  readonly seed: number;
  readonly affected?: Side;
  /** Starts to walk by itself after so long, ms (default 2500); null: stands until asked. */
  readonly walkAfterMs?: number | null;
  /** Milliseconds, monotonic. Tests give their own. */
  readonly now?: () => number;
}

const TICK_MS = 10;
const WALK_AFTER_MS = 2500;
/** Held up for longer than this, the device's buffer has run over: what came between is lost, as on a wire. */
const BUFFER_MS = 5000;

/** The virtual exoskeleton behind the same door as a port: bytes in real time, and caught up after a throttled timer. */
export class VirtualTransport implements Transport {
  readonly kind = 'virtual';
  readonly label: string;
  private readonly firmware: Firmware;
  private readonly options: VirtualTransportOptions;
  private readonly now: () => number;
  private handlers: TransportHandlers | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private openedMs = 0;
  private bootUs = 0;
  /** Frames since the last delivery: they arrive together, as from a driver, and never from inside `write`. */
  private outbox: Uint8Array[] = [];

  constructor(options: VirtualTransportOptions) {
    this.options = options;
    this.label = options.preset;
    this.now = options.now ?? (() => performance.now());
    this.firmware = new Firmware(options, (bytes) => this.outbox.push(bytes));
  }

  open(handlers: TransportHandlers): Promise<void> {
    if (this.handlers !== null) return Promise.reject(new TransportError('port_in_use'));
    this.handlers = handlers;
    this.openedMs = this.now();
    this.bootUs = this.firmware.nowUs;
    this.schedule();
    return Promise.resolve();
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.handlers === null) return Promise.reject(new TransportError('open_failed'));
    this.firmware.receive(bytes);
    return Promise.resolve();
  }

  close(): Promise<void> {
    clearTimeout(this.timer);
    const { handlers } = this;
    this.handlers = null;
    handlers?.onClosed(new TransportError('ended'));
    return Promise.resolve();
  }

  /** What the person in the device does next; `preset` puts another person into it first. */
  walker(action: WalkerAction, preset?: VirtualPreset): void {
    if (preset !== undefined) this.firmware.become(preset);
    this.firmware.ask(action);
  }

  private schedule(): void {
    // Each tick is aimed from the start, so that late ones do not add up.
    const elapsed = this.now() - this.openedMs;
    const wait = TICK_MS - (elapsed % TICK_MS);
    this.timer = setTimeout(() => this.tick(), wait);
  }

  private tick(): void {
    const { firmware } = this;
    const nowMs = this.now();
    const toUs = this.bootUs + (nowMs - this.openedMs) * 1000;
    if (toUs - firmware.nowUs > BUFFER_MS * 1000) firmware.skip(toUs - BUFFER_MS * 1000);
    const walkAt = this.options.walkAfterMs === undefined ? WALK_AFTER_MS : this.options.walkAfterMs;
    if (walkAt !== null && firmware.nowUs < walkAt * 1000 && toUs >= walkAt * 1000) {
      firmware.advance(walkAt * 1000);
      firmware.ask('walk');
    }
    firmware.advance(toUs);
    this.deliver(nowMs);
    if (this.handlers !== null) this.schedule();
  }

  private deliver(nowMs: number): void {
    if (this.outbox.length === 0) return;
    const chunk = new Uint8Array(this.outbox.reduce((n, b) => n + b.length, 0));
    let at = 0;
    for (const bytes of this.outbox) {
      chunk.set(bytes, at);
      at += bytes.length;
    }
    this.outbox = [];
    this.handlers?.onBytes(chunk, nowMs);
  }
}
