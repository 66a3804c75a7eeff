type At = (value: number) => number;

/** SVG path of a line through the known points; what is not known is a gap, never bridged. */
export function linePath(xs: ArrayLike<number>, ys: ArrayLike<number>, x: At, y: At): string {
  const parts: string[] = [];
  let drawing = false;
  for (let i = 0; i < ys.length; i += 1) {
    if (!Number.isFinite(ys[i])) {
      drawing = false;
      continue;
    }
    parts.push(`${drawing ? 'L' : 'M'}${x(xs[i]).toFixed(1)} ${y(ys[i]).toFixed(1)}`);
    drawing = true;
  }
  return parts.join('');
}

/** SVG path of the area between two curves that are known at the same points. */
export function bandPath(
  xs: ArrayLike<number>,
  low: ArrayLike<number>,
  high: ArrayLike<number>,
  x: At,
  y: At,
): string {
  const known: number[] = [];
  for (let i = 0; i < low.length; i += 1)
    if (Number.isFinite(low[i]) && Number.isFinite(high[i])) known.push(i);
  if (known.length < 2) return '';
  const point = (i: number, ys: ArrayLike<number>) => `${x(xs[i]).toFixed(1)} ${y(ys[i]).toFixed(1)}`;
  const there = known.map((i) => point(i, high));
  const back = known.reverse().map((i) => point(i, low));
  return `M${[...there, ...back].join('L')}Z`;
}
