import type { FeedbackState } from '../../engine/feedback/feedback-protocol';
import type { Goal } from '../../gait/feedback/goal';
import type { Slice } from './store';

/** What is aimed for, and the patient's screen. */
export interface FeedbackSlice {
  feedback: FeedbackState | null;
  /** Of nobody in particular: it lasts until a patient is chosen, or the page is left. A patient's goals are stored with the patient. */
  nobodysGoal: Goal | null;
  /** Name of this tab's channel to the patient's screens; null until it is known to be of this tab alone. */
  displayChannelId: string | null;
  goalDialogOpen: boolean;
  setFeedback: (feedback: FeedbackState | null) => void;
  setNobodysGoal: (goal: Goal | null) => void;
  setDisplayChannelId: (id: string) => void;
  setGoalDialogOpen: (open: boolean) => void;
}

export const feedbackSlice: Slice<FeedbackSlice> = (set) => ({
  feedback: null,
  nobodysGoal: null,
  displayChannelId: null,
  goalDialogOpen: false,
  setFeedback: (feedback) => set({ feedback }),
  setNobodysGoal: (nobodysGoal) => set({ nobodysGoal }),
  setDisplayChannelId: (displayChannelId) => set({ displayChannelId }),
  setGoalDialogOpen: (goalDialogOpen) => set({ goalDialogOpen }),
});
