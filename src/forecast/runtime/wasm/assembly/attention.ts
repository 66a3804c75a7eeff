import { exp4, madd, one, sumLanes, tanh4 } from './simd';

/**
 * Attention over the steps of a sequence: scores, softmax, weighted mean, and their gradients. A sequence is told by its
 * row (step) and sample strides in floats, `width` is a multiple of 4; scores and weights are [batch][ticks padded to 4].
 */

// @ts-ignore: decorator
@inline
function dot(width: i32, a: usize, b: usize): f32 {
  let sum = f32x4.splat(0);
  for (let n = width; n > 0; n -= 4) {
    sum = madd(v128.load(a), v128.load(b), sum);
    a += 16;
    b += 16;
  }
  return sumLanes(sum);
}

/** to += factor * from. */
// @ts-ignore: decorator
@inline
function addScaled(width: i32, factor: f32, from: usize, to: usize): void {
  const f = f32x4.splat(factor);
  for (let n = width; n > 0; n -= 4) {
    v128.store(to, madd(f, v128.load(from), v128.load(to)));
    from += 16;
    to += 16;
  }
}

// @ts-ignore: decorator
@inline
function padded(ticks: i32): i32 {
  return (ticks + 3) & ~3;
}

/** score[t] = scale * x[t] . x[last]. */
export function dotScores(
  batch: i32,
  ticks: i32,
  width: i32,
  x: usize,
  row: i32,
  sample: i32,
  scale: f32,
  scores: usize,
): void {
  const step = <usize>row << 2;
  for (; batch > 0; batch--) {
    const query = x + step * <usize>(ticks - 1);
    for (let t = 0; t < ticks; t++)
      store<f32>(scores + (<usize>t << 2), scale * dot(width, x + step * <usize>t, query));
    x += <usize>sample << 2;
    scores += <usize>padded(ticks) << 2;
  }
}

/** hidden = tanh(hidden) in place; score[t] = v . hidden[t]. */
export function additiveScores(
  batch: i32,
  ticks: i32,
  width: i32,
  hidden: usize,
  row: i32,
  sample: i32,
  v: usize,
  scores: usize,
): void {
  for (; batch > 0; batch--) {
    for (let t = 0; t < ticks; t++) {
      const at = hidden + ((<usize>t * <usize>row) << 2);
      let sum = f32x4.splat(0);
      for (let n: usize = 0; n < <usize>width << 2; n += 16) {
        const y = tanh4(v128.load(at + n));
        v128.store(at + n, y);
        sum = madd(y, v128.load(v + n), sum);
      }
      store<f32>(scores + (<usize>t << 2), sumLanes(sum));
    }
    hidden += <usize>sample << 2;
    scores += <usize>padded(ticks) << 2;
  }
}

/** Scores become weights that add up to `total`. */
export function softmax(batch: i32, ticks: i32, scores: usize, total: f32): void {
  const end = <usize>padded(ticks) << 2;
  for (; batch > 0; batch--) {
    let top: f32 = -Infinity;
    for (let n: usize = 0; n < <usize>ticks << 2; n += 4) top = max(top, load<f32>(scores + n));
    for (let n = <usize>ticks << 2; n < end; n += 4) store<f32>(scores + n, -Infinity);
    let sum = f32x4.splat(0);
    const shift = f32x4.splat(top);
    for (let n: usize = 0; n < end; n += 16) {
      const e = exp4(f32x4.sub(v128.load(scores + n), shift));
      v128.store(scores + n, e);
      sum = f32x4.add(sum, e);
    }
    const factor = f32x4.splat(total / sumLanes(sum));
    for (let n: usize = 0; n < end; n += 16) v128.store(scores + n, f32x4.mul(v128.load(scores + n), factor));
    scores += end;
  }
}

/** y = sum over steps of weight[t] * x[t]. */
export function weightedSum(
  batch: i32,
  ticks: i32,
  width: i32,
  x: usize,
  row: i32,
  sample: i32,
  weights: usize,
  y: usize,
  ySample: i32,
): void {
  for (; batch > 0; batch--) {
    for (let n: usize = 0; n < <usize>width << 2; n += 16) {
      let at = x + n;
      let sum = f32x4.splat(0);
      for (let t: usize = 0; t < <usize>ticks << 2; t += 4) {
        sum = madd(v128.load32_splat(weights + t), v128.load(at), sum);
        at += <usize>row << 2;
      }
      v128.store(y + n, sum);
    }
    x += <usize>sample << 2;
    y += <usize>ySample << 2;
    weights += <usize>padded(ticks) << 2;
  }
}

/** In place: gradients of weights become gradients of scores. `total` as in `softmax`. */
// @ts-ignore: decorator
@inline
function softmaxBackward(ticks: i32, weights: usize, gradients: usize, total: f32): void {
  let mean: f32 = 0;
  const end = <usize>ticks << 2;
  for (let n: usize = 0; n < end; n += 4) mean += load<f32>(weights + n) * load<f32>(gradients + n);
  mean /= total;
  for (let n: usize = 0; n < end; n += 4)
    store<f32>(gradients + n, load<f32>(weights + n) * (load<f32>(gradients + n) - mean));
}

/** dx[t] += weight[t] * dy; dScores from dy and x. */
export function addWeightedSumBackward(
  batch: i32,
  ticks: i32,
  width: i32,
  x: usize,
  dx: usize,
  row: i32,
  sample: i32,
  weights: usize,
  dScores: usize,
  dy: usize,
  ySample: i32,
): void {
  const step = <usize>row << 2;
  for (; batch > 0; batch--) {
    for (let t = 0; t < ticks; t++) {
      const n = <usize>t << 2;
      store<f32>(dScores + n, dot(width, dy, x + step * <usize>t));
      addScaled(width, load<f32>(weights + n), dy, dx + step * <usize>t);
    }
    softmaxBackward(ticks, weights, dScores, 1);
    x += <usize>sample << 2;
    dx += <usize>sample << 2;
    dy += <usize>ySample << 2;
    weights += <usize>padded(ticks) << 2;
    dScores += <usize>padded(ticks) << 2;
  }
}

/** dx += what `dotScores` adds: each step is key, the last is query as well. `dQuery` is scratch of `width` floats. */
export function addDotScoresBackward(
  batch: i32,
  ticks: i32,
  width: i32,
  x: usize,
  dx: usize,
  row: i32,
  sample: i32,
  scale: f32,
  dScores: usize,
  dQuery: usize,
): void {
  const step = <usize>row << 2;
  for (; batch > 0; batch--) {
    const last = step * <usize>(ticks - 1);
    memory.fill(dQuery, 0, <usize>width << 2);
    for (let t = 0; t < ticks; t++) {
      const d = scale * load<f32>(dScores + (<usize>t << 2));
      addScaled(width, d, x + step * <usize>t, dQuery);
      addScaled(width, d, x + last, dx + step * <usize>t);
    }
    addScaled(width, 1, dQuery, dx + last);
    x += <usize>sample << 2;
    dx += <usize>sample << 2;
    dScores += <usize>padded(ticks) << 2;
  }
}

/** `hidden` (after tanh) becomes the gradient before tanh; dv += its share. */
export function additiveScoresBackward(
  batch: i32,
  ticks: i32,
  width: i32,
  hidden: usize,
  row: i32,
  sample: i32,
  v: usize,
  dv: usize,
  dScores: usize,
): void {
  for (; batch > 0; batch--) {
    for (let t = 0; t < ticks; t++) {
      const at = hidden + ((<usize>t * <usize>row) << 2);
      const d = v128.load32_splat(dScores + (<usize>t << 2));
      for (let n: usize = 0; n < <usize>width << 2; n += 16) {
        const y = v128.load(at + n);
        v128.store(dv + n, madd(d, y, v128.load(dv + n)));
        const slope = f32x4.sub(one(), f32x4.mul(y, y));
        v128.store(at + n, f32x4.mul(f32x4.mul(d, v128.load(v + n)), slope));
      }
    }
    hidden += <usize>sample << 2;
    dScores += <usize>padded(ticks) << 2;
  }
}

/** y[t] = weight[t] * x[t]. */
export function reweight(
  batch: i32,
  ticks: i32,
  width: i32,
  x: usize,
  row: i32,
  sample: i32,
  weights: usize,
  y: usize,
): void {
  for (let s = 0; s < batch; s++) {
    for (let t = 0; t < ticks; t++) {
      const offset = (<usize>s * <usize>sample + <usize>t * <usize>row) << 2;
      const w = v128.load32_splat(weights + (<usize>t << 2));
      for (let n: usize = 0; n < <usize>width << 2; n += 16)
        v128.store(y + offset + n, f32x4.mul(w, v128.load(x + offset + n)));
    }
    weights += <usize>padded(ticks) << 2;
  }
}

/** dx[t] = weight[t] * dy[t]; dScores from dy and x. */
export function reweightBackward(
  batch: i32,
  ticks: i32,
  width: i32,
  x: usize,
  dx: usize,
  row: i32,
  sample: i32,
  weights: usize,
  dScores: usize,
  dy: usize,
): void {
  reweight(batch, ticks, width, dy, row, sample, weights, dx);
  for (let s = 0; s < batch; s++) {
    for (let t = 0; t < ticks; t++) {
      const offset = (<usize>s * <usize>sample + <usize>t * <usize>row) << 2;
      store<f32>(dScores + (<usize>t << 2), dot(width, dy + offset, x + offset));
    }
    softmaxBackward(ticks, weights, dScores, <f32>ticks);
    weights += <usize>padded(ticks) << 2;
    dScores += <usize>padded(ticks) << 2;
  }
}
