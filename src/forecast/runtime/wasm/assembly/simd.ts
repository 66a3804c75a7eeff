/** Four-lane arithmetic that all kernels share. */

/** a * b + c; one instruction in the relaxed build. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

// @ts-ignore: decorator
@inline
export function sumLanes(x: v128): f32 {
  return (
    f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
  );
}

// @ts-ignore: decorator
@inline
export function one(): v128 {
  return f32x4.splat(1);
}

/** 2^n of `expReduced`, n whole in [-126, 127]. */
// @ts-ignore: decorator
@inline
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
}

// @ts-ignore: decorator
@inline
function clampExponent(x: v128): v128 {
  return f32x4.max(f32x4.min(x, f32x4.splat(87)), f32x4.splat(-87));
}

// @ts-ignore: decorator
@inline
function wholeOctaves(x: v128): v128 {
  return f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504088896341)));
}

/** e^(x - n ln 2) - 1 for n = wholeOctaves(x), relative error about 1e-7. ln 2 is subtracted in two parts. */
// @ts-ignore: decorator
@inline
function expReduced(x: v128, n: v128): v128 {
  const r = madd(n, f32x4.splat(2.12194440e-4), madd(n, f32x4.splat(-0.693359375), x));
  let p = madd(f32x4.splat(1.9875691500e-4), r, f32x4.splat(1.3981999507e-3));
  p = madd(p, r, f32x4.splat(8.3334519073e-3));
  p = madd(p, r, f32x4.splat(4.1665795894e-2));
  p = madd(p, r, f32x4.splat(1.6666665459e-1));
  p = madd(p, r, f32x4.splat(5.0000001201e-1));
  return madd(p, f32x4.mul(r, r), r);
}

/** e^x, x clamped to +-87. */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  x = clampExponent(x);
  const n = wholeOctaves(x);
  const scale = powerOfTwo(n);
  return madd(scale, expReduced(x, n), scale);
}

// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  return f32x4.div(one(), f32x4.add(one(), exp4(f32x4.neg(x))));
}

/** (e^2x - 1) / (e^2x + 1), with e^2x - 1 formed without cancellation, so small x keep their relative accuracy. */
// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  x = clampExponent(f32x4.add(x, x));
  const n = wholeOctaves(x);
  const scale = powerOfTwo(n);
  const less1 = madd(scale, expReduced(x, n), f32x4.sub(scale, one()));
  return f32x4.div(less1, f32x4.add(less1, f32x4.splat(2)));
}
