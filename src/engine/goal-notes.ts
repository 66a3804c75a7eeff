import type { Side } from '../gait/channels';
import type { WalkGoals } from '../gait/feedback/goal';

/** Writes into a session's log what Live ticks off: once a session, and when it changes. */
export class GoalNotes {
  readonly #note: (value: Readonly<Record<string, unknown>>) => void;
  #noted = '';

  constructor(note: (value: Readonly<Record<string, unknown>>) => void) {
    this.#note = note;
  }

  /** Another session. */
  begin(): void {
    this.#noted = '';
  }

  /** To be called while the session is recorded. `side`: whose range is meant. */
  inForce({ rangeDeg, symmetryPercent }: WalkGoals, side: Side): void {
    const goals = { rangeDeg, symmetryPercent, side };
    const text = JSON.stringify(goals);
    if (text === this.#noted) return;
    this.#noted = text;
    this.#note({ code: 'walk_goals', ...goals });
  }
}
