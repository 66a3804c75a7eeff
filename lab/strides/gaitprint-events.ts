import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SIDES } from '../../src/gait/channels';
import { CycleSet } from '../../src/gait/cycles/cycle-set';
import { CycleTracker } from '../../src/gait/cycles/cycle-tracker';
import { readGaitPrint } from '../data/gaitprint';
import { anglesOnly } from './angles-only';
import { type Agreement, compare, type EventTimes } from './compare-events';
import { legTicks, SIGHTS, type Sight } from './leg-ticks';

export interface LegResult {
  readonly person: string;
  readonly sight: Sight;
  readonly heelStrike: Agreement;
  readonly toeOff: Agreement;
  /** ms from each strike to the moment it was told. */
  readonly toldAfter: readonly number[];
}

/** Nothing can be known before the first swing, nor of the last moment. */
const START_MS = 1000;
const END_MS = 300;

/** GaitPrint: the angles alone against the recording's own foot contacts (200 Hz). */
export function gaitPrintEvents(dir: string): LegResult[] {
  return walks(dir).flatMap(({ person, features, rate }) =>
    SIDES.flatMap((side) => {
      const contact = features.get(`foot_contact_${side}`)!;
      const truth = changes(contact, 1000 / rate);
      const ticks = legTicks(features, rate, side);
      return (Object.keys(SIGHTS) as Sight[]).map((sight) => {
        const told = anglesOnly(ticks.map(SIGHTS[sight]));
        const to = (1000 * contact.length) / rate - END_MS;
        return {
          person: `${person} ${side}`,
          sight,
          heelStrike: compare(truth.heel_strike, told.heel_strike, START_MS, to),
          toeOff: compare(truth.toe_off, told.toe_off, START_MS, to),
          toldAfter: told.toldAfter,
        };
      });
    }),
  );
}

export interface SteadyResult {
  readonly person: string;
  readonly by: 'contact' | 'angles';
  readonly cycles: number;
  readonly flagged: number;
  readonly stancePercent: number;
}

/** Both legs through the whole tracker: people walk steadily here, so whatever is flagged is flagged wrongly. */
export function gaitPrintCycles(dir: string): SteadyResult[] {
  return walks(dir).flatMap(({ person, features, rate }) =>
    (['contact', 'angles'] as const).map((by) => {
      const tracker = new CycleTracker(100);
      const set = new CycleSet();
      const [r, l] = SIDES.map((side) => legTicks(features, rate, side));
      const seen = by === 'contact' ? (t: (typeof r)[number]) => t : SIGHTS.knee_hip_ankle;
      r.forEach((_, i) => {
        for (const cycle of tracker.push({ r: seen(r[i]), l: seen(l[i]) })) set.add(cycle);
      });
      return {
        person,
        by,
        cycles: set.entries.length,
        flagged: set.entries.filter((e) => e.flags.length > 0).length,
        stancePercent: set.summary('r')?.stancePercent?.mean ?? NaN,
      };
    }),
  );
}

const walks = (dir: string): ReturnType<typeof readGaitPrint>[] =>
  readdirSync(dir)
    .filter((f) => /\.csv(\.gz)?$/.test(f))
    .sort()
    .map((f) => readGaitPrint(join(dir, f)));

/** Touch and lift of a contact signal, ms: between the two samples. */
function changes(contact: Float32Array, ms: number): EventTimes {
  const out = { heel_strike: [] as number[], toe_off: [] as number[] };
  for (let i = 1; i < contact.length; i += 1) {
    const [before, now] = [contact[i - 1] >= 0.5, contact[i] >= 0.5];
    if (before !== now) out[now ? 'heel_strike' : 'toe_off'].push((i - 0.5) * ms);
  }
  return out;
}
