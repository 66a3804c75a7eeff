import type { Walk } from './walk';

/** How far a correction may be trusted by the number of strides behind it, by horizon. */
export interface TrustCurve {
  /** At so many ms ... */
  readonly ms: readonly number[];
  /** ... half of the correction is used at so many strides squared. */
  readonly strides2: readonly number[];
}

/**
 * What cross-validation inside the strides says is mixed with this much of what is usual, in units of the squared error to
 * be corrected: two to five strides say little.
 */
const PRIOR_WEIGHT = 1;
/** Neighbouring steps err together: their evidence is pooled over so many each way, as a share of the steps. */
const POOLED = 0.08;

/** n^2 / (n^2 + c): measured on people of other folds (docs/adaptation.md); [steps]. */
export function usualBlend(
  curve: TrustCurve,
  strides: number,
  steps: number,
  rate: Walk['rate'],
): Float64Array {
  return Float64Array.from({ length: steps }, (_, i) => {
    const c = interpolate(curve, ((i + 1) * 1000) / rate);
    return strides ** 2 / (strides ** 2 + c);
  });
}

/**
 * Share of each output's correction to use, from rows that the correction was not fitted on: least squares through 0, pulled
 * towards what is usual. `residual` and `correction` are [rows, outputs * steps] in the same unit, NaN where unknown; `usual` is [steps].
 */
export function chooseBlend(
  residual: Float32Array,
  correction: Float32Array,
  usual: Float64Array,
  outputs: number,
): Float32Array {
  const steps = usual.length;
  const width = outputs * steps;
  const moments = [new Float64Array(width), new Float64Array(width), new Float64Array(width)] as const;
  const [rc, cc, rr] = moments;
  for (let i = 0; i < residual.length; i++) {
    const r = residual[i];
    const c = correction[i];
    if (!Number.isFinite(r) || !Number.isFinite(c)) continue;
    rc[i % width] += r * c;
    cc[i % width] += c * c;
    rr[i % width] += r * r;
  }
  const reach = Math.max(1, Math.round(POOLED * steps));
  const blend = new Float32Array(width);
  for (let j = 0; j < outputs; j++)
    for (let h = 0; h < steps; h++) {
      let along = 0;
      let size = 0;
      let count = 0;
      for (let k = Math.max(0, h - reach); k <= Math.min(steps - 1, h + reach); k++) {
        const i = j * steps + k;
        if (rr[i] === 0) continue;
        along += rc[i] / rr[i];
        size += cc[i] / rr[i];
        count++;
      }
      if (count > 0) {
        along /= count;
        size /= count;
      }
      const share = (along + PRIOR_WEIGHT * usual[h]) / (size + PRIOR_WEIGHT);
      blend[j * steps + h] = Math.min(1, Math.max(0, share));
    }
  return blend;
}

function interpolate({ ms, strides2 }: TrustCurve, at: number): number {
  if (at <= ms[0]) return strides2[0];
  const i = ms.findIndex((m) => m >= at);
  if (i < 0) return strides2[strides2.length - 1];
  const share = (at - ms[i - 1]) / (ms[i] - ms[i - 1]);
  return strides2[i - 1] + share * (strides2[i] - strides2[i - 1]);
}
