/** Small 3 x 3 rotation algebra for skeletons. Matrices are row-major, 9 numbers; vectors are columns. */
export type Rotation = readonly number[];

const RAD = Math.PI / 180;

/** Rotation by `deg` about axis 0 (x), 1 (y) or 2 (z), right-handed. */
export function about(axis: 0 | 1 | 2, deg: number): Rotation {
  const c = Math.cos(deg * RAD);
  const s = Math.sin(deg * RAD);
  if (axis === 0) return [1, 0, 0, 0, c, -s, 0, s, c];
  if (axis === 1) return [c, 0, s, 0, 1, 0, -s, 0, c];
  return [c, -s, 0, s, c, 0, 0, 0, 1];
}

export function multiply(a: Rotation, b: Rotation): Rotation {
  const out = new Array<number>(9);
  for (let r = 0; r < 3; r++) {
    for (let c = 0; c < 3; c++) {
      out[r * 3 + c] = a[r * 3] * b[c] + a[r * 3 + 1] * b[3 + c] + a[r * 3 + 2] * b[6 + c];
    }
  }
  return out;
}

export function transpose(m: Rotation): Rotation {
  return [m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]];
}

/** x first, then y, then z, about fixed axes: the order that ASF calls XYZ. */
export function fixedXyz(x: number, y: number, z: number): Rotation {
  return multiply(about(2, z), multiply(about(1, y), about(0, x)));
}

/** Angles a, b, c in degrees with m = X(a) Z(b) Y(c): swing forward, swing sideways, twist. */
export function swingSideTwist(m: Rotation): [forward: number, sideways: number, twist: number] {
  // m = X Z Y has m01 = -sin b, m00 = cos b cos c, m02 = cos b sin c, m11 = cos a cos b, m21 = sin a cos b.
  const b = Math.asin(Math.max(-1, Math.min(1, -m[1])));
  const a = Math.atan2(m[7], m[4]);
  const c = Math.atan2(m[2], m[0]);
  return [a / RAD, b / RAD, c / RAD];
}
