import type { Goal, GoalStep } from '../../gait/feedback/goal';
import type { CycleJoint } from '../../gait/cycles/types';
import type { Side } from '../../gait/channels';
import type { Aim } from '../../gait/feedback/aims';

/**
 * What the engine worker and a patient's screen say to each other, on a BroadcastChannel of their own. Types, and its name. The page of the
 * therapist has no part in it, so nothing that keeps that page busy holds the screen up.
 */
export const displayChannel = (id: string): string => `stridecast.display.${id}`;

/** Codes only; the screen has the words. */
export interface DisplayLook {
  readonly language: 'en' | 'zh';
  readonly scheme: 'light' | 'dark';
}

/** What stays for some steps; sent on change, and twice a second. */
export interface DisplayScene {
  readonly type: 'scene';
  /** `off`: there is no session (any more). */
  readonly session: 'off' | 'on';
  readonly look: DisplayLook;
  readonly joint: CycleJoint;
  readonly side: Side;
  /** null: no goal is set; the movement is shown alone. */
  readonly target: { readonly low: number; readonly high: number; readonly aim: Aim } | null;
  /** Angles at the lower and the upper edge, deg. */
  readonly range: readonly [low: number, high: number];
  /** The last steps, oldest first. */
  readonly steps: readonly GoalStep['result'][];
  /** Angle of the last judged step, deg; null before the first. */
  readonly lastValue: number | null;
  /** Steps judged so far, and those of them that met the target. */
  readonly judged: number;
  readonly inTarget: number;
  readonly wanted: number | null;
}

/** Where the joint was at one tick. */
export interface DisplayPoint {
  /** Of the gait cycle, 0 to below 1; null when not walking. */
  readonly phase: number | null;
  /** deg; NaN where it was not measured. */
  readonly angle: number;
}

/** At most 60 a second, none while nothing comes. */
export interface DisplayFrame {
  readonly type: 'frame';
  /** Of the last point. */
  readonly tick: number;
  /** What has come since the frame before; never empty. */
  readonly points: readonly DisplayPoint[];
}

export type DisplayMessage = DisplayScene | DisplayFrame;

/** From the screen, once a second while it can be seen; `preview` is the small picture on the therapist's page. */
export interface DisplayHello {
  readonly type: 'hello';
  readonly from: 'screen' | 'preview';
}

/** What the engine is told about the patient's screen, with the rest of its setup. */
export interface DisplaySetup {
  /** Of this tab alone. */
  readonly channelId: string;
  readonly look: DisplayLook;
  readonly goal: Goal | null;
}
