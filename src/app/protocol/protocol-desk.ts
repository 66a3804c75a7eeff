import type { EngineCommand, EngineState } from '../../engine/protocol';
import type { Records } from '../../records/records';
import type { MarkedBlock, Protocol } from '../../records/shapes/protocol';
import { useApp } from '../store/store';
import { blockOf, progressOf } from './step-progress';

/** The clock of a step is looked at this often. */
const LOOK_MS = 250;

interface ProtocolDeskOptions {
  readonly records: Promise<Records>;
  readonly send: (command: EngineCommand) => void;
  /** Of a marker. */
  readonly label: (block: MarkedBlock, title: string) => string;
  /** Monotonic, ms. */
  readonly now?: () => number;
}

/**
 * Follows the order of a session: each step begins with a marker in the session and ends by its strides, its time, or by
 * hand. Time counts only while something streams. On every screen, for a step may be to go to another one.
 */
export class ProtocolDesk {
  private readonly options: ProtocolDeskOptions;
  private readonly now: () => number;
  private lastMs = 0;
  private stridesSeen = 0;

  constructor(options: ProtocolDeskOptions) {
    this.options = options;
    this.now = options.now ?? (() => performance.now());
  }

  /** Reads the clinic's order and follows its changes; returns what ends it. */
  start(): () => void {
    const timer = setInterval(() => this.look(), LOOK_MS);
    let stop = (): void => undefined;
    const read = async (records: Records): Promise<void> =>
      useApp.getState().setProtocol(await records.protocol.load());
    this.options.records
      .then(async (records) => {
        stop = records.subscribe(({ what }) => what === 'protocol' && void read(records));
        await read(records);
      })
      // Where nothing can be stored there is the usual one; the screens say so elsewhere.
      .catch(() => undefined);
    return () => {
      clearInterval(timer);
      stop();
    };
  }

  /** Rejects with RecordsError. */
  async save(protocol: Protocol): Promise<void> {
    await (await this.options.records).protocol.save(protocol);
  }

  /** Back to the usual one. Rejects with RecordsError. */
  async reset(): Promise<void> {
    await (await this.options.records).protocol.reset();
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
    useApp.getState().setFollowing(null);
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

  private enter(steps: Protocol['steps'], at: number): void {
    const { engine, setFollowing } = useApp.getState();
    this.lastMs = this.now();
    this.stridesSeen = engine ? stridesOf(engine) : 0;
    setFollowing({ steps, at, passed: { seconds: 0, strides: 0 } });
    if (at >= steps.length) return;
    const block = blockOf(steps, at);
    this.options.send({ type: 'marker', label: this.options.label(block, steps[at].title), block });
  }
}

/** Of the affected leg, or of the other where that has no sensor. */
function stridesOf({ legs }: EngineState): number {
  const { affectedSide } = useApp.getState().settings;
  return (legs[affectedSide] ?? legs[affectedSide === 'r' ? 'l' : 'r'])?.strides ?? 0;
}
