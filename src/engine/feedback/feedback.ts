import type { ChannelName, Side } from '../../gait/channels';
import { BodyReader } from '../../gait/cycles/body-reader';
import { CycleSet } from '../../gait/cycles/cycle-set';
import { CycleTracker } from '../../gait/cycles/cycle-tracker';
import type { CycleJoint, GaitCycle } from '../../gait/cycles/types';
import { aimOf } from '../../gait/feedback/aims';
import type { Goal } from '../../gait/feedback/goal';
import { PhaseFollower } from '../../gait/feedback/phase-follower';
import { StrideDetector } from '../../gait/strides';
import type { Hertz } from '../../gait/units';
import type { DisplayLook, DisplayScene, DisplaySetup } from './display-protocol';
import type { FeedbackState, GoalProposal } from './feedback-protocol';
import { proposals } from './proposals';
import { type ChannelLike, openBroadcast, ScreenPost } from './screen-post';
import { StepCount } from './step-count';
import { viewRange } from './view-range';

/** Of each leg; proposals come of these. */
const KEPT_CYCLES = 40;
/** A longer hole in the ticks begins the walk anew. */
const LONGEST_HOLE = 500;
const PLAIN: DisplayLook = { language: 'en', scheme: 'light' };

interface FeedbackOptions {
  readonly rate: Hertz;
  /** Monotonic ms. */
  readonly now: () => number;
  /** To the session's log. */
  readonly note: (value: Readonly<Record<string, unknown>>) => void;
  readonly tell: (state: FeedbackState) => void;
  readonly openChannel?: (name: string) => ChannelLike | null;
}

/** Shows the patient one joint and one target, and counts the steps that meet it. */
export class Feedback {
  readonly #options: FeedbackOptions;
  readonly #post: ScreenPost;
  #count = new StepCount();
  #look = PLAIN;
  #affected: Side = 'r';
  #session: DisplayScene['session'] = 'off';
  #channels: readonly ChannelName[] = [];
  #body = new BodyReader([]);
  #tracker: CycleTracker;
  #cycles = new CycleSet(KEPT_CYCLES);
  #strides: StrideDetector;
  #follower = new PhaseFollower();
  /** Stream's tick of the tracker's tick 0. */
  #firstTick = 0;
  #tick = -1;
  #phase: number | null = null;
  #place = -1;
  #range: readonly [number, number] | null = null;
  /** null: cycles have come since. */
  #proposals: GoalProposal[] | null = null;
  #noted = '';
  #told = '';

  constructor(options: FeedbackOptions) {
    this.#options = options;
    this.#post = new ScreenPost(options.openChannel ?? openBroadcast, options.now);
    this.#tracker = new CycleTracker(options.rate);
    this.#strides = new StrideDetector(options.rate);
  }

  setUp(setup: DisplaySetup | undefined, affectedSide: Side): void {
    const before = this.#leg;
    this.#affected = affectedSide;
    this.#look = setup?.look ?? PLAIN;
    this.#post.listenOn(setup?.channelId ?? null);
    if (this.#count.aimFor(setup?.goal ?? null)) this.#range = null;
    if (before !== this.#leg) this.#followLeg();
    this.#tellScreen();
  }

  /** A source is being opened: what follows is another session. */
  begin(): void {
    const { goal } = this.#count;
    this.#count = new StepCount();
    this.#count.aimFor(goal);
    this.#noted = '';
  }

  /** These channels from now on: another device or calibration. */
  start(channels: readonly ChannelName[]): void {
    this.#session = 'on';
    this.#channels = channels;
    this.#body = new BodyReader(channels);
    this.#cycles = new CycleSet(KEPT_CYCLES);
    this.#tick = -1;
    this.#proposals = null;
    this.#followLeg();
  }

  end(): void {
    this.#session = 'off';
    this.#tellScreen();
  }

  /** One value a channel, calibrated. */
  tick(tick: number, measured: Float32Array): void {
    const missing = tick - this.#tick - 1;
    if (this.#tick < 0 || missing < 0 || missing > LONGEST_HOLE) this.#startWalk(tick);
    else for (let i = 0; i < missing; i++) this.#track(null);
    this.#tick = tick;
    this.#track(measured);
    this.#post.point(this.#phase, this.#place < 0 ? Number.NaN : measured[this.#place]);
  }

  /** All that a chunk brought is through. */
  chunkDone(): void {
    this.#post.frame(this.#tick);
  }

  /** To be called several times a second. */
  housekeeping(): void {
    this.#tellScreen();
    this.#proposals ??= proposals(this.#cycles);
    const { judged, inTarget, last } = this.#count;
    const state: FeedbackState = {
      screenOpen: this.#post.screenOpen,
      judged,
      inTarget,
      last: [...last],
      proposals: this.#proposals,
    };
    const told = JSON.stringify(state);
    if (told === this.#told) return;
    this.#told = told;
    this.#options.tell(state);
  }

  /** Of the session, for its row; nothing where nothing was aimed for. */
  get figures(): Record<string, number> {
    const { judged, inTarget } = this.#count.session;
    return judged === 0 ? {} : { goal_steps: judged, goal_in_target: inTarget };
  }

  get #joint(): CycleJoint {
    return this.#count.goal?.joint ?? 'knee';
  }

  get #side(): Side {
    return this.#count.goal?.side ?? this.#affected;
  }

  get #leg(): string {
    return CHANNEL_OF[this.#joint] + this.#side;
  }

  #followLeg(): void {
    this.#place = this.#channels.indexOf(this.#leg);
    this.#range = null;
    this.#strides = new StrideDetector(this.#options.rate);
    this.#follower = new PhaseFollower();
    this.#phase = null;
  }

  #startWalk(tick: number): void {
    this.#firstTick = tick;
    this.#tracker = new CycleTracker(this.#options.rate);
    this.#strides.clear();
  }

  #track(measured: Float32Array | null): void {
    const body = this.#body.read(measured);
    const leg = body[this.#side];
    this.#strides.push(leg?.knee ?? Number.NaN, leg?.contact);
    this.#phase = this.#follower.step(this.#strides.phase);
    for (const cycle of this.#tracker.push(body)) this.#completed(cycle);
  }

  #completed(found: GaitCycle): void {
    const cycle: GaitCycle = {
      ...found,
      startTick: found.startTick + this.#firstTick,
      endTick: found.endTick + this.#firstTick,
    };
    this.#cycles.add(cycle);
    // What is reckoned from all of them waits for housekeeping: no forecast waits for it.
    this.#proposals = null;
    const step = this.#count.add(cycle);
    const { goal } = this.#count;
    if (step === null || goal === null) return;
    this.#noteGoal(goal);
    const { joint, side, moment } = goal;
    this.#options.note({ code: 'goal_step', joint, side, moment, ...step });
  }

  /** Once for each goal, before its first step. */
  #noteGoal(goal: Goal): void {
    const noted = JSON.stringify(goal);
    if (noted === this.#noted) return;
    this.#noted = noted;
    this.#options.note({ code: 'goal', ...goal });
  }

  #tellScreen(): void {
    if (!this.#post.watched) return;
    const { goal, last, judged, inTarget } = this.#count;
    const [joint, side] = [this.#joint, this.#side];
    const aim = goal && aimOf(goal.joint, goal.moment);
    const own = this.#cycles.used(side);
    this.#range = viewRange(own, joint, goal, this.#range);
    this.#post.scene({
      type: 'scene',
      session: this.#session,
      look: this.#look,
      joint,
      side,
      target: goal && aim && { low: goal.low, high: goal.high, aim },
      range: this.#range,
      steps: last.map((s) => s.result),
      lastValue: last.at(-1)?.value ?? null,
      judged,
      inTarget,
      wanted: goal?.steps ?? null,
    });
  }
}

const CHANNEL_OF: Readonly<Record<CycleJoint, string>> = {
  hip: 'hip_flexion_',
  knee: 'knee_angle_',
  ankle: 'ankle_angle_',
};
