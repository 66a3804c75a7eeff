import { madd } from './simd';

/**
 * Matrix products in tiles of 4 rows by 8 columns, held in registers.
 *
 * A matrix of weights lies in panels of 8 columns (row stride 8, panel stride 8 * rows), so that a tile reads it in one
 * stream; activations lie in rows (panel stride 8). Widths are multiples of 8; heights and depths are free.
 * Arguments are byte addresses and strides in floats.
 */

/** Start from what C holds. */
export const ACCUMULATE: i32 = 1;
/** Negative results become 0. */
export const RELU: i32 = 2;

// @ts-ignore: decorator
@inline
function start(c: usize, bias: usize, flags: i32): v128 {
  if (bias != 0) return v128.load(bias);
  if (flags & ACCUMULATE) return v128.load(c);
  return f32x4.splat(0);
}

// @ts-ignore: decorator
@inline
function finish(c: usize, value: v128, flags: i32): void {
  v128.store(c, flags & RELU ? f32x4.max(value, f32x4.splat(0)) : value);
}

/** C[4][8] from 4 rows of A. Strides in bytes: aRow between rows of the tile, aDeep along the sum. */
function tile4x8(
  depth: i32,
  a: usize,
  aRow: usize,
  b: usize,
  bRow: usize,
  c: usize,
  cRow: usize,
  bias: usize,
  flags: i32,
): void {
  let a1 = a + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  const c1 = c + cRow;
  const c2 = c1 + cRow;
  const c3 = c2 + cRow;
  const biasHigh = bias != 0 ? bias + 16 : 0;
  let s00 = start(c, bias, flags);
  let s01 = start(c + 16, biasHigh, flags);
  let s10 = start(c1, bias, flags);
  let s11 = start(c1 + 16, biasHigh, flags);
  let s20 = start(c2, bias, flags);
  let s21 = start(c2 + 16, biasHigh, flags);
  let s30 = start(c3, bias, flags);
  let s31 = start(c3 + 16, biasHigh, flags);
  const bRow2 = bRow << 1;
  for (; depth >= 2; depth -= 2) {
    let b0 = v128.load(b);
    let b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    s00 = madd(x, b0, s00);
    s01 = madd(x, b1, s01);
    x = v128.load32_splat(a1);
    s10 = madd(x, b0, s10);
    s11 = madd(x, b1, s11);
    x = v128.load32_splat(a2);
    s20 = madd(x, b0, s20);
    s21 = madd(x, b1, s21);
    x = v128.load32_splat(a3);
    s30 = madd(x, b0, s30);
    s31 = madd(x, b1, s31);
    b0 = v128.load(b + bRow);
    b1 = v128.load(b + bRow, 16);
    x = v128.load32_splat(a, 4);
    s00 = madd(x, b0, s00);
    s01 = madd(x, b1, s01);
    x = v128.load32_splat(a1, 4);
    s10 = madd(x, b0, s10);
    s11 = madd(x, b1, s11);
    x = v128.load32_splat(a2, 4);
    s20 = madd(x, b0, s20);
    s21 = madd(x, b1, s21);
    x = v128.load32_splat(a3, 4);
    s30 = madd(x, b0, s30);
    s31 = madd(x, b1, s31);
    a += 8;
    a1 += 8;
    a2 += 8;
    a3 += 8;
    b += bRow2;
  }
  if (depth) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    s00 = madd(x, b0, s00);
    s01 = madd(x, b1, s01);
    x = v128.load32_splat(a1);
    s10 = madd(x, b0, s10);
    s11 = madd(x, b1, s11);
    x = v128.load32_splat(a2);
    s20 = madd(x, b0, s20);
    s21 = madd(x, b1, s21);
    x = v128.load32_splat(a3);
    s30 = madd(x, b0, s30);
    s31 = madd(x, b1, s31);
  }
  finish(c, s00, flags);
  finish(c + 16, s01, flags);
  finish(c1, s10, flags);
  finish(c1 + 16, s11, flags);
  finish(c2, s20, flags);
  finish(c2 + 16, s21, flags);
  finish(c3, s30, flags);
  finish(c3 + 16, s31, flags);
}

/** As tile4x8, for A transposed: the tile's rows are neighbours in memory, the sum goes along `aDeep`. */
function tile4x8Transposed(
  depth: i32,
  a: usize,
  aDeep: usize,
  b: usize,
  bRow: usize,
  c: usize,
  cRow: usize,
): void {
  const c1 = c + cRow;
  const c2 = c1 + cRow;
  const c3 = c2 + cRow;
  let s00 = v128.load(c);
  let s01 = v128.load(c, 16);
  let s10 = v128.load(c1);
  let s11 = v128.load(c1, 16);
  let s20 = v128.load(c2);
  let s21 = v128.load(c2, 16);
  let s30 = v128.load(c3);
  let s31 = v128.load(c3, 16);
  for (; depth > 0; depth--) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    s00 = madd(x, b0, s00);
    s01 = madd(x, b1, s01);
    x = v128.load32_splat(a, 4);
    s10 = madd(x, b0, s10);
    s11 = madd(x, b1, s11);
    x = v128.load32_splat(a, 8);
    s20 = madd(x, b0, s20);
    s21 = madd(x, b1, s21);
    x = v128.load32_splat(a, 12);
    s30 = madd(x, b0, s30);
    s31 = madd(x, b1, s31);
    a += aDeep;
    b += bRow;
  }
  v128.store(c, s00);
  v128.store(c, s01, 16);
  v128.store(c1, s10);
  v128.store(c1, s11, 16);
  v128.store(c2, s20);
  v128.store(c2, s21, 16);
  v128.store(c3, s30);
  v128.store(c3, s31, 16);
}

/** One row of C, 32 columns: eight sums run side by side, which hides the latency of each. */
function tile1x32(
  depth: i32,
  a: usize,
  aDeep: usize,
  b: usize,
  bRow: usize,
  bPanel: usize,
  c: usize,
  cPanel: usize,
  bias: usize,
  flags: i32,
): void {
  let p1 = b + bPanel;
  let p2 = p1 + bPanel;
  let p3 = p2 + bPanel;
  const c1 = c + cPanel;
  const c2 = c1 + cPanel;
  const c3 = c2 + cPanel;
  const withBias = bias != 0;
  let s0 = start(c, bias, flags);
  let s1 = start(c + 16, withBias ? bias + 16 : 0, flags);
  let s2 = start(c1, withBias ? bias + 32 : 0, flags);
  let s3 = start(c1 + 16, withBias ? bias + 48 : 0, flags);
  let s4 = start(c2, withBias ? bias + 64 : 0, flags);
  let s5 = start(c2 + 16, withBias ? bias + 80 : 0, flags);
  let s6 = start(c3, withBias ? bias + 96 : 0, flags);
  let s7 = start(c3 + 16, withBias ? bias + 112 : 0, flags);
  for (; depth > 0; depth--) {
    const x = v128.load32_splat(a);
    s0 = madd(x, v128.load(b), s0);
    s1 = madd(x, v128.load(b, 16), s1);
    s2 = madd(x, v128.load(p1), s2);
    s3 = madd(x, v128.load(p1, 16), s3);
    s4 = madd(x, v128.load(p2), s4);
    s5 = madd(x, v128.load(p2, 16), s5);
    s6 = madd(x, v128.load(p3), s6);
    s7 = madd(x, v128.load(p3, 16), s7);
    a += aDeep;
    b += bRow;
    p1 += bRow;
    p2 += bRow;
    p3 += bRow;
  }
  finish(c, s0, flags);
  finish(c + 16, s1, flags);
  finish(c1, s2, flags);
  finish(c1 + 16, s3, flags);
  finish(c2, s4, flags);
  finish(c2 + 16, s5, flags);
  finish(c3, s6, flags);
  finish(c3 + 16, s7, flags);
}

function tile1x8(
  depth: i32,
  a: usize,
  aDeep: usize,
  b: usize,
  bRow: usize,
  c: usize,
  bias: usize,
  flags: i32,
): void {
  let s0 = start(c, bias, flags);
  let s1 = start(c + 16, bias != 0 ? bias + 16 : 0, flags);
  for (; depth > 0; depth--) {
    const x = v128.load32_splat(a);
    s0 = madd(x, v128.load(b), s0);
    s1 = madd(x, v128.load(b, 16), s1);
    a += aDeep;
    b += bRow;
  }
  finish(c, s0, flags);
  finish(c + 16, s1, flags);
}

/** One row of C, all columns. Strides in bytes. */
function row(
  width: i32,
  depth: i32,
  a: usize,
  aDeep: usize,
  b: usize,
  bRow: usize,
  bPanel: usize,
  c: usize,
  cPanel: usize,
  bias: usize,
  flags: i32,
): void {
  for (; width >= 32; width -= 32) {
    tile1x32(depth, a, aDeep, b, bRow, bPanel, c, cPanel, bias, flags);
    b += bPanel << 2;
    c += cPanel << 2;
    if (bias != 0) bias += 128;
  }
  for (; width > 0; width -= 8) {
    tile1x8(depth, a, aDeep, b, bRow, c, bias, flags);
    b += bPanel;
    c += cPanel;
    if (bias != 0) bias += 32;
  }
}

/** C[rows][width] = start + A[rows][depth] B, B in panels, C in rows. `bias` is 0 or the address of `width` floats. */
export function product(
  rows: i32,
  width: i32,
  depth: i32,
  a: usize,
  aStride: i32,
  b: usize,
  bPanelStride: i32,
  c: usize,
  cStride: i32,
  bias: usize,
  flags: i32,
): void {
  const aRow = <usize>aStride << 2;
  const bPanel = <usize>bPanelStride << 2;
  const cRow = <usize>cStride << 2;
  const whole = rows & ~3;
  if (whole) {
    let bAt = b;
    let cColumn = c;
    let biasAt = bias;
    for (let n = width; n > 0; n -= 8) {
      let aAt = a;
      let cAt = cColumn;
      for (let m = whole; m > 0; m -= 4) {
        tile4x8(depth, aAt, aRow, bAt, 32, cAt, cRow, biasAt, flags);
        aAt += aRow << 2;
        cAt += cRow << 2;
      }
      bAt += bPanel;
      cColumn += 32;
      if (biasAt != 0) biasAt += 32;
    }
  }
  for (let m = whole; m < rows; m++)
    row(width, depth, a + <usize>m * aRow, 4, b, 32, bPanel, c + <usize>m * cRow, 32, bias, flags);
}

/** `product` for each of `batch` samples that share B; strides between samples in floats. */
export function batchedProduct(
  batch: i32,
  rows: i32,
  width: i32,
  depth: i32,
  a: usize,
  aStride: i32,
  aSample: i32,
  b: usize,
  bPanelStride: i32,
  c: usize,
  cStride: i32,
  cSample: i32,
  bias: usize,
  flags: i32,
): void {
  for (; batch > 0; batch--) {
    product(rows, width, depth, a, aStride, b, bPanelStride, c, cStride, bias, flags);
    a += <usize>aSample << 2;
    c += <usize>cSample << 2;
  }
}

/** Depth of one pass of `addTransposedProduct`: what it reads of A and B stays in the first cache. */
const PASS: i32 = 64;

/** C[rows][width] += A^T B, A [depth][rows] and B [depth][width] in rows, C in panels (a gradient of weights). */
export function addTransposedProduct(
  rows: i32,
  width: i32,
  depth: i32,
  a: usize,
  aStride: i32,
  b: usize,
  bStride: i32,
  c: usize,
  cPanelStride: i32,
): void {
  const aDeep = <usize>aStride << 2;
  const bRow = <usize>bStride << 2;
  const cPanel = <usize>cPanelStride << 2;
  const whole = rows & ~3;
  while (depth > 0) {
    const pass = min(depth, PASS);
    let bAt = b;
    let cAt = c;
    for (let n = width; n > 0; n -= 8) {
      let aAt = a;
      let cTile = cAt;
      for (let m = whole; m > 0; m -= 4) {
        tile4x8Transposed(pass, aAt, aDeep, bAt, bRow, cTile, 32);
        aAt += 16;
        cTile += 128;
      }
      bAt += 32;
      cAt += cPanel;
    }
    for (let m = whole; m < rows; m++)
      row(width, pass, a + (<usize>m << 2), aDeep, b, bRow, 32, c + (<usize>m << 5), cPanel, 0, ACCUMULATE);
    a += aDeep * <usize>pass;
    b += bRow * <usize>pass;
    depth -= pass;
  }
}

/** `addTransposedProduct` summed over `batch` samples. */
export function addBatchedTransposedProduct(
  batch: i32,
  rows: i32,
  width: i32,
  depth: i32,
  a: usize,
  aStride: i32,
  aSample: i32,
  b: usize,
  bStride: i32,
  bSample: i32,
  c: usize,
  cPanelStride: i32,
): void {
  for (; batch > 0; batch--) {
    addTransposedProduct(rows, width, depth, a, aStride, b, bStride, c, cPanelStride);
    a += <usize>aSample << 2;
    b += <usize>bSample << 2;
  }
}

/** Rows [from, from + rows) of a panelled matrix [*][width], transposed into another: [width][rows], rows % 8 = 0. */
export function transposePanels(
  from: i32,
  rows: i32,
  width: i32,
  source: usize,
  sourcePanelStride: i32,
  target: usize,
  targetPanelStride: i32,
): void {
  for (let c = 0; c < width; c++) {
    const column = source + ((<usize>(c >> 3) * <usize>sourcePanelStride + <usize>(from << 3) + <usize>(c & 7)) << 2);
    for (let r = 0; r < rows; r++)
      store<f32>(
        target + ((<usize>(r >> 3) * <usize>targetPanelStride + <usize>(c << 3) + <usize>(r & 7)) << 2),
        load<f32>(column + (<usize>r << 5)),
      );
  }
}

/** target[width] += sum over rows of source. */
export function addColumnSums(rows: i32, width: i32, source: usize, stride: i32, target: usize): void {
  for (let n = 0; n < width; n += 4) {
    let sum = v128.load(target);
    let at = source;
    for (let r = rows; r > 0; r--) {
      sum = f32x4.add(sum, v128.load(at));
      at += <usize>stride << 2;
    }
    v128.store(target, sum);
    target += 16;
    source += 16;
  }
}
