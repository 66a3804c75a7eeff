import type {
  KneeGroup,
  VectorSpread,
  WalkerCoefficients,
} from '../../src/device/virtual/coefficients/shape';
import { fromHarmonics, overCycle, toHarmonics } from './cycles';
import { fitBends, fitEmg, fitTense } from './fit-emg';
import {
  curveRms,
  HARMONICS,
  type LegStrides,
  legStrides,
  personMeans,
  sideShare,
  strideHarmonics,
  strideResiduals,
  zeroed,
} from './fit-shapes';
import { principal } from './linear';
import { channelOf, readExtensions, readKneeBends, readWalks } from './people';
import { mean, round, round1, sd } from './statistics';

const LEG = ['hip_flexion', 'ankle_angle'];
const UPPER = [
  'hip_adduction',
  'hip_rotation',
  'arm_flex',
  'arm_add',
  'arm_rot',
  'elbow_flex',
  'wrist_flex',
  'clavicle_elevation',
  'clavicle_protraction',
];
const PERSON_COMPONENTS = 5;
const STRIDE_COMPONENTS = 18;
const SPAN = 2 * HARMONICS + 1;

/** Fits all of the walker's coefficients. `levels`: mean of hip and ankle over the stride from a norm, deg. */
export function fitWalker(dir: string, levels: readonly number[]): WalkerCoefficients {
  const walks = readWalks(dir);
  const legs = legStrides(walks);
  const normal = legs.filter((l) => l.walk.group === 'normal');
  const abnormal = legs.filter((l) => l.walk.group === 'abnormal');
  const stack = fitStack(normal);
  const kneeOf = (leg: LegStrides) => (leg.walk.kneeSound ? strideHarmonics(leg, 'knee_angle') : undefined);
  const legOf = (leg: LegStrides) => joined(leg, LEG, true);
  const upperOf = (leg: LegStrides) => joined(leg, UPPER, false);
  const normalKnees = personMeans(normal, kneeOf).map((m) => ({ ...m, mean: zeroed(m.mean) }));
  const upper = personMeans(normal, upperOf);
  return {
    version: 1,
    source: [
      'EMG Dataset in Lower Limb, UCI Machine Learning Repository, doi 10.24432/C5ZW3P: knees, EMG, knee bends, tensed thigh',
      'CMU Graphics Lab Motion Capture Database, mocap.cs.cmu.edu, NSF EIA-0196217: knees, hips, ankles, arms',
      'NONAN GaitPrint (2 people): knees, hips, ankles, foot contacts',
      'Winter 1987 norm curves: mean level of hip and ankle',
    ],
    command: 'npm run lab -- fit-walker',
    harmonics: HARMONICS,
    emgHarmonics: 6,
    knee: {
      normal: kneeGroup(normal, kneeOf, normalKnees, stack.knee, stack.rho),
      abnormal: kneeGroup(
        abnormal,
        kneeOf,
        personMeans(abnormal, kneeOf).map((m) => ({ ...m, mean: zeroed(m.mean) })),
      ),
    },
    leg: {
      channels: LEG,
      person: spread(personMeans(normal, legOf).map((m) => m.mean)),
      level: round(levels),
      stride: stack.leg.map(round),
    },
    upper: {
      channels: UPPER,
      person: spread(upper.map((m) => m.mean)),
      stride: principal(
        normal.flatMap((l) => strideResiduals(upperOf(l) ?? [])),
        4,
        true,
      ).scaled.map(round),
    },
    sideShare: {
      knee: round1(sideShare(normalKnees)),
      leg: round1(sideShare(personMeans(normal, legOf))),
      upper: round1(sideShare(upper)),
    },
    offset: fitOffset(normal),
    contact: fitContact(normal),
    emg: { normal: fitEmg(normal), abnormal: fitEmg(abnormal) },
    bend: fitBends(readKneeBends(dir), legs),
    tenseLog: fitTense(readExtensions(dir), legs),
  };
}

function kneeGroup(
  legs: readonly LegStrides[],
  kneeOf: (leg: LegStrides) => Float64Array[] | undefined,
  means: readonly { mean: Float64Array }[],
  components?: readonly Float64Array[],
  rho?: number,
): KneeGroup {
  const periods = byPerson(legs, (l) => l.periods).map((p) => Math.log(mean(p)));
  const own = components === undefined ? fitKneeStrides(legs, kneeOf) : { components, rho: rho! };
  const remainders = legs.filter((l) => l.walk.kneeSound).flatMap(remainder);
  return {
    people: new Set(legs.filter((l) => l.walk.kneeSound).map((l) => l.walk.person)).size,
    person: spread(means.map((m) => m.mean)),
    periodS: { logMean: round1(mean(periods)), logSd: round1(sd(periods)) },
    stride: { components: own.components.map(round), rho: round1(own.rho) },
    remainderSd: round1(Math.sqrt(mean(remainders.map((r) => r ** 2)))),
  };
}

/** Knee strides of a group with one leg each: [curve, log period]. Every person counts the same. */
function fitKneeStrides(
  legs: readonly LegStrides[],
  kneeOf: (leg: LegStrides) => Float64Array[] | undefined,
): { components: Float64Array[]; rho: number } {
  const parts = legs.map((leg) =>
    strideResiduals((kneeOf(leg) ?? []).map((r, i) => Float64Array.from([...r, Math.log(leg.periods[i])]))),
  );
  return {
    components: principal(equalised(parts), STRIDE_COMPONENTS, true).scaled,
    rho: pooledRho(legs, parts),
  };
}

/**
 * Strides of healthy legs: [knee, log period, hip, ankle] together, so that what varies together does so in the
 * walker. Shape from people measured at all three joints, size from all.
 */
function fitStack(legs: readonly LegStrides[]): { knee: Float64Array[]; leg: Float64Array[]; rho: number } {
  const whole = legs.filter((l) => l.walk.kneeSound && l.walk.source !== 'uci');
  const parts = whole.map((leg) => {
    const knee = strideHarmonics(leg, 'knee_angle')!;
    const rest = joined(leg, LEG, true)!;
    return strideResiduals(
      knee.map((k, i) => Float64Array.from([...k, Math.log(leg.periods[i]), ...rest[i]])),
    );
  });
  const sizes = byPerson(
    legs.filter((l) => l.walk.kneeSound),
    (leg) => {
      const residuals = strideResiduals(strideHarmonics(leg, 'knee_angle')!);
      return residuals.map((r) => curveRms(r) ** 2);
    },
  ).filter((s) => s.length >= 3);
  const size = Math.exp(mean(sizes.map((s) => Math.log(Math.sqrt(mean(s))))));
  const rows = equalised(parts, SPAN, size);
  const { scaled } = principal(rows, STRIDE_COMPONENTS, true);
  return {
    knee: scaled.map((c) => c.slice(0, SPAN + 1)),
    leg: scaled.map((c) => c.slice(SPAN + 1)),
    rho: pooledRho(whole, parts),
  };
}

/** Gives each recording the same size of knee variation: `size`, or the geometric mean of what there is. */
function equalised(parts: readonly Float64Array[][], span = SPAN, size?: number): Float64Array[] {
  const sound = parts.filter((p) => p.length > 0);
  const rms = sound.map((p) => Math.sqrt(mean(p.map((r) => curveRms(r, 0, span) ** 2))));
  const target = size ?? Math.exp(mean(rms.map(Math.log)));
  return sound.flatMap((p, i) => p.map((r) => r.map((x) => (x * target) / rms[i])));
}

function pooledRho(legs: readonly LegStrides[], parts: readonly Float64Array[][]): number {
  let product = 0;
  let square = 0;
  parts.forEach((rows, p) => {
    if (rows.length < 9) return;
    const cycles = legs[p].cycles;
    for (let i = 1; i < rows.length; i++) {
      if (!cycles[i].follows) continue;
      for (let j = 0; j < SPAN; j++) {
        product += rows[i][j] * rows[i - 1][j];
        square += rows[i - 1][j] ** 2;
      }
    }
  });
  return square === 0 ? 0 : Math.max(0, Math.min(0.9, product / square));
}

/** Per stride: RMS of what HARMONICS harmonics leave of a knee away from the seam, deg. */
function remainder(leg: LegStrides): number[] {
  const x = channelOf(leg.walk, 'knee_angle', leg.side)!;
  return leg.cycles.map((c) => {
    const curve = overCycle(x, c, 200);
    const smooth = fromHarmonics(toHarmonics(curve, HARMONICS), 200);
    let sum = 0;
    for (let i = 20; i < 180; i++) sum += (curve[i] - smooth[i]) ** 2 / 160;
    return Math.sqrt(sum);
  });
}

/** Several channels of a leg as one row a stride; `centred` takes out each recording's mean (sensors' offsets). */
function joined(leg: LegStrides, bases: readonly string[], centred: boolean): Float64Array[] | undefined {
  const parts: Float64Array[][] = [];
  for (const base of bases) {
    const rows = strideHarmonics(leg, base);
    if (rows === undefined || rows.length === 0) return undefined;
    const level = mean(rows.map((r) => r[0]));
    parts.push(centred ? rows.map((r) => r.map((x, i) => (i === 0 ? x - level : x))) : rows);
  }
  return leg.cycles.map((_, i) => Float64Array.from(parts.flatMap((p) => [...p[i]])));
}

/** How far the left leg is from half a stride behind the right. */
function fitOffset(legs: readonly LegStrides[]): { personSd: number; strideSd: number } {
  const byWalk = legs
    .filter((l) => l.side === 'r')
    .flatMap((right) => {
      const left = legs.find((l) => l.walk === right.walk && l.side === 'l');
      if (left === undefined) return [];
      const offsets = right.cycles.flatMap((c) => {
        const peak = left.cycles.map((x) => x.from).find((p) => p > c.from && p < c.to);
        return peak === undefined ? [] : [(peak - c.from) / (c.to - c.from) - 0.5];
      });
      return offsets.length < 2 ? [] : [{ person: right.walk.person, offsets }];
    });
  const people = [...new Set(byWalk.map((w) => w.person))].map((p) =>
    mean(byWalk.filter((w) => w.person === p).flatMap((w) => w.offsets)),
  );
  const within = mean(byWalk.map((w) => sd(w.offsets) ** 2));
  return { personSd: round1(Math.sqrt(mean(people.map((x) => x * x)))), strideSd: round1(Math.sqrt(within)) };
}

function fitContact(legs: readonly LegStrides[]): { strike: number; off: number } {
  const strikes: number[] = [];
  const offs: number[] = [];
  for (const leg of legs) {
    const contact = channelOf(leg.walk, 'foot_contact', leg.side);
    if (contact === undefined) continue;
    for (const c of leg.cycles) {
      for (let i = c.from + 1; i <= c.to; i++) {
        const phase = (i - c.from) / (c.to - c.from);
        if (contact[i] > 0.5 && contact[i - 1] <= 0.5) strikes.push(phase);
        if (contact[i] <= 0.5 && contact[i - 1] > 0.5) offs.push(phase);
      }
    }
  }
  return { strike: round1(mean(strikes)), off: round1(mean(offs)) };
}

function byPerson(legs: readonly LegStrides[], values: (leg: LegStrides) => readonly number[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const leg of legs) {
    const list = groups.get(leg.walk.person) ?? [];
    list.push(...values(leg));
    groups.set(leg.walk.person, list);
  }
  return [...groups.values()].filter((g) => g.length > 0);
}

function spread(rows: readonly Float64Array[]): VectorSpread {
  const { mean: centre, scaled } = principal(rows, PERSON_COMPONENTS);
  return { mean: round(centre), components: scaled.map(round) };
}
