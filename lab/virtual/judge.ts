import { PRESETS, type VirtualPreset } from '../../src/device/virtual/presets';
import { measureEmg } from './emg-measures';
import { type LegMeasures, measureLegs } from './measures';
import { readWalks, type Walk } from './people';
import { mean, quantile, sd } from './statistics';
import { virtualWalk } from './virtual-walks';

/** One row of the judgement: something measured on the walker, and the spread of the same thing among real people. */
export interface JudgedRow {
  readonly preset: VirtualPreset;
  readonly what: string;
  readonly against: 'normal' | 'abnormal';
  readonly people: number;
  /** Median over the walker's draws. */
  readonly walker: number;
  /** Smallest and largest of the real people; for a curve: 0.95 to 1. */
  readonly low: number;
  readonly high: number;
  /** Median of the real people. */
  readonly middle: number;
  readonly unit: string;
  readonly within: boolean;
}

/** Length of the pieces on which forecasts are scored: what the shorter recordings of each group allow, s. */
const SEGMENT_S = { normal: 6, abnormal: 8 } as const;
const WALK_S = 40;
/** Share of a curve that must lie within two SD of the real people's mean curve, over all draws. */
const CURVE_SHARE = 0.95;
/** SD of the people below which a curve's SD is taken as this, deg: sensors' offsets. */
const LEAST_SD = 1;
/** The same for the log of an EMG envelope: a tenth. */
const LEAST_LOG_SD = 0.1;

/** Judges every preset over `seeds` drawn people each. */
export function judgeWalker(
  dir: string,
  seeds: readonly number[],
  progress: (text: string) => void,
  presets: readonly VirtualPreset[] = Object.keys(PRESETS) as VirtualPreset[],
): JudgedRow[] {
  const walks = readWalks(dir);
  const of = (group: 'normal' | 'abnormal') => walks.filter((w) => w.group === group);
  const real = {
    normal: measureLegs(of('normal'), SEGMENT_S.normal),
    abnormal: measureLegs(of('abnormal'), SEGMENT_S.abnormal),
  };
  const realEmg = { normal: measureEmg(of('normal')), abnormal: measureEmg(of('abnormal')) };
  return presets.flatMap((preset) => {
    progress(preset);
    const wires = seeds.map((seed) => virtualWalk(preset, seed, WALK_S));
    const drawn = wires.map((w) => w.joints);
    const { group } = PRESETS[preset];
    const emg = judgeLegs(
      preset,
      group,
      measureEmg(wires.map((w) => w.emg)),
      realEmg[group],
      () => true,
      LEAST_LOG_SD,
    );
    if (group === 'normal') {
      return [
        ...judgeLegs(preset, 'normal', measureLegs(drawn, SEGMENT_S.normal), real.normal, () => true),
        ...emg,
      ];
    }
    // Real affected people were measured at the affected knee alone.
    const affected = drawn.map((w): Walk => ({ ...w, channels: only(w, '_r') }));
    const other = drawn.map((w): Walk => ({ ...w, channels: only(w, '_l') }));
    return [
      ...judgeLegs(
        preset,
        'abnormal',
        measureLegs(affected, SEGMENT_S.abnormal),
        real.abnormal,
        (w) => !/^(curve\.)?(hip|ankle|arm|elbow)/.test(w),
      ),
      ...judgeLegs(
        preset,
        'normal',
        measureLegs(other, SEGMENT_S.normal),
        real.normal,
        (w) => w === 'curve.knee_angle',
      ).map((r) => ({ ...r, what: `other_leg.${r.what}` })),
      ...emg,
    ];
  });
}

function only(walk: Walk, ending: string): Walk['channels'] {
  return new Map([...walk.channels].filter(([name]) => name.endsWith(ending)));
}

function judgeLegs(
  preset: VirtualPreset,
  against: 'normal' | 'abnormal',
  walker: readonly LegMeasures[],
  real: readonly LegMeasures[],
  wanted: (what: string) => boolean,
  leastSd: number = LEAST_SD,
): JudgedRow[] {
  const rows: JudgedRow[] = [];
  for (const joint of walker[0].curves.keys()) {
    const what = `curve.${joint}`;
    const people = real.filter((r) => r.curves.has(joint));
    if (!wanted(what) || people.length < 3) continue;
    const share = curveShare(
      walker.map((w) => w.curves.get(joint)!),
      people.map((p) => p.curves.get(joint)!),
      leastSd,
    );
    rows.push({
      preset,
      what,
      against,
      people: persons(people),
      walker: share,
      middle: 1,
      low: CURVE_SHARE,
      high: 1,
      unit: 'share |z|<2',
      within: share >= CURVE_SHARE,
    });
  }
  for (const what of walker[0].scalars.keys()) {
    const people = real.filter((r) => r.scalars.has(what));
    if (!wanted(what) || people.length < 3) continue;
    const values = people.map((p) => p.scalars.get(what)!);
    const value = quantile(
      walker.map((w) => w.scalars.get(what)!),
      0.5,
    );
    const [low, high] = [Math.min(...values), Math.max(...values)];
    rows.push({
      preset,
      what,
      against,
      people: persons(people),
      walker: value,
      low,
      high,
      middle: quantile(values, 0.5),
      unit: unitOf(what),
      within: value >= low && value <= high,
    });
  }
  return rows;
}

const persons = (legs: readonly LegMeasures[]): number => new Set(legs.map((l) => l.person)).size;

/** Share of all points of all drawn curves within two SD of the real people's mean at the same phase. */
function curveShare(
  drawn: readonly Float64Array[],
  people: readonly Float64Array[],
  leastSd: number,
): number {
  let inside = 0;
  let count = 0;
  for (let i = 0; i < people[0].length; i++) {
    const at = people.map((p) => p[i]);
    const centre = mean(at);
    const spread = Math.max(leastSd, sd(at));
    for (const d of drawn) {
      count++;
      if (Math.abs(d[i] - centre) <= 2 * spread) inside++;
    }
  }
  return inside / count;
}

function unitOf(what: string): string {
  if (what.endsWith('stride_sd') || what.includes('rms')) return 'deg';
  if (what.endsWith('level')) return 'mV';
  if (what.endsWith('median_frequency')) return 'Hz';
  if (what.endsWith('gain_sd')) return 'log';
  if (what === 'cadence') return 'steps/min';
  if (what.endsWith('power_95')) return 'Hz';
  return what.endsWith('ms') ? '% NMAE' : 'of first';
}
