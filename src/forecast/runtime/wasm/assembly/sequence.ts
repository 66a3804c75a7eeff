/** Moving and pooling of sequences. Strides in floats; a sequence is told by its row (step) and sample strides. */

/** Copies `width` floats of `rows` rows of each sample. */
export function copyRows(
  batch: i32,
  rows: i32,
  width: i32,
  source: usize,
  sourceRow: i32,
  sourceSample: i32,
  target: usize,
  targetRow: i32,
  targetSample: i32,
): void {
  const bytes = <usize>width << 2;
  for (let s = 0; s < batch; s++) {
    const from = source + ((<usize>s * <usize>sourceSample) << 2);
    const to = target + ((<usize>s * <usize>targetSample) << 2);
    if (sourceRow == width && targetRow == width) {
      memory.copy(to, from, bytes * <usize>rows);
      continue;
    }
    for (let r = 0; r < rows; r++)
      copyFloats(to + ((<usize>r * <usize>targetRow) << 2), from + ((<usize>r * <usize>sourceRow) << 2), bytes);
  }
}

// @ts-ignore: decorator
@inline
function copyFloats(to: usize, from: usize, bytes: usize): void {
  const end = from + bytes;
  while (from + 16 <= end) {
    v128.store(to, v128.load(from));
    from += 16;
    to += 16;
  }
  while (from < end) {
    store<f32>(to, load<f32>(from));
    from += 4;
    to += 4;
  }
}

/** y[t] = largest or mean of x[t * size ...]; `width` a multiple of 4. */
export function poolForward(
  batch: i32,
  ticks: i32,
  width: i32,
  size: i32,
  largest: bool,
  x: usize,
  xRow: i32,
  xSample: i32,
  y: usize,
  yRow: i32,
  ySample: i32,
): void {
  const step = <usize>xRow << 2;
  const share = f32x4.splat(<f32>1 / <f32>size);
  for (let s = 0; s < batch; s++) {
    for (let t = 0; t < ticks; t++) {
      const xAt = x + ((<usize>s * <usize>xSample) << 2) + step * <usize>(t * size);
      const yAt = y + ((<usize>s * <usize>ySample + <usize>t * <usize>yRow) << 2);
      for (let n: usize = 0; n < <usize>width << 2; n += 16) {
        let at = xAt + n;
        let value = v128.load(at);
        for (let k = 1; k < size; k++) {
          at += step;
          value = largest ? f32x4.max(value, v128.load(at)) : f32x4.add(value, v128.load(at));
        }
        v128.store(yAt + n, largest ? value : f32x4.mul(value, share));
      }
    }
  }
}

/** dx of `poolForward`, all of it but the rest that pools drop; among equals the first takes the gradient. */
export function poolBackward(
  batch: i32,
  ticks: i32,
  width: i32,
  size: i32,
  largest: bool,
  x: usize,
  dx: usize,
  xRow: i32,
  xSample: i32,
  y: usize,
  dy: usize,
  yRow: i32,
  ySample: i32,
): void {
  const step = <usize>xRow << 2;
  const share = f32x4.splat(<f32>1 / <f32>size);
  for (let s = 0; s < batch; s++) {
    for (let t = 0; t < ticks; t++) {
      const xOffset = ((<usize>s * <usize>xSample) << 2) + step * <usize>(t * size);
      const yOffset = (<usize>s * <usize>ySample + <usize>t * <usize>yRow) << 2;
      for (let n: usize = 0; n < <usize>width << 2; n += 16) {
        const gradient = v128.load(dy + yOffset + n);
        let at = xOffset + n;
        if (largest) {
          const top = v128.load(y + yOffset + n);
          let free = i32x4.splat(-1);
          for (let k = 0; k < size; k++) {
            const here = v128.and(free, f32x4.eq(v128.load(x + at), top));
            v128.store(dx + at, v128.and(here, gradient));
            free = v128.andnot(free, here);
            at += step;
          }
        } else {
          const part = f32x4.mul(gradient, share);
          for (let k = 0; k < size; k++) {
            v128.store(dx + at, part);
            at += step;
          }
        }
      }
    }
  }
}

/** y = mean over the steps. */
export function meanForward(
  batch: i32,
  ticks: i32,
  width: i32,
  x: usize,
  xRow: i32,
  xSample: i32,
  y: usize,
  ySample: i32,
): void {
  poolForward(batch, 1, width, ticks, false, x, xRow, xSample, y, 0, ySample);
}

/** dx[t] += dy / ticks. */
export function addMeanBackward(
  batch: i32,
  ticks: i32,
  width: i32,
  dx: usize,
  xRow: i32,
  xSample: i32,
  dy: usize,
  ySample: i32,
): void {
  const share = f32x4.splat(<f32>1 / <f32>ticks);
  for (let s = 0; s < batch; s++)
    for (let t = 0; t < ticks; t++) {
      const to = dx + ((<usize>s * <usize>xSample + <usize>t * <usize>xRow) << 2);
      const from = dy + ((<usize>s * <usize>ySample) << 2);
      for (let n: usize = 0; n < <usize>width << 2; n += 16)
        v128.store(to + n, f32x4.add(v128.load(to + n), f32x4.mul(v128.load(from + n), share)));
    }
}

/** target += source, row by row; `width` a multiple of 4. */
export function addRows(
  batch: i32,
  rows: i32,
  width: i32,
  source: usize,
  sourceRow: i32,
  sourceSample: i32,
  target: usize,
  targetRow: i32,
  targetSample: i32,
): void {
  for (let s = 0; s < batch; s++)
    for (let r = 0; r < rows; r++) {
      const from = source + ((<usize>s * <usize>sourceSample + <usize>r * <usize>sourceRow) << 2);
      const to = target + ((<usize>s * <usize>targetSample + <usize>r * <usize>targetRow) << 2);
      for (let n: usize = 0; n < <usize>width << 2; n += 16)
        v128.store(to + n, f32x4.add(v128.load(to + n), v128.load(from + n)));
    }
}
