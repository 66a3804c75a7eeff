import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SIDES } from '../../src/gait/channels';
import { readCmuTrial } from '../data/cmu';
import { anglesOnly } from './angles-only';
import { cmuFeet } from './cmu-feet';
import { compare } from './compare-events';
import type { LegResult } from './gaitprint-events';
import { legTicks, SIGHTS, type Sight } from './leg-ticks';

const MS = 1000 / 120;
/** An extreme must be the greatest for this long on both sides, and well above the middle. */
const ALONE_FRAMES = 20;
const CLEAR = 0.1;
const START_MS = 500;
const END_MS = 350;

/**
 * CMU: the angles alone against the path of the feet in space (forward kinematics of the skeleton; heel strike where the ankle is furthest ahead
 * of the pelvis, toe off where the toe is furthest behind, Zeni 2008). Both sides of the comparison come from the same skeleton fit.
 */
export function cmuEvents(dir: string): LegResult[] {
  return readdirSync(dir).flatMap((subject) =>
    readdirSync(join(dir, subject))
      .filter((f) => /\.amc(\.gz)?$/.test(f))
      .sort()
      .flatMap((f) => {
        const asf = readdirSync(join(dir, subject)).find((x) => /\.asf(\.gz)?$/.test(x));
        if (asf === undefined) throw new Error(`${join(dir, subject)}: no skeleton (.asf)`);
        const paths = [join(dir, subject, asf), join(dir, subject, f)] as const;
        return trial(...paths);
      }),
  );
}

function trial(asfPath: string, amcPath: string): LegResult[] {
  const { trial: name, features, rate, frames } = readCmuTrial(asfPath, amcPath);
  const feet = cmuFeet(asfPath, amcPath);
  return SIDES.flatMap((side) => {
    const strikes = peaks(feet[side].ankleAhead);
    const offs = peaks(feet[side].toeAhead.map((x) => -x));
    const ticks = legTicks(features, rate, side);
    // Near the ends an extreme of the path cannot be told from the cut.
    const to = frames * MS - END_MS;
    return (Object.keys(SIGHTS) as Sight[]).map((sight) => {
      const told = anglesOnly(ticks.map(SIGHTS[sight]));
      return {
        person: `${name} ${side}`,
        sight,
        heelStrike: compare(strikes, told.heel_strike, START_MS, to),
        toeOff: compare(offs, told.toe_off, START_MS, to),
        toldAfter: told.toldAfter,
      };
    });
  });
}

/** ms. */
function peaks(x: Float64Array): number[] {
  const [low, high] = [Math.min(...x), Math.max(...x)];
  const clear = (low + high) / 2 + CLEAR * (high - low);
  const out: number[] = [];
  for (let i = ALONE_FRAMES; i < x.length - ALONE_FRAMES; i += 1) {
    if (x[i] < clear) continue;
    const around = x.subarray(i - ALONE_FRAMES, i + ALONE_FRAMES + 1);
    if (around.every((y) => y <= x[i])) out.push(i * MS);
  }
  return out;
}
