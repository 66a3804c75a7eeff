import { one, tanh4 } from './simd';

/** Activations and dropout over rows of `width` floats (a multiple of 4), strides in floats. */

export function tanhRows(rows: i32, width: i32, x: usize, stride: i32): void {
  for (let r = 0; r < rows; r++) {
    for (let n: usize = 0; n < (<usize>width) << 2; n += 16) v128.store(x + n, tanh4(v128.load(x + n)));
    x += (<usize>stride) << 2;
  }
}

/** dy *= slope of tanh, from its value y. */
export function tanhBackward(rows: i32, width: i32, y: usize, dy: usize, stride: i32): void {
  for (let r = 0; r < rows; r++) {
    for (let n: usize = 0; n < (<usize>width) << 2; n += 16) {
      const value = v128.load(y + n);
      v128.store(dy + n, f32x4.mul(v128.load(dy + n), f32x4.sub(one(), f32x4.mul(value, value))));
    }
    y += (<usize>stride) << 2;
    dy += (<usize>stride) << 2;
  }
}

/** dy = 0 where y is 0. */
export function reluBackward(rows: i32, width: i32, y: usize, dy: usize, stride: i32): void {
  for (let r = 0; r < rows; r++) {
    for (let n: usize = 0; n < (<usize>width) << 2; n += 16)
      v128.store(dy + n, v128.and(v128.load(dy + n), f32x4.gt(v128.load(y + n), f32x4.splat(0))));
    y += (<usize>stride) << 2;
    dy += (<usize>stride) << 2;
  }
}

/** target = source * mask. */
export function multiply(count: i32, source: usize, mask: usize, target: usize): void {
  for (let n: usize = 0; n < (<usize>count) << 2; n += 16)
    v128.store(target + n, f32x4.mul(v128.load(source + n), v128.load(mask + n)));
}

/** mask = 0 with probability `rate`, else 1 / (1 - rate); the same for the same seed. */
export function dropoutMask(count: i32, rate: f32, seed: u32, mask: usize): void {
  const kept: f32 = 1 / (1 - rate);
  const threshold = <u32>(<f64>rate * 4294967296.0);
  for (let n = 0; n < count; n++) {
    store<f32>(mask + ((<usize>n) << 2), mixed(seed + <u32>n * 0x9e3779b9) < threshold ? 0 : kept);
  }
}

/** Spreads every bit of x over all others (two rounds of multiply and shift). */
function mixed(x: u32): u32 {
  x = (x ^ (x >> 16)) * 0x85ebca6b;
  x = (x ^ (x >> 13)) * 0xc2b2ae35;
  return x ^ (x >> 16);
}
