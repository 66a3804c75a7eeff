import { useElementSize } from '@mantine/hooks';
import { fixed } from '../../format';
import classes from './Chart.module.css';
import { bandPath, linePath } from './path-data';
import { decimalsOf, extent, linearScale } from './scale';

/** How a line looks: its meaning, never a free colour. */
export type Look = 'measured' | 'after' | 'before' | 'baseline' | 'left' | 'right' | 'out' | 'mean';

export interface Curve {
  readonly look: Look;
  readonly ys: ArrayLike<number>;
  /** The chart's own xs where left out. */
  readonly xs?: ArrayLike<number>;
  /** It is the one in hand. */
  readonly strong?: boolean;
  /** Points are marked, for few of them. */
  readonly dots?: boolean;
}

interface ChartProps {
  /** What the picture shows, for those who do not see it. */
  label: string;
  xs: ArrayLike<number>;
  xTitle: string;
  yTitle: string;
  curves: readonly Curve[];
  band?: { readonly low: ArrayLike<number>; readonly high: ArrayLike<number> };
  height: number;
  /** The y axis begins at 0. */
  fromZero?: boolean;
  /** Texts at given places of the x axis instead of round numbers. */
  xLabels?: readonly { readonly at: number; readonly text: string }[];
  testid?: string;
}

const MARGIN = { left: 36, right: 14, top: 6, bottom: 32 };
const LEAST_WIDTH = 160;

/** A small still chart: lines, at most one band, two axes. Drawn anew only when its data change. */
export function Chart(props: ChartProps) {
  const { label, xs, xTitle, yTitle, curves, band, height, fromZero = false, xLabels, testid } = props;
  const { ref, width: measured } = useElementSize<HTMLDivElement>();
  const width = Math.max(LEAST_WIDTH, measured);
  const seen = extent([...curves.map((c) => c.ys), ...(band ? [band.low, band.high] : [])]) ?? [0, 1];
  const x = linearScale(extent([xs, ...curves.flatMap((c) => (c.xs ? [c.xs] : []))]) ?? [0, 1], [
    MARGIN.left,
    width - MARGIN.right,
  ]);
  const y = linearScale(
    [fromZero ? Math.min(0, seen[0]) : seen[0], seen[1]],
    [height - MARGIN.bottom, MARGIN.top],
    { round: true, count: Math.max(2, Math.round(height / 45)) },
  );
  const marks = xLabels ?? x.ticks.map((at) => ({ at, text: fixed(at, decimalsOf(x.ticks)) }));
  return (
    <div ref={ref} className={classes.chart} style={{ height }}>
      {measured > 0 && (
        <svg width={width} height={height} role="img" aria-label={label} data-testid={testid}>
          {y.ticks.map((value) => (
            <g key={value} className={classes.tick}>
              <line x1={MARGIN.left} x2={width - MARGIN.right} y1={y.at(value)} y2={y.at(value)} />
              <text x={MARGIN.left - 4} y={y.at(value) + 4} textAnchor="end">
                {fixed(value, decimalsOf(y.ticks))}
              </text>
            </g>
          ))}
          {marks.map(({ at, text }) => (
            <text key={text} className={classes.mark} x={x.at(at)} y={height - 18} textAnchor="middle">
              {text}
            </text>
          ))}
          <text className={classes.title} x={width - MARGIN.right} y={height - 4} textAnchor="end">
            {xTitle}
          </text>
          <text className={classes.title} x={MARGIN.left + 4} y={MARGIN.top + 8}>
            {yTitle}
          </text>
          {band && <path className={classes.band} d={bandPath(xs, band.low, band.high, x.at, y.at)} />}
          {curves.map((curve, i) => (
            <g key={i} className={`${classes[curve.look]} ${curve.strong ? classes.strong : ''}`}>
              <path d={linePath(curve.xs ?? xs, curve.ys, x.at, y.at)} />
              {curve.dots &&
                Array.from({ length: curve.ys.length }, (_, p) =>
                  Number.isFinite(curve.ys[p]) ? (
                    <circle key={p} cx={x.at((curve.xs ?? xs)[p])} cy={y.at(curve.ys[p])} r={3} />
                  ) : null,
                )}
            </g>
          ))}
        </svg>
      )}
    </div>
  );
}
