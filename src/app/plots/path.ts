/** Maps data to canvas pixels: `px = x0 + x * xk`. */
export interface Frame {
  x0: number;
  xk: number;
  y0: number;
  yk: number;
}

type Pen = Pick<Path2D, 'moveTo' | 'lineTo' | 'closePath'>;

/** A line through the known points; what is NaN is a gap, never bridged. */
export function line(pen: Pen, xs: ArrayLike<number>, ys: ArrayLike<number>, f: Frame): void {
  let drawing = false;
  for (let i = 0; i < ys.length; i += 1) {
    const y = ys[i];
    if (Number.isNaN(y)) {
      drawing = false;
      continue;
    }
    const px = f.x0 + xs[i] * f.xk;
    const py = f.y0 + y * f.yk;
    if (drawing) pen.lineTo(px, py);
    else pen.moveTo(px, py);
    drawing = true;
  }
}

/** The same in dashes of `on` steps with `off` steps between; `first` is the number of the first point. */
export function dashedLine(
  pen: Pen,
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  f: Frame,
  [on, off]: readonly [on: number, off: number],
  first: number,
): void {
  const period = on + off;
  for (let i = 0; i + 1 < ys.length; i += 1) {
    const place = (((first + i) % period) + period) % period;
    if (place >= on || Number.isNaN(ys[i]) || Number.isNaN(ys[i + 1])) continue;
    const fresh = place === 0 || i === 0 || Number.isNaN(ys[i - 1]);
    if (fresh) pen.moveTo(f.x0 + xs[i] * f.xk, f.y0 + ys[i] * f.yk);
    pen.lineTo(f.x0 + xs[i + 1] * f.xk, f.y0 + ys[i + 1] * f.yk);
  }
}

/** The area between two curves, one closed shape for each run where both are known. */
export function area(
  pen: Pen,
  xs: ArrayLike<number>,
  low: ArrayLike<number>,
  high: ArrayLike<number>,
  f: Frame,
): void {
  const known = (i: number): boolean => !Number.isNaN(low[i]) && !Number.isNaN(high[i]);
  for (let i = 0; i < low.length; i += 1) {
    if (!known(i)) continue;
    const from = i;
    pen.moveTo(f.x0 + xs[i] * f.xk, f.y0 + low[i] * f.yk);
    while (i + 1 < low.length && known(i + 1)) {
      i += 1;
      pen.lineTo(f.x0 + xs[i] * f.xk, f.y0 + low[i] * f.yk);
    }
    for (let back = i; back >= from; back -= 1) pen.lineTo(f.x0 + xs[back] * f.xk, f.y0 + high[back] * f.yk);
    pen.closePath();
  }
}
