import { smoothStep } from './curves';

/** What the walker is asked to do, and what it is doing. */
export type WalkerAction = 'walk' | 'stand' | 'knee_bend' | 'tense';
export type ActivityPhase = 'standing' | 'starting' | 'walking' | 'stopping' | 'bending' | 'tensing';

/** Right leg's phase at which gait starts from standing: its knee begins to flex, the left leg carries. */
export const START_PHASE = 0.72;
/** A leg at this phase is about to leave the ground: its swing becomes the closing step. */
const CLOSING_PHASE = 0.7;
const START_S = 1.1;
const FIRST_SWING_S = 0.55;
const STOP_S = 1;
const SLOWEST = 0.45;
const TIMES_ASKED = 3;
const TENSE_S = 1.8;
const TENSE_PAUSE_S = 1;

/** How far each part of the body is in gait, how fast the phase runs, and where in a knee bend the person is. */
export interface ActivityState {
  phase: ActivityPhase;
  /** 0 standing, 1 walking, by leg. */
  right: number;
  left: number;
  /** Factor on the speed of the phase. */
  speed: number;
  /** Place in the bend, 0-1, and 1 while bending. */
  bend: number;
  bending: number;
  /** 0 relaxed, 1 thigh tensed. */
  tensing: number;
}

/**
 * Starts, stops and knee bends, each begun only where a person could: gait starts from standing with the right leg,
 * stops with a closing step, and a bend waits for standing.
 */
export class Activity {
  readonly state: ActivityState = {
    phase: 'standing',
    right: 0,
    left: 0,
    speed: 0,
    bend: 0,
    bending: 0,
    tensing: 0,
  };
  private wanted: WalkerAction = 'stand';
  private timesLeft = 0;
  private since = 0;
  private bendS = 3;
  private pauseS = 0.4;

  ask(action: WalkerAction): void {
    const again = action === this.wanted && this.timesLeft > 0;
    if (!again) this.timesLeft = action === 'knee_bend' || action === 'tense' ? TIMES_ASKED : 0;
    this.wanted = action;
  }

  get asked(): WalkerAction {
    return this.wanted;
  }

  /** Duration of the next bend and of the pause after it, seconds. */
  setBend(bendS: number, pauseS: number): void {
    this.bendS = bendS;
    this.pauseS = pauseS;
  }

  /** `dt` seconds on; phases are those of the legs now. Returns what has just begun, if anything has. */
  step(dt: number, rightPhase: number, leftPhase: number): WalkerAction | null {
    const s = this.state;
    this.since += dt;
    switch (s.phase) {
      case 'standing':
        if (this.wanted === 'walk' && this.since > 0.3) return this.enter('starting', 'walk');
        if (this.wanted === 'knee_bend' && this.since > this.pauseS)
          return this.enter('bending', 'knee_bend');
        if (this.wanted === 'tense' && this.since > TENSE_PAUSE_S) return this.enter('tensing', 'tense');
        return null;
      case 'starting':
        s.right = smoothStep(this.since / FIRST_SWING_S);
        s.left = smoothStep(this.since / START_S);
        s.speed = SLOWEST + (1 - SLOWEST) * smoothStep(this.since / START_S);
        return this.since >= START_S ? this.enter('walking', null) : null;
      case 'walking':
        s.right = s.left = s.speed = 1;
        if (this.wanted === 'walk' || !(closing(rightPhase) || closing(leftPhase))) return null;
        return this.enter('stopping', 'stand');
      case 'stopping':
        s.right = s.left = 1 - smoothStep(this.since / STOP_S);
        s.speed = 1 - (1 - SLOWEST) * smoothStep(this.since / STOP_S);
        if (this.since < STOP_S) return null;
        s.right = s.left = s.speed = 0;
        return this.enter('standing', null);
      case 'bending':
        s.bend = Math.min(1, this.since / this.bendS);
        s.bending = smoothStep(this.since / 0.3) * smoothStep((this.bendS - this.since) / 0.3);
        if (this.since < this.bendS) return null;
        s.bend = s.bending = 0;
        return this.onceMore();
      case 'tensing':
        s.tensing = smoothStep(this.since / 0.4) * smoothStep((TENSE_S - this.since) / 0.4);
        if (this.since < TENSE_S) return null;
        s.tensing = 0;
        return this.onceMore();
    }
  }

  /** One repetition is done: stand, and do it again while there are some left. */
  private onceMore(): null {
    if (this.timesLeft > 0) this.timesLeft -= 1;
    if (this.timesLeft === 0 && (this.wanted === 'knee_bend' || this.wanted === 'tense'))
      this.wanted = 'stand';
    this.enter('standing', null);
    return null;
  }

  private enter(phase: ActivityPhase, begun: WalkerAction | null): WalkerAction | null {
    this.state.phase = phase;
    this.since = 0;
    return begun;
  }
}

const closing = (phase: number): boolean => phase >= CLOSING_PHASE && phase < CLOSING_PHASE + 0.05;
