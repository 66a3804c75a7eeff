import type { ChannelName, Side } from '../channels';
import { channelInfo, sideOf } from '../channels';
import type { SampleBlock } from '../sample-block';
import type { Seconds } from '../units';
import { checkBend } from './bend';
import { checkContract } from './contract';
import type { Finder } from './finder';
import type { ChannelPart, SignalCheckStream } from './recording';
import { StreamRecording } from './recording';
import type { SignalCheckReport, SignalCheckStep, SignalFinding } from './report';
import { SIGNAL_CHECK_STEPS } from './report';
import { checkStand } from './stand';
import { median } from './statistics';
import type { StreamClock } from './stream';
import { checkStream } from './stream';

/** Length of each step. Bend and contract keep the latest so many seconds until the therapist goes on. */
const STEP_SECONDS: Readonly<Record<SignalCheckStep, Seconds>> = { stand: 10, bend: 10, contract: 6 };
/** A step left earlier than this is skipped, not judged. */
const LEAST_SECONDS: Seconds = 2;

interface SignalCheckOptions {
  readonly streams: readonly SignalCheckStream[];
  readonly affectedSide: Side;
  /** Channels that should be there and are `missing` if no stream has them. */
  readonly expected?: readonly ChannelName[];
}

/**
 * "Is the signal sound?", in the order in which a therapist works: stand still, bend the affected knee a few times, tense
 * the thigh. `start`, then `next` after each step (also before it is full); after the last `report` is there. Steps
 * without a channel to look at are left out. Feed it calibrated blocks at native rate, all the time: it takes what it needs.
 */
export class SignalCheck {
  readonly steps: readonly SignalCheckStep[];
  report: SignalCheckReport | null = null;
  private readonly options: SignalCheckOptions;
  private readonly clocks = new Map<number, StreamClock>();
  private readonly done = new Map<SignalCheckStep, readonly StreamRecording[]>();
  private current: SignalCheckStep | null = null;
  private recordings: readonly StreamRecording[] = [];
  /** Of all steps, also of those too short to be judged. */
  private readonly all: StreamRecording[] = [];

  constructor(options: SignalCheckOptions) {
    this.options = options;
    const has = (suffix: string): boolean =>
      options.streams.some((s) => s.channels.some((c) => c === `${suffix}_${options.affectedSide}`));
    const emg = options.streams.some((s) =>
      s.channels.some((c) => channelInfo(c)?.kind === 'emg' && sideOf(c) === options.affectedSide),
    );
    this.steps = SIGNAL_CHECK_STEPS.filter((step) =>
      step === 'bend' ? has('knee_angle') : step === 'contract' ? emg : true,
    );
  }

  /** The step at hand; null before the start, after the end and after cancel. */
  get step(): SignalCheckStep | null {
    return this.current;
  }

  /** How much of the step's time has come, 0-1, by the slowest stream that sends at all. */
  get progress(): number {
    if (this.current === null) return 0;
    const seconds = this.recordings.map((r) => r.seconds).filter((s) => s > 0);
    return seconds.length === 0 ? 0 : Math.min(1, Math.min(...seconds) / STEP_SECONDS[this.current]);
  }

  /** From the first step, also in the middle or after the end. */
  start(): void {
    this.report = null;
    this.done.clear();
    this.all.length = 0;
    this.enter(this.steps[0]);
  }

  /** To the next step, or from the last to the report. */
  next(): void {
    const step = this.current;
    if (step === null) return;
    if (this.recordings.some((r) => r.seconds >= LEAST_SECONDS)) this.done.set(step, this.recordings);
    const following = this.steps[this.steps.indexOf(step) + 1];
    if (following !== undefined) this.enter(following);
    else {
      this.report = this.judge();
      this.current = null;
    }
  }

  cancel(): void {
    this.current = null;
  }

  push(block: SampleBlock): void {
    if (this.current === null || (this.current === 'stand' && this.progress >= 1)) return;
    this.recordings.find((r) => r.stream.id === block.stream)?.push(block);
  }

  gap(stream: number, samples: number): void {
    this.recordings.find((r) => r.stream.id === stream)?.gap(samples);
  }

  /** What the receiver measured of a stream's clock, whenever it is known better. */
  clock(stream: number, clock: StreamClock): void {
    this.clocks.set(stream, clock);
  }

  private enter(step: SignalCheckStep): void {
    this.current = step;
    this.recordings = this.options.streams.map((s) => new StreamRecording(s, STEP_SECONDS[step]));
    this.all.push(...this.recordings);
  }

  private judge(): SignalCheckReport {
    const { streams, affectedSide, expected = [] } = this.options;
    const channels = streams.flatMap((s) => s.channels);
    const findings: SignalFinding[] = [];
    const finder =
      (step: SignalCheckStep): Finder =>
      (channel, code, severity, figures) => {
        findings.push({ channel, step, code, severity, figures });
      };
    const partsOf = (step: SignalCheckStep): ChannelPart[] =>
      (this.done.get(step) ?? []).flatMap((r) => r.parts());

    const stand = partsOf('stand');
    const bend = partsOf('bend');
    for (const channel of new Set([...channels, ...expected])) {
      if (!this.all.some((r) => r.has(channel))) finder('stand')(channel, 'missing', 'fix', {});
    }
    for (const part of stand) checkStand(part, bend, finder('stand'));
    for (const recording of this.done.get('stand') ?? []) {
      checkStream(recording, this.clocks.get(recording.stream.id), finder('stand'));
    }
    const restOf = (channel: ChannelName): number | null => {
      const values = stand.find((p) => p.channel === channel)?.values ?? new Float32Array();
      return values.length === 0 ? null : median(values);
    };
    checkBend(bend, affectedSide, restOf, finder('bend'));
    checkContract(partsOf('contract'), stand, affectedSide, finder('contract'));

    for (const channel of channels) {
      if (findings.some((f) => f.channel === channel)) continue;
      findings.push({ channel, step: 'stand', code: 'ok', severity: 'pass', figures: {} });
    }
    return {
      version: 1,
      affectedSide,
      steps: this.steps.filter((s) => this.done.has(s)),
      findings,
      sound: findings.every((f) => f.severity !== 'fix'),
    };
  }
}
