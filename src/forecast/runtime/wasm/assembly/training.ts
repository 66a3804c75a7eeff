/** Losses and the optimiser. */

const MEAN_SQUARE: i32 = 0;

/**
 * Loss = mean over samples and outputs of weight[n] * l(e), e = prediction - target; l = e^2, or smooth L1 (e^2 / (2 beta)
 * below beta, |e| - beta / 2 above). Writes its gradient to `gradient`, which has the strides of `prediction`.
 */
export function loss(
  batch: i32,
  outputs: i32,
  prediction: usize,
  stride: i32,
  target: usize,
  weights: usize,
  kind: i32,
  beta: f32,
  gradient: usize,
): f64 {
  const share: f64 = 1 / <f64>(batch * outputs);
  let sum: f64 = 0;
  for (let s = 0; s < batch; s++) {
    for (let n: usize = 0; n < (<usize>outputs) << 2; n += 4) {
      const e = load<f32>(prediction + n) - load<f32>(target + n);
      const w = load<f32>(weights + n);
      const size = abs(e);
      let value: f32, slope: f32;
      if (kind == MEAN_SQUARE) {
        value = e * e;
        slope = 2 * e;
      } else if (size < beta) {
        value = (0.5 * e * e) / beta;
        slope = e / beta;
      } else {
        value = size - 0.5 * beta;
        slope = e > 0 ? 1 : -1;
      }
      sum += <f64>(w * value);
      store<f32>(gradient + n, <f32>(share * <f64>(w * slope)));
    }
    prediction += (<usize>stride) << 2;
    gradient += (<usize>stride) << 2;
    target += (<usize>outputs) << 2;
  }
  return sum * share;
}

export function sumOfSquares(count: i32, x: usize): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let n: usize = 0; n < (<usize>count) << 2; n += 16) {
    const v = v128.load(x + n);
    const square = f32x4.mul(v, v);
    low = f64x2.add(low, f64x2.promote_low_f32x4(square));
    high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<i32>(square, square, 2, 3, 0, 1)));
  }
  const both = f64x2.add(low, high);
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
}

/**
 * One step of Adam with decoupled weight decay. `rate` holds the correction of the first moment; `root` is that of the
 * second, 1 / sqrt(1 - beta2^t); gradients are multiplied by `clip` first. `count` is a multiple of 4.
 */
export function adam(
  count: i32,
  weights: usize,
  gradients: usize,
  first: usize,
  second: usize,
  clip: f32,
  rate: f32,
  root: f32,
  beta1: f32,
  beta2: f32,
  epsilon: f32,
  decay: f32,
): void {
  const c = f32x4.splat(clip);
  const b1 = f32x4.splat(beta1);
  const b2 = f32x4.splat(beta2);
  const rest1 = f32x4.splat(1 - beta1);
  const rest2 = f32x4.splat(1 - beta2);
  const e = f32x4.splat(epsilon);
  const lr = f32x4.splat(rate);
  const r = f32x4.splat(root);
  const keep = f32x4.splat(1 - decay);
  for (let n: usize = 0; n < (<usize>count) << 2; n += 16) {
    const g = f32x4.mul(c, v128.load(gradients + n));
    const m = f32x4.add(f32x4.mul(b1, v128.load(first + n)), f32x4.mul(rest1, g));
    const v = f32x4.add(f32x4.mul(b2, v128.load(second + n)), f32x4.mul(rest2, f32x4.mul(g, g)));
    v128.store(first + n, m);
    v128.store(second + n, v);
    const step = f32x4.div(f32x4.mul(lr, m), f32x4.add(f32x4.mul(f32x4.sqrt(v), r), e));
    v128.store(weights + n, f32x4.sub(f32x4.mul(keep, v128.load(weights + n)), step));
  }
}

/** Sets `bytes` from `at` on to zero. */
export function clear(at: usize, bytes: i32): void {
  memory.fill(at, 0, bytes);
}
