import type { Side } from '../../gait/channels';
import type { CycleJoint } from '../../gait/cycles/types';
import type { Moment } from '../../gait/feedback/aims';
import type { Band, GoalStep } from '../../gait/feedback/goal';

/** Bands for one thing that can be aimed at; null where they cannot be told (yet). */
export interface GoalProposal {
  readonly side: Side;
  readonly joint: CycleJoint;
  readonly moment: Moment;
  /** Sound strides so far. */
  readonly strides: number;
  readonly best: Band | null;
  readonly norm: Band | null;
}

/** What the therapist's page is told about goals and the patient's screen. */
export interface FeedbackState {
  /** A patient's screen of this tab is open and can be seen. */
  readonly screenOpen: boolean;
  /** Steps of the present goal. */
  readonly judged: number;
  readonly inTarget: number;
  /** The last ten, oldest first. */
  readonly last: readonly GoalStep[];
  readonly proposals: readonly GoalProposal[];
}

export interface FeedbackEvent {
  readonly type: 'feedback';
  readonly state: FeedbackState;
}
