import type { EngineCommand, EngineState } from '../../engine/protocol';
import type { Records } from '../../records/records';
import {
  DEFAULT_PROTOCOL,
  type MarkedBlock,
  type OrderEnd,
  type Protocol,
} from '../../records/shapes/protocol';
import { useApp } from '../store/store';
import { blockOf, progressOf } from './step-progress';

/** The clock of a step is looked at this often. */
const LOOK_MS = 250;

interface ProtocolDeskOptions {
  readonly records: Promise<Records>;
  readonly send: (command: EngineCommand) => void;
  /** Of a marker. */
  readonly label: (block: MarkedBlock, title: string) => string;
  readonly endLabel: (end: OrderEnd) => string;
  /** Monotonic, ms. */
  readonly now?: () => number;
}

/**
 * Follows the order of a session: each step begins with a marker in the session and ends by its strides, its time, or by
 * hand; behind the last one, or where somebody stops following, stands a marker too. Time counts only while something streams. On every screen, for a step may be to go to another one.
 */
export class ProtocolDesk {
  private readonly options: ProtocolDeskOptions;
  private readonly now: () => number;
  private lastMs = 0;
  private stridesSeen = 0;
  private queue: Promise<unknown> = Promise.resolve();
  private writing = 0;

  constructor(options: ProtocolDeskOptions) {
    this.options = options;
    this.now = options.now ?? (() => performance.now());
  }

  /** Reads the clinic's order and follows its changes; returns what ends it. */
  start(): () => void {
    const timer = setInterval(() => this.look(), LOOK_MS);
    let stop = (): void => undefined;
    this.options.records
      .then(async (records) => {
        stop = records.subscribe(({ what }) => what === 'protocol' && void this.read(records));
        await this.read(records);
      })
      // Where nothing can be stored there is the usual one; the screens say so elsewhere.
      .catch(() => undefined);
    return () => {
      clearInterval(timer);
      stop();
    };
  }

  /** On screen at once, in the storage when it resolves. Rejects with RecordsError, and what is stored is shown again. */
  save(protocol: Protocol): Promise<void> {
    useApp.getState().setProtocol(protocol);
    return this.write((stored) => stored.save(protocol));
  }

  /** Back to the usual one. Rejects with RecordsError. */
  reset(): Promise<void> {
    useApp.getState().setProtocol(DEFAULT_PROTOCOL);
    return this.write((stored) => stored.reset());
  }

  follow(): void {
    const { steps } = useApp.getState().protocol;
    this.enter(steps, 0);
  }

  /** The next step, by hand. */
  next(): void {
    const { following } = useApp.getState();
    if (following && following.at < following.steps.length) this.enter(following.steps, following.at + 1);
  }

  /** The step before, which begins anew. */
  back(): void {
    const { following } = useApp.getState();
    if (following && following.at > 0) this.enter(following.steps, following.at - 1);
  }

  end(): void {
    const { following, setFollowing } = useApp.getState();
    if (following && following.at < following.steps.length) this.markEnd('left');
    setFollowing(null);
  }

  /** Looks at clock and strides. */
  look(): void {
    const { following, engine, setFollowing } = useApp.getState();
    const now = this.now();
    const elapsed = (now - this.lastMs) / 1000;
    this.lastMs = now;
    if (following === null) return;
    if (engine === null || engine.source === null) return setFollowing(null);
    const strides = stridesOf(engine);
    // A count that began anew goes on from where it is.
    const more = Math.max(0, strides - this.stridesSeen);
    this.stridesSeen = strides;
    if (engine.phase !== 'streaming' || engine.replay?.paused || following.at >= following.steps.length)
      return;
    const passed = {
      seconds: following.passed.seconds + elapsed,
      strides: following.passed.strides + more,
    };
    if (progressOf(following.steps[following.at], passed).over) this.enter(following.steps, following.at + 1);
    else setFollowing({ ...following, passed });
  }

  /** One after the other. While one waits, what is stored is not shown: it is older than the screen. */
  private write(work: (stored: Records['protocol']) => Promise<void>): Promise<void> {
    this.writing++;
    const done = this.queue.then(async () => {
      const records = await this.options.records;
      try {
        await work(records.protocol);
        this.writing--;
      } catch (error) {
        this.writing--;
        await this.read(records);
        throw error;
      }
    });
    this.queue = done.catch(() => undefined);
    return done;
  }

  private async read(records: Records): Promise<void> {
    const protocol = await records.protocol.load();
    if (this.writing === 0) useApp.getState().setProtocol(protocol);
  }

  private enter(steps: Protocol['steps'], at: number): void {
    const { engine, setFollowing } = useApp.getState();
    this.lastMs = this.now();
    this.stridesSeen = engine ? stridesOf(engine) : 0;
    setFollowing({ steps, at, passed: { seconds: 0, strides: 0 } });
    if (at >= steps.length) return this.markEnd('done');
    const block = blockOf(steps, at);
    this.options.send({ type: 'marker', label: this.options.label(block, steps[at].title), block });
  }

  private markEnd(orderEnd: OrderEnd): void {
    this.options.send({ type: 'marker', label: this.options.endLabel(orderEnd), orderEnd });
  }
}

/** Of the affected leg, or of the other where that has no sensor. */
function stridesOf({ legs }: EngineState): number {
  const { affectedSide } = useApp.getState().settings;
  return (legs[affectedSide] ?? legs[affectedSide === 'r' ? 'l' : 'r'])?.strides ?? 0;
}
