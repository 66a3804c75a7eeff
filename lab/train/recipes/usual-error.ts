/** Straight between the given points on a double logarithmic scale. */
export function between(points: readonly (readonly [number, number])[]): (step: number) => number {
  return (step) => {
    const upper = Math.max(
      1,
      points.findIndex(([at]) => at >= step),
    );
    const [x0, y0] = points[upper - 1];
    const [x1, y1] = points[upper];
    return y0 * (y1 / y0) ** (Math.log(step / x0) / Math.log(x1 / x0));
  };
}
