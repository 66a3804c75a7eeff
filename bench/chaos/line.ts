import { Rng } from '../../src/gait/rng';
import { type Transport, TransportError, type TransportHandlers } from '../../src/device/transport';
import type { Device } from './devices';
import type { Fault } from './plan';

/** A driver keeps so much for a host that is late, bytes. */
const DRIVER_BUFFER = 65_536;
const MARKS = ['break', 'parity', 'framing', 'overrun'] as const;
type Mark = (typeof MARKS)[number];

type Shared = 'bit_flips' | 'random_bytes' | 'truncation' | 'duplicates' | 'reordering' | 'line_errors';

/** The cable between device and host, and all that can happen on it. */
export class Line {
  /** What hangs on the far end; set before time passes. */
  device: Device | null = null;
  readonly #faults: readonly Fault[];
  readonly #rng: Rng;
  readonly #chunk: number;
  readonly #nowMs: () => number;
  #open: LineTransport | null = null;
  #buffer: Uint8Array[] = [];
  #buffered = 0;
  readonly #recent: Uint8Array[] = [];
  #held: { bytes: Uint8Array; after: number }[] = [];
  #portGone = false;
  #off = false;

  constructor(faults: readonly Fault[], seed: number, chunk: number, nowMs: () => number) {
    this.#faults = faults;
    this.#rng = new Rng(seed ^ 0x11ae);
    this.#chunk = chunk;
    this.#nowMs = nowMs;
  }

  /** `wire`: gets what is handed over, chunk by chunk. */
  transport(wire: Uint8Array[]): Transport {
    return new LineTransport(this, wire);
  }

  /** A whole frame or line from the device. */
  say(frame: Uint8Array): void {
    const { reordering, duplicates } = this.#shares();
    if (reordering > 0 && this.#rng.uniform() < reordering) {
      this.#held.push({ bytes: frame, after: 1 + this.#rng.below(20) });
      return;
    }
    this.#put(frame);
    this.#recent.push(frame);
    if (this.#recent.length > 40) this.#recent.shift();
    if (duplicates > 0 && this.#rng.uniform() < duplicates)
      for (const again of this.#recent.slice(-1 - this.#rng.below(this.#recent.length))) this.#put(again);
    for (const held of this.#held) if (--held.after <= 0) this.#put(held.bytes);
    this.#held = this.#held.filter(({ after }) => after > 0);
  }

  /** The world up to now: what the device says by then, and what reaches the host. */
  step(): void {
    const now = this.#nowMs();
    const { device } = this;
    if (device === null) return;
    this.#switch(device, now);
    device.advance(now);
    if (this.#during('stall_lost') || this.#open === null) this.#drop();
    else if (!this.#during('stall_held')) this.#deliver(now, this.#drawMark());
  }

  plugIn(transport: LineTransport): void {
    if (this.#portGone) throw new TransportError('port_not_found');
    this.#drop();
    this.#open = transport;
  }

  letGo(transport: LineTransport): void {
    if (this.#open === transport) this.#open = null;
  }

  hear(bytes: Uint8Array): void {
    if (!this.#during('deaf') && !this.#during('stall_lost')) this.device?.receive(bytes);
  }

  #switch(device: Device, now: number): void {
    const reboot = this.#faults.find((f) => f.kind === 'reboot' && now >= f.from && now < f.to);
    if (reboot !== undefined && !this.#off) {
      this.#off = true;
      device.switchOff();
      // Nothing of before comes after the boot.
      this.#held = [];
      this.#recent.length = 0;
    } else if (reboot === undefined && this.#off) {
      this.#off = false;
      device.switchOn(now);
    }
    const gone = this.#during('unplug') || (reboot?.kind === 'reboot' && reboot.port);
    if (gone && !this.#portGone) {
      this.#drop();
      this.#open?.lose();
      this.#open = null;
    }
    this.#portGone = gone;
  }

  #put(frame: Uint8Array): void {
    const { bit_flips, random_bytes, truncation } = this.#shares();
    const rng = this.#rng;
    if (random_bytes > 0 && rng.uniform() < random_bytes) this.#push(this.#garbage());
    let bytes = frame;
    if (truncation > 0 && rng.uniform() < truncation) {
      const at = rng.below(frame.length);
      const gone = 1 + rng.below(frame.length - at);
      bytes = Uint8Array.from([...frame.subarray(0, at), ...frame.subarray(at + gone)]);
    }
    if (bit_flips > 0) bytes = bytes.map((b) => (rng.uniform() < bit_flips ? b ^ (1 << rng.below(8)) : b));
    this.#push(bytes);
  }

  #push(bytes: Uint8Array): void {
    const room = DRIVER_BUFFER - this.#buffered;
    const kept = bytes.length > room ? bytes.subarray(0, room) : bytes;
    if (kept.length === 0) return;
    this.#buffer.push(kept);
    this.#buffered += kept.length;
  }

  #garbage(): Uint8Array {
    const rng = this.#rng;
    const size = Math.floor(10 ** rng.uniform(0, 3.6));
    const zeros = rng.uniform() < 0.5 ? rng.uniform(0, 0.2) : 0;
    return Uint8Array.from({ length: size }, () => (rng.uniform() < zeros ? 0 : 1 + rng.below(255)));
  }

  /** A mark takes what came behind it in the same moment. */
  #deliver(now: number, mark: Mark | null): void {
    if (this.#buffered === 0) return;
    const all = new Uint8Array(this.#buffered);
    let at = 0;
    for (const part of this.#buffer) {
      all.set(part, at);
      at += part.length;
    }
    this.#drop();
    const end = mark === null ? all.length : this.#rng.below(all.length);
    for (let from = 0; from < end && this.#open !== null; ) {
      const to = Math.min(end, from + 1 + this.#rng.below(this.#chunk));
      this.#open.give(all.slice(from, to), now);
      from = to;
    }
    if (mark !== null) this.#open?.mark(mark);
  }

  #drop(): void {
    this.#buffer = [];
    this.#buffered = 0;
  }

  #drawMark(): Mark | null {
    const { line_errors } = this.#shares();
    return line_errors > 0 && this.#rng.uniform() < line_errors ? MARKS[this.#rng.below(MARKS.length)] : null;
  }

  #during(kind: Fault['kind']): boolean {
    const now = this.#nowMs();
    return this.#faults.some((f) => f.kind === kind && now >= f.from && now < f.to);
  }

  /** The strongest of each kind that is on now. */
  #shares(): Record<Shared, number> {
    const shares = {
      bit_flips: 0,
      random_bytes: 0,
      truncation: 0,
      duplicates: 0,
      reordering: 0,
      line_errors: 0,
    };
    const now = this.#nowMs();
    for (const f of this.#faults)
      if ('share' in f && now >= f.from && now < f.to) shares[f.kind] = Math.max(shares[f.kind], f.share);
    return shares;
  }
}

class LineTransport implements Transport {
  readonly kind = 'serial';
  readonly label = 'chaos';
  readonly #line: Line;
  readonly #wire: Uint8Array[];
  #handlers: TransportHandlers | null = null;

  constructor(line: Line, wire: Uint8Array[]) {
    this.#line = line;
    this.#wire = wire;
  }

  async open(handlers: TransportHandlers): Promise<void> {
    await Promise.resolve();
    this.#line.plugIn(this);
    this.#handlers = handlers;
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.#handlers === null) return Promise.reject(new TransportError('open_failed'));
    this.#line.hear(bytes);
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#handlers = null;
    this.#line.letGo(this);
    return Promise.resolve();
  }

  give(bytes: Uint8Array, atMs: number): void {
    if (this.#handlers === null) return;
    this.#wire.push(bytes.slice());
    this.#handlers.onBytes(bytes, atMs);
  }

  mark(kind: Mark): void {
    this.#handlers?.onLineError?.(kind);
  }

  lose(): void {
    const handlers = this.#handlers;
    this.#handlers = null;
    handlers?.onClosed(new TransportError('unplugged'));
  }
}
