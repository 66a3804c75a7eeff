import { otherBaudRates } from './baud-rates';
import { type ConnectionProblem, mayComeBack, passesByItself, problemOf } from './connection-problem';
import {
  type ConnectionAction,
  type ConnectionInput,
  type ConnectionPhase,
  transition,
} from './connection-table';
import type { ByteDecoder, DeviceDescription, DeviceEvent } from './events';
import { StopRequest, type StopRequestState } from './stop-request';
import { HostEncoder } from './stridelink/host-encoder';
import { realTimers, type Timers } from './timers';
import type { Transport, TransportHandlers } from './transport';

/** Timing of docs/protocol.md, "Timing", ms. */
const HELLO_EVERY = 300;
const HANDSHAKE_TIMEOUT = 3000;
/** A board that resets at opening boots for two seconds, and one that prints lines is listened to for another. */
const HANDSHAKE_TIMEOUT_SPEAKING = 6000;
const SPEAKING_WITHIN = 1000;
const HEARTBEAT_EVERY = 1000;
const WATCH_EVERY = 250;
/** No byte for this long while streaming: the device is gone, even if the port does not say so. */
const SILENT_AFTER = 1500;
/** Bytes, but no sample for this long: it speaks, but does not stream; only a new handshake can help. */
const SAMPLELESS_AFTER = 4000;
const RESTART_STREAM_EVERY = 1000;
const BACK_OFF = [250, 500, 1000, 2000] as const;
/** A port that does not close in this time is left behind. */
const CLOSE_WITHIN = 1000;
const SAY_STOP_WITHIN = 200;

export interface ConnectionState {
  readonly phase: ConnectionPhase;
  /** Which attempt to open this is or was, from 1; 0 while streaming. */
  readonly attempt: number;
  readonly device: DeviceDescription | null;
  /** Why it is not streaming; null while nothing is wrong. */
  readonly problem: ConnectionProblem | null;
  readonly stopRequest: StopRequestState;
}

export interface ConnectionOptions {
  /** A fresh transport for each attempt. May throw TransportError. */
  readonly makeTransport: () => Transport;
  readonly decoder: ByteDecoder;
  /** Try again by itself after a loss. Without, a loss is `failed`. */
  readonly autoReconnect: boolean;
  /** For the advice after a handshake time-out; serial ports only. */
  readonly baudRate?: number;
  readonly timers?: Timers;
  /** In order, before the state that it brings about. `arrivalMs`: when its last byte was read. */
  readonly onEvent: (event: DeviceEvent, arrivalMs: number) => void;
  readonly onState: (state: ConnectionState) => void;
  /** Raw chunks as they come, before they are decoded. */
  readonly onBytes?: (chunk: Uint8Array, arrivalMs: number) => void;
  readonly onLineError?: TransportHandlers['onLineError'];
}

/**
 * Keeps one device connected: opens, shakes hands, starts the stream, watches it, and comes back after a loss. What
 * follows what is CONNECTION_TABLE's; this runs its actions and turns what happens into its inputs.
 */
export class Connection {
  autoReconnect: boolean;
  private readonly options: ConnectionOptions;
  private readonly timers: Timers;
  private readonly stop: StopRequest;
  private phase: ConnectionPhase = 'idle';
  private attempt = 0;
  private device: DeviceDescription | null = null;
  private problem: ConnectionProblem | null = null;
  /** Has streamed since connect(): from now on a failure is a loss. */
  private established = false;
  private transport: Transport | null = null;
  private host = new HostEncoder();
  private readonly pending = new Set<() => void>();
  /** Counts up whenever what was under way is given up. */
  private epoch = 0;
  private releasing: Promise<void> = Promise.resolve();
  private saidStop: Promise<void> = Promise.resolve();
  private bytesThisAttempt = 0;
  private lastBytesMs = 0;
  private lastSamplesMs = 0;
  private lastStartMs = 0;
  private readonly inputs: ConnectionInput[] = [];

  constructor(options: ConnectionOptions) {
    this.options = options;
    this.autoReconnect = options.autoReconnect;
    this.timers = options.timers ?? realTimers;
    this.stop = new StopRequest(this.timers, {
      send: () => this.send(this.host.stopRequest()),
      changed: () => this.publish(),
    });
  }

  get state(): ConnectionState {
    const { phase, attempt, device, problem } = this;
    return { phase, attempt, device, problem, stopRequest: this.stop.state };
  }

  /** Opens from idle; after a failure or while waiting to reconnect: tries again now. */
  connect(): void {
    this.input('connect');
  }

  /** Stops the stream and lets go of the port. Resolves when it is free. */
  async disconnect(): Promise<void> {
    this.input('disconnect');
    await this.releasing;
  }

  /** The system tells of a port that has come (`connect` of navigator.serial): no need to wait for the next attempt. */
  wake(): void {
    if (this.phase === 'failed' && !(this.autoReconnect && this.problem && mayComeBack(this.problem))) return;
    this.input('woken');
  }

  /** Asks the device to bring its motion to a stop. A request: the physical stop is the safety device. */
  requestStop(): void {
    this.stop.ask(this.phase === 'streaming' && this.device?.protocol === 'stridelink');
  }

  /** One input at a time: what an action brings about at once (a transport that answers within write) waits its turn. */
  private input(input: ConnectionInput): void {
    this.inputs.push(input);
    if (this.inputs.length > 1) return;
    try {
      for (; this.inputs.length > 0; this.inputs.shift()) {
        const t = transition(this.phase, this.inputs[0]);
        if (t === null) continue;
        this.phase = t.next;
        for (const action of t.actions) this.act(action);
        this.publish();
      }
    } finally {
      this.inputs.length = 0;
    }
  }

  private publish(): void {
    this.options.onState(this.state);
  }

  private act(action: ConnectionAction): void {
    switch (action) {
      case 'begin_anew':
        this.attempt = 0;
        this.established = false;
        this.device = null;
        this.problem = null;
        this.options.decoder.reset();
        this.stop.clear();
        return;
      case 'open':
        return this.open();
      case 'shake_hands':
        return this.shakeHands();
      case 'start_stream':
        return this.startStream();
      case 'say_stop':
        this.saidStop = this.speaksStridelink() ? this.write(this.host.stop()) : Promise.resolve();
        return;
      case 'release':
        return this.release();
      case 'await_retry': {
        const wait = BACK_OFF[Math.min(this.attempt, BACK_OFF.length - 1)];
        this.after(wait, () => this.input('retry_due'));
        return;
      }
    }
  }

  private open(): void {
    this.clearTimers();
    this.attempt++;
    this.bytesThisAttempt = 0;
    this.host = new HostEncoder();
    const epoch = this.epoch;
    void this.releasing.then(async () => {
      if (this.epoch !== epoch) return;
      let transport: Transport;
      try {
        transport = this.options.makeTransport();
      } catch (error) {
        return this.fail(problemOf(error));
      }
      this.transport = transport;
      const ours = () => this.transport === transport;
      this.options.decoder.resync();
      try {
        await transport.open({
          onBytes: (chunk, arrivalMs) => {
            if (ours()) this.onBytes(transport, chunk, arrivalMs);
          },
          onClosed: (error) => {
            if (ours()) this.onClosed(problemOf(error));
          },
          onLineError: (kind) => {
            if (!ours()) return;
            this.options.decoder.resync();
            this.options.onLineError?.(kind);
          },
        });
      } catch (error) {
        if (ours()) this.fail(problemOf(error));
        return;
      }
      if (ours()) this.input('opened');
    });
  }

  private onBytes(transport: Transport, chunk: Uint8Array, arrivalMs: number): void {
    this.lastBytesMs = this.timers.now();
    this.bytesThisAttempt += chunk.length;
    this.options.onBytes?.(chunk, arrivalMs);
    this.options.decoder.push(chunk, (event) => {
      // An event before this one may have ended the connection.
      if (this.transport === transport) this.onEvent(event, arrivalMs);
    });
  }

  private onEvent(event: DeviceEvent, arrivalMs: number): void {
    this.options.onEvent(event, arrivalMs);
    switch (event.kind) {
      case 'describe':
        this.device = event.device;
        this.described();
        return;
      case 'refused':
        return this.fail({ code: event.reason, detail: event.detail });
      case 'samples':
        this.lastSamplesMs = this.timers.now();
        // A device that prints its names only once is known again by its lines.
        if (this.device?.protocol === 'text') this.described();
        return;
      case 'heartbeat':
        // It forgot the start (a reboot, a button): START moves data only, so it may be repeated.
        if (!event.streaming) this.restartStream();
        return;
      case 'ack':
        if (event.command === 'stop_request') this.stop.answered(event.accepted);
        return;
      default:
        return;
    }
  }

  /** Bytes may come before open() has resolved; the handshake counts from `opened` on. */
  private described(): void {
    if (this.phase === 'handshaking') this.input('described');
  }

  private onClosed(problem: ConnectionProblem): void {
    if (problem.code !== 'ended') return this.fail(problem);
    if (this.phase !== 'streaming') return this.fail({ code: 'bad_file', detail: problem.detail });
    this.problem = problem;
    this.input('ended');
  }

  private fail(problem: ConnectionProblem): void {
    this.problem = problem;
    const again = this.established && this.autoReconnect && passesByItself(problem) && !this.transport?.once;
    this.input(again ? 'lost' : 'failed');
  }

  private shakeHands(): void {
    if (this.device !== null && !this.established) return this.described();
    if (this.transport?.kind === 'replay') return;
    // Drawn anew at each opening, see docs/protocol.md.
    const nonce = Math.floor(Math.random() * 2 ** 32);
    const sayHello = () => {
      this.after(HELLO_EVERY, sayHello);
      if (this.speaksStridelink()) this.send(this.host.hello(nonce));
    };
    sayHello();
    const giveUp = () => {
      const rate = this.transport?.kind === 'serial' ? this.options.baudRate : undefined;
      this.fail({
        code: 'handshake_timeout',
        detail: String(this.bytesThisAttempt),
        otherBaudRates: rate === undefined ? [] : otherBaudRates(rate),
      });
    };
    this.after(HANDSHAKE_TIMEOUT, () => {
      const speaking = this.bytesThisAttempt > 0 && this.timers.now() - this.lastBytesMs <= SPEAKING_WITHIN;
      if (speaking) this.after(HANDSHAKE_TIMEOUT_SPEAKING - HANDSHAKE_TIMEOUT, giveUp);
      else giveUp();
    });
  }

  private startStream(): void {
    this.clearTimers();
    this.established = true;
    this.attempt = 0;
    this.problem = null;
    this.lastBytesMs = this.lastSamplesMs = this.timers.now();
    if (this.transport?.kind === 'replay') return;
    this.sendStart();
    if (this.speaksStridelink()) this.every(HEARTBEAT_EVERY, () => this.send(this.host.heartbeat()));
    this.watch();
  }

  private watch(): void {
    let due = this.timers.now() + WATCH_EVERY;
    this.every(WATCH_EVERY, () => {
      const now = this.timers.now();
      // This thread was held up: what came meanwhile is still queued, so the silence is ours.
      if (now - due > WATCH_EVERY) this.lastBytesMs = this.lastSamplesMs = now;
      due = now + WATCH_EVERY;
      const silence = now - this.lastBytesMs;
      const sampleless = now - this.lastSamplesMs;
      if (silence >= SILENT_AFTER) this.fail({ code: 'silent', detail: String(Math.round(silence)) });
      else if (sampleless >= SAMPLELESS_AFTER) {
        this.fail({ code: 'silent', detail: String(Math.round(sampleless)) });
      }
    });
  }

  private restartStream(): void {
    if (this.phase !== 'streaming') return;
    if (this.timers.now() - this.lastStartMs >= RESTART_STREAM_EVERY) this.sendStart();
  }

  private sendStart(): void {
    this.lastStartMs = this.timers.now();
    if (this.speaksStridelink()) this.send(this.host.start());
  }

  private release(): void {
    this.clearTimers();
    const { transport, saidStop } = this;
    this.transport = null;
    this.saidStop = Promise.resolve();
    const before = this.releasing;
    this.releasing = (async () => {
      await before;
      if (transport) {
        await this.within(SAY_STOP_WITHIN, saidStop);
        await this.within(CLOSE_WITHIN, transport.close());
      }
      this.input('released');
    })();
  }

  private speaksStridelink(): boolean {
    return this.device?.protocol !== 'text' && this.transport?.kind !== 'replay';
  }

  private send(bytes: Uint8Array): void {
    void this.write(bytes);
  }

  /** A write that fails is no news: the reading side tells of the loss. */
  private async write(bytes: Uint8Array): Promise<void> {
    try {
      await this.transport?.write(bytes);
    } catch {
      // See above.
    }
  }

  private after(ms: number, call: () => void): void {
    const cancel = this.timers.after(ms, () => {
      this.pending.delete(cancel);
      call();
    });
    this.pending.add(cancel);
  }

  private every(ms: number, call: () => void): void {
    const { epoch } = this;
    this.after(ms, () => {
      call();
      if (this.epoch === epoch) this.every(ms, call);
    });
  }

  private clearTimers(): void {
    this.epoch++;
    for (const cancel of this.pending) cancel();
    this.pending.clear();
  }

  private async within(ms: number, work: Promise<void>): Promise<void> {
    await new Promise<void>((resolve) => {
      const cancel = this.timers.after(ms, resolve);
      void work.finally(() => {
        cancel();
        resolve();
      });
    });
  }
}
