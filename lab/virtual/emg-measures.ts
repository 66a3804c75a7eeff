import { overCycle } from './cycles';
import { muscle, MUSCLES } from './fit-emg';
import { legStrides, type LegStrides } from './fit-shapes';
import type { LegMeasures } from './measures';
import type { Walk } from './people';
import { powerAt, reaches } from './power';
import { mean, sd } from './statistics';

const POINTS = 100;

/** The same for muscles as `measureLegs` for joints: log envelope over its mean by phase, and figures, one entry a person. */
export function measureEmg(walks: readonly Walk[]): LegMeasures[] {
  return legStrides(walks).flatMap((leg) => (leg.side === 'r' && leg.cycles.length >= 2 ? measure(leg) : []));
}

function measure(leg: LegStrides): LegMeasures[] {
  const curves = new Map<string, Float64Array>();
  const scalars = new Map<string, number>();
  for (const name of MUSCLES) {
    const m = muscle(leg.walk, name);
    if (m === undefined) return [];
    const strides = leg.cycles.map((c) => overCycle(m.envelope, c, POINTS));
    const curve = Float64Array.from({ length: POINTS }, (_, i) => mean(strides.map((s) => s[i])));
    const level = mean(curve);
    curves.set(
      name,
      curve.map((x) => Math.log(x / level)),
    );
    scalars.set(`${name}.level`, level);
    scalars.set(`${name}.stride_gain_sd`, sd(strides.map((s) => Math.log(mean(s)))));
    scalars.set(`${name}.median_frequency`, medianFrequency(m.band, leg));
  }
  return [{ person: leg.walk.person, side: 'r', curves, scalars }];
}

/** Half of the EMG's power lies below it, Hz: from periodograms of 256 ms pieces of the strides. */
function medianFrequency(band: Float64Array, leg: LegStrides): number {
  const n = 256;
  const power = new Array<number>(n / 2).fill(0);
  for (const c of leg.cycles) {
    for (let at = c.from; at + n <= c.to; at += n) {
      const piece = band.subarray(at, at + n);
      for (let k = 1; k < power.length; k++) power[k] += powerAt(piece, k / n);
    }
  }
  return (reaches(power, 0.5) * leg.walk.rate) / n;
}
