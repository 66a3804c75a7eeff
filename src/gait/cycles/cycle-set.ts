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
  /** Of these, what only the others tell. */
  readonly marks: readonly CycleFlag[];
  readonly byHand: ByHand;
  /** Counts: by hand, else without any flag. */
  readonly used: boolean;
}

interface Held {
  readonly id: number;
  readonly cycle: GaitCycle;
  byHand: ByHand;
}

/**
 * The cycles of a walk, both legs. Marks follow from all that is there, so they may change as more come; choices by hand are kept apart from
 * them and win. Entries are made anew only after a change.
 */
export class CycleSet {
  private readonly most: number;
  private readonly held: Held[] = [];
  private added = 0;
  private known: readonly CycleEntry[] | null = null;

  /** `most`: of each leg only the latest so many are kept. */
  constructor(most = Infinity) {
    this.most = most;
  }

  /** Returns the cycle's id. */
  add(cycle: GaitCycle): number {
    this.known = null;
    const own = this.held.filter((h) => h.cycle.side === cycle.side);
    if (own.length >= this.most) this.held.splice(this.held.indexOf(own[0]), 1);
    this.held.push({ id: this.added, cycle, byHand: null });
    return this.added++;
  }

  /** Takes a cycle in or out, or (null) leaves it to the flags again. Throws RangeError for an id that is not there. */
  choose(id: number, byHand: ByHand): void {
    const found = this.held.find((h) => h.id === id);
    if (found === undefined) throw new RangeError(`no cycle ${id}`);
    this.known = null;
    found.byHand = byHand;
  }

  clear(): void {
    this.known = null;
    this.held.length = 0;
    this.added = 0;
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
    const marks = new Map<Held, CycleFlag[]>();
    for (const side of SIDES) {
      const own = this.held.filter((h) => h.cycle.side === side);
      const flags = markCycles(
        own.map((h) => h.cycle),
        own.map((h) => h.byHand === 'in' || (h.byHand === null && h.cycle.flags.length === 0)),
      );
      own.forEach((h, i) => marks.set(h, flags[i]));
    }
    return this.held.map((h) => {
      const { id, cycle, byHand } = h;
      const found = marks.get(h)!;
      const flags = [...new Set([...cycle.flags, ...found])];
      const used = byHand === null ? flags.length === 0 : byHand === 'in';
      return { id, cycle, flags, marks: found, byHand, used };
    });
  }
}
