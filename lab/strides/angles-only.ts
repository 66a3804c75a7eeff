import { AngleEvents } from '../../src/gait/cycles/angle-events';
import { LegHistory } from '../../src/gait/cycles/leg-history';
import type { LegTick } from '../../src/gait/cycles/types';
import type { EventTimes } from './compare-events';
import { RATE } from './leg-ticks';

/** Events of a leg by its angles alone, ms, and how long after each strike it was told. */
export function anglesOnly(ticks: readonly LegTick[]): EventTimes & { toldAfter: number[] } {
  const history = new LegHistory(5 * RATE);
  const detector = new AngleEvents(RATE, history);
  const out = { heel_strike: [] as number[], toe_off: [] as number[], toldAfter: [] as number[] };
  const ms = 1000 / RATE;
  for (const tick of ticks) {
    history.push({ ...tick, contact: undefined });
    const event = detector.step();
    if (event === null) continue;
    out[event.kind].push(event.at * ms);
    if (event.kind === 'heel_strike') out.toldAfter.push((history.tick - event.at) * ms);
  }
  return out;
}
