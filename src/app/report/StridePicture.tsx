import type { Side } from '../../gait/channels';
import { bandPath, linePath } from '../adapt/chart/path-data';
import { decimalsOf, extent, linearScale } from '../adapt/chart/scale';
import { fixed } from '../format';
import classes from './Report.module.css';

interface StridePictureProps {
  label: string;
  side: Side;
  mean: Float32Array;
  sd: Float32Array;
  norm: { readonly mean: Float32Array; readonly sd: Float32Array };
}

/** Of the drawing; it is scaled to the width of its column. */
const [WIDTH, HEIGHT] = [220, 116];
const MARGIN = { left: 34, right: 6, top: 6, bottom: 19 };
const PERCENT = Array.from({ length: 101 }, (_, i) => i);

/** One joint of one leg over the gait cycle, as it is printed: nothing to point at, sharp at any size. */
export function StridePicture({ label, side, mean, sd, norm }: StridePictureProps) {
  const bands = [norm, { mean, sd }].map((c) => ({
    low: c.mean.map((m, i) => m - c.sd[i]),
    high: c.mean.map((m, i) => m + c.sd[i]),
  }));
  const seen = extent(bands.flatMap((b) => [b.low, b.high])) ?? [0, 1];
  const x = linearScale([0, 100], [MARGIN.left, WIDTH - MARGIN.right]);
  const y = linearScale(seen, [HEIGHT - MARGIN.bottom, MARGIN.top], { round: true, count: 4 });
  const colour = side === 'l' ? 'var(--left)' : 'var(--right)';
  const [normBand, own] = bands.map((b) => bandPath(PERCENT, b.low, b.high, x.at, y.at));
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className={classes.picture} role="img" aria-label={label}>
      {y.ticks.map((value) => (
        <g key={value}>
          <path d={`M${MARGIN.left} ${y.at(value)}H${WIDTH - MARGIN.right}`} stroke="var(--grid)" />
          <text x={MARGIN.left - 4} y={y.at(value) + 3} textAnchor="end">
            {fixed(value, decimalsOf(y.ticks))}°
          </text>
        </g>
      ))}
      {[0, 50, 100].map((percent) => (
        <text
          key={percent}
          x={x.at(percent)}
          y={HEIGHT - 4}
          textAnchor={percent === 0 ? 'start' : percent === 100 ? 'end' : 'middle'}
        >
          {percent} %
        </text>
      ))}
      <path d={normBand} fill="var(--norm)" />
      <path d={own} fill={colour} fillOpacity={0.18} />
      <path
        d={linePath(PERCENT, mean, x.at, y.at)}
        fill="none"
        stroke={colour}
        strokeWidth={1.8}
        strokeDasharray={side === 'r' ? '7 3' : ''}
      />
    </svg>
  );
}
