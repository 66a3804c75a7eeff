/** Absolute errors of one forecaster on kept-back ticks, summed by block of time: [blocks, width], deg. */
export interface BlockErrors {
  readonly blocks: number;
  readonly width: number;
  readonly sum: Float64Array;
  readonly count: Float64Array;
}

/** Ticks within a block err together; blocks of half a second nearly on their own. */
const BLOCK_SECONDS = 0.5;

/**
 * @param errors [rows, width] absolute errors, deg; NaN where the truth is not known
 * @param origins tick of each row, ascending
 */
export function blockErrors(errors: Float32Array, origins: ArrayLike<number>, rate: number): BlockErrors {
  const n = origins.length;
  const width = n === 0 ? 0 : errors.length / n;
  const ticks = Math.max(1, Math.round(BLOCK_SECONDS * rate));
  const first = origins[0] ?? 0;
  const blocks = n === 0 ? 0 : Math.floor((origins[n - 1] - first) / ticks) + 1;
  const sum = new Float64Array(blocks * width);
  const count = new Float64Array(blocks * width);
  for (let r = 0; r < n; r++) {
    const b = Math.floor((origins[r] - first) / ticks);
    for (let i = 0; i < width; i++) {
      const e = errors[r * width + i];
      if (!Number.isFinite(e)) continue;
      sum[b * width + i] += e;
      count[b * width + i] += 1;
    }
  }
  return { blocks, width, sum, count };
}

/** Mean absolute error of each output step, deg; NaN where nothing is known. */
export function meanErrors({ blocks, width, sum, count }: BlockErrors): Float64Array {
  return Float64Array.from({ length: width }, (_, i) => {
    let total = 0;
    let n = 0;
    for (let b = 0; b < blocks; b++) {
      total += sum[b * width + i];
      n += count[b * width + i];
    }
    return total / n;
  });
}

/** Change of `other` against `base` at one output step: log of the ratio of their errors, and its standard error over blocks. */
export function logChange(
  base: BlockErrors,
  other: BlockErrors,
  i: number,
): { readonly change: number; readonly error: number } {
  const { blocks, width } = base;
  let baseTotal = 0;
  let otherTotal = 0;
  for (let b = 0; b < blocks; b++) {
    baseTotal += base.sum[b * width + i];
    otherTotal += other.sum[b * width + i];
  }
  if (!(baseTotal > 0 && otherTotal > 0)) return { change: 0, error: Infinity };
  let squares = 0;
  let known = 0;
  for (let b = 0; b < blocks; b++) {
    if (base.count[b * width + i] === 0) continue;
    known++;
    squares += (other.sum[b * width + i] / otherTotal - base.sum[b * width + i] / baseTotal) ** 2;
  }
  const error = known < 2 ? Infinity : Math.sqrt((squares * known) / (known - 1));
  return { change: Math.log(otherTotal / baseTotal), error };
}
