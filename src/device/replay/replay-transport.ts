import { realTimers, type Timers } from '../timers';
import { type Transport, TransportError, type TransportHandlers } from '../transport';
import { timelineOf, type WireTimeline } from './wire-timeline';

const SLOWEST = 0.25;
const FASTEST = 8;

/** How bytes came, where that is known: without it they are sent at the pace of the device clock in them. */
export interface ReplayPlan {
  /** `ends[i]`, `times[i]`: chunk i as it came. */
  readonly timeline: Pick<WireTimeline, 'ends' | 'times' | 'durationS'>;
  /** Chunks before which something else happened, ascending. */
  readonly stops: readonly number[];
  /** Makes it happen; the chunk waits for it. `resync`: the port was opened again, or told of missing bytes. */
  readonly before: (chunk: number) => Promise<{ readonly resync: boolean }>;
}

/**
 * A recording of wire bytes, sent at its own pace. It enters where a device does, so the same pipeline sees the same bytes
 * in the same order.
 */
export class ReplayTransport implements Transport {
  readonly kind = 'replay';
  readonly label: string;
  private readonly bytes: Uint8Array;
  private readonly timers: Timers;
  private readonly plan: ReplayPlan | null;
  private timeline: ReplayPlan['timeline'] | null = null;
  private handlers: TransportHandlers | null = null;
  private cancel: () => void = () => undefined;
  /** Position when the clock was last looked at, and that moment. */
  private baseS = 0;
  private baseMs = 0;
  private next = 0;
  private sent = 0;
  private rate = 1;
  private halted = false;
  /** What is still to happen between chunks, and whether it is happening now. */
  private stops: number[] = [];
  private held = false;

  constructor(bytes: Uint8Array, label: string, timers: Timers = realTimers, plan: ReplayPlan | null = null) {
    this.bytes = bytes;
    this.label = label;
    this.timers = timers;
    this.plan = plan;
  }

  get speed(): number {
    return this.rate;
  }

  get paused(): boolean {
    return this.halted;
  }

  get durationS(): number {
    return this.timeline?.durationS ?? 0;
  }

  get positionS(): number {
    const running = this.handlers !== null && !this.halted && !this.held;
    const passed = running ? ((this.timers.now() - this.baseMs) / 1000) * this.rate : 0;
    return Math.min(this.durationS, this.baseS + passed);
  }

  /** Rejects with `bad_file` where the bytes hold no samples. */
  open(handlers: TransportHandlers): Promise<void> {
    this.timeline = this.plan?.timeline ?? timelineOf(this.bytes);
    if (this.timeline === null || this.timeline.ends.length === 0) {
      return Promise.reject(new TransportError('bad_file', String(this.bytes.length)));
    }
    this.handlers = handlers;
    this.restart();
    return Promise.resolve();
  }

  write(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.cancel();
    this.handlers = null;
    return Promise.resolve();
  }

  pause(): void {
    this.rebase();
    this.halted = true;
    this.cancel();
  }

  resume(): void {
    this.rebase();
    this.halted = false;
    this.wait();
  }

  /** Clamped to 0.25-8. */
  setSpeed(speed: number): void {
    if (!Number.isFinite(speed)) return;
    this.rebase();
    this.rate = Math.min(FASTEST, Math.max(SLOWEST, speed));
    this.wait();
  }

  /** From the first byte again, playing. */
  restart(): void {
    this.next = 0;
    this.sent = 0;
    this.baseS = 0;
    this.baseMs = this.timers.now();
    this.halted = false;
    this.held = false;
    this.stops = [...(this.plan?.stops ?? [])];
    this.wait();
  }

  private rebase(): void {
    this.baseS = this.positionS;
    this.baseMs = this.timers.now();
  }

  private wait(): void {
    this.cancel();
    const { timeline } = this;
    if (timeline === null || this.handlers === null || this.halted || this.held) return;
    const dueS = timeline.times[this.next] ?? 0;
    const waitMs = ((dueS - this.baseS) / this.rate) * 1000 - (this.timers.now() - this.baseMs);
    this.cancel = this.timers.after(Math.max(0, waitMs), () => this.send(timeline));
  }

  /** Everything that is due, as one chunk: late timers lose nothing. */
  private send(timeline: ReplayPlan['timeline']): void {
    const { handlers } = this;
    if (handlers === null || this.halted || this.held) return;
    if (this.stops[0] === this.next) return void this.hold(handlers);
    const now = this.baseS + ((this.timers.now() - this.baseMs) / 1000) * this.rate;
    let { next } = this;
    // Timers are whole milliseconds in places: what is due within the next half of one goes out too.
    const until = this.stops[0] ?? timeline.times.length;
    while (next < until && timeline.times[next] <= now + 0.0005 * this.rate) next++;
    this.next = next;
    const over = next === timeline.times.length && this.stops.length === 0;
    const end = over ? this.bytes.length : next > 0 ? timeline.ends[next - 1] : 0;
    if (end > this.sent) {
      const chunk = this.bytes.subarray(this.sent, end);
      this.sent = end;
      handlers.onBytes(chunk, this.timers.now());
    }
    // The receiver may have paused, restarted or closed meanwhile.
    if (this.handlers !== handlers || this.next !== next || this.halted) return;
    if (!over) return this.wait();
    this.handlers = null;
    this.baseS = timeline.durationS;
    handlers.onClosed(new TransportError('ended'));
  }

  /** Time stands still until what happened here then has happened now. */
  private async hold(handlers: TransportHandlers): Promise<void> {
    this.rebase();
    this.held = true;
    const chunk = this.stops.shift() ?? 0;
    const { resync } = (await this.plan?.before(chunk)) ?? { resync: false };
    // Closed or started anew meanwhile.
    if (this.handlers !== handlers || !this.held || this.next !== chunk) return;
    if (resync) handlers.onLineError?.('break');
    this.baseMs = this.timers.now();
    this.held = false;
    this.wait();
  }
}
