import { BiquadCascade } from '../../src/gait/biquad';
import { bandPass } from '../../src/gait/butterworth';
import { fromHarmonics, overCycle } from './cycles';
import {
  legStrides,
  type LegStrides,
  strideHarmonics,
  strideResiduals,
  curveRms,
  zeroed,
} from './fit-shapes';
import { columnMeans } from './linear';
import { baselineErrors, HORIZONS } from './own-baselines';
import { channelOf, type Walk } from './people';
import { powerAt, reaches } from './power';
import { mean } from './statistics';

/** What one leg of one person is like, from all of that person's walks. */
export interface LegMeasures {
  readonly person: string;
  readonly side: 'r' | 'l';
  /** Mean curve by joint, 100 points from swing peak to swing peak; knee from its 5th percentile, others about their mean. */
  readonly curves: ReadonlyMap<string, Float64Array>;
  readonly scalars: ReadonlyMap<string, number>;
}

const CURVES = ['knee_angle', 'hip_flexion', 'ankle_angle', 'arm_flex', 'elbow_flex'] as const;
const POINTS = 100;

/** All legs of `walks`, one entry a person and side. `segmentS`: length of the pieces on which forecasts are scored. */
export function measureLegs(walks: readonly Walk[], segmentS: number): LegMeasures[] {
  const groups = new Map<string, LegStrides[]>();
  for (const leg of legStrides(walks)) {
    const key = `${leg.walk.person} ${leg.side}`;
    groups.set(key, [...(groups.get(key) ?? []), leg]);
  }
  return [...groups.values()].flatMap((legs) => {
    const sound = legs.filter((l) => l.cycles.length > 0);
    return sound.length === 0 ? [] : [measure(sound, segmentS)];
  });
}

function measure(legs: readonly LegStrides[], segmentS: number): LegMeasures {
  const curves = new Map<string, Float64Array>();
  const scalars = new Map<string, number>();
  for (const joint of CURVES) {
    const usable = joint === 'knee_angle' ? legs.filter((l) => l.walk.kneeSound) : legs;
    const rows = usable.flatMap((l) => strideHarmonics(l, joint) ?? []);
    if (rows.length === 0) continue;
    const centre = columnMeans(rows);
    if (joint !== 'knee_angle') centre[0] = 0;
    curves.set(joint, fromHarmonics(joint === 'knee_angle' ? zeroed(centre) : centre, POINTS));
    const residuals = usable.flatMap((l) => strideResiduals(strideHarmonics(l, joint)!));
    if (residuals.length >= 3) {
      scalars.set(`${joint}.stride_sd`, Math.sqrt(mean(residuals.map((r) => curveRms(r) ** 2))));
    }
    if (joint !== 'knee_angle') continue;
    const amplitude = (k: number) => Math.hypot(centre[2 * k - 1], centre[2 * k]);
    for (const k of [2, 3, 4]) scalars.set(`knee_angle.harmonic_${k}`, amplitude(k) / amplitude(1));
  }
  const periods = legs.flatMap((l) => [...l.periods]);
  scalars.set('cadence', 120 / mean(periods));
  const shakes = legs.filter((l) => l.walk.kneeSound).map(shake);
  if (shakes.length > 0) scalars.set('knee_angle.rms_7_20hz', mean(shakes));
  const runs = legs.filter((l) => l.walk.kneeSound).flatMap((l) => steadyRuns(l, segmentS));
  if (runs.length > 0) {
    scalars.set('knee_angle.power_95', mean(runs.map((x) => powerFrequency(x, 0.95))));
    const errors = runs.map(baselineErrors);
    for (const name of ['persistence', 'line', 'ridge'] as const) {
      HORIZONS.forEach((h, i) => scalars.set(`${name}.${h * 10}ms`, mean(errors.map((e) => e[name][i]))));
    }
  }
  return { person: legs[0].walk.person, side: legs[0].side, curves, scalars };
}

/** RMS of the knee between 7 and 20 Hz within the strides, deg: impacts, soft tissue, the sensor. */
function shake(leg: LegStrides): number {
  const x = channelOf(leg.walk, 'knee_angle', leg.side)!;
  const filter = new BiquadCascade(bandPass(2, 7, 20, leg.walk.rate));
  filter.reset(x[0]);
  const y = Float64Array.from(x, (v) => filter.process(v));
  return Math.sqrt(mean(leg.cycles.map((c) => mean(y.subarray(c.from, c.to).map((v) => v * v)))));
}

/** Unbroken strides of a knee at 100 Hz, in pieces of `segmentS`; what is left over counts from 60 % of that on. */
function steadyRuns(leg: LegStrides, segmentS: number): Float64Array[] {
  const knee = channelOf(leg.walk, 'knee_angle', leg.side)!;
  const out: Float64Array[] = [];
  let from = -1;
  let to = -1;
  const close = (): void => {
    for (
      let at = from;
      at >= 0 && to - at >= 0.6 * segmentS * leg.walk.rate;
      at += segmentS * leg.walk.rate
    ) {
      const end = Math.min(to, at + segmentS * leg.walk.rate);
      out.push(atHundred(knee, at, end, leg.walk.rate));
    }
  };
  for (const c of leg.cycles) {
    if (!c.follows) {
      close();
      from = c.from;
    }
    to = c.to;
  }
  close();
  return out;
}

function atHundred(x: Float32Array, from: number, to: number, rate: number): Float64Array {
  const count = Math.floor(((to - from) * 100) / rate);
  return overCycle(x, { from, to: from + (count * rate) / 100, follows: false }, count);
}

/** Frequency below which `share` of the power of the movement (mean taken out, Hann window) lies, Hz. */
function powerFrequency(x: Float64Array, share: number): number {
  const m = mean(x);
  const windowed = x.map((v, i) => (v - m) * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (x.length - 1))));
  const step = 0.05;
  const power: number[] = [];
  for (let f = step; f <= 25; f += step) power.push(powerAt(windowed, f / 100));
  return (reaches(power, share) + 1) * step;
}
