import { type Side, SIDES } from '../channels';
import { type LegSummary, summarise } from './leg-summary';
import { markCycles } from './mark-cycles';
import type { CycleFlag, GaitCycle } from './types';

/** What somebody decided by hand; null: nobody did, the flags decide. */
export type ByHand = 'in' | 'out' | null;

export interface CycleEntry {
  /** Number of the cycle in the set, from 0, in the order of their ends. It never changes. */
  readonly id: number;
  readonly cycle: GaitCycle;
  /** All that is known now: the cycle's own and those that the others tell. */
  readonly flags: readonly CycleFlag[];
  readonly byHand: ByHand;
  /** Counts: by hand, else without any flag. */
  readonly used: boolean;
}

/**
 * The cycles of a walk, both legs. Marks follow from all that is there, so they may change as more come; choices by hand are kept apart from
 * them and win. Entries are made anew only after a change.
 */
export class CycleSet {
  private readonly cycles: GaitCycle[] = [];
  private readonly choices: ByHand[] = [];
  private known: readonly CycleEntry[] | null = null;

  /** Returns the cycle's id. */
  add(cycle: GaitCycle): number {
    this.known = null;
    this.choices.push(null);
    return this.cycles.push(cycle) - 1;
  }

  /** Takes a cycle in or out, or (null) leaves it to the flags again. Throws RangeError for an id that is not there. */
  choose(id: number, byHand: ByHand): void {
    if (!(id in this.cycles)) throw new RangeError(`no cycle ${id}`);
    this.known = null;
    this.choices[id] = byHand;
  }

  clear(): void {
    this.known = null;
    this.cycles.length = 0;
    this.choices.length = 0;
  }

  get entries(): readonly CycleEntry[] {
    this.known ??= this.look();
    return this.known;
  }

  used(side: Side): GaitCycle[] {
    return this.entries.filter((e) => e.used && e.cycle.side === side).map((e) => e.cycle);
  }

  /** Null where no cycle of that leg counts. */
  summary(side: Side): LegSummary | null {
    return summarise(this.used(side));
  }

  private look(): CycleEntry[] {
    const marks = new Map<number, CycleFlag[]>();
    for (const side of SIDES) {
      const ids = this.cycles.flatMap((c, id) => (c.side === side ? [id] : []));
      const flags = markCycles(
        ids.map((id) => this.cycles[id]),
        ids.map(
          (id) =>
            this.choices[id] === 'in' || (this.choices[id] === null && this.cycles[id].flags.length === 0),
        ),
      );
      ids.forEach((id, i) => marks.set(id, flags[i]));
    }
    return this.cycles.map((cycle, id) => {
      const flags = [...new Set([...cycle.flags, ...marks.get(id)!])];
      const byHand = this.choices[id];
      return { id, cycle, flags, byHand, used: byHand === null ? flags.length === 0 : byHand === 'in' };
    });
  }
}
