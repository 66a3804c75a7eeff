import { useMemo } from 'react';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  useXAxisScale,
  useYAxisScale,
  XAxis,
  YAxis,
} from 'recharts';
import type { Side } from '../../../gait/channels';
import { fixed } from '../../format';
import classes from '../Sessions.module.css';

interface OverlayChartProps {
  label: string;
  side: Side;
  strides: readonly Float32Array[];
  mean: Float32Array;
  sd: Float32Array;
  norm: { readonly mean: Float32Array; readonly sd: Float32Array };
  /** Mean of another session. */
  beside: Float32Array | null;
}

const HEIGHT = 190;
/** Between the lines of the y axis, deg. */
const STEP = 20;

/** One joint of one leg over the gait cycle: strides, their mean and SD, and the norm behind. */
export function OverlayChart({ label, side, strides, mean, sd, norm, beside }: OverlayChartProps) {
  const colour = side === 'l' ? 'var(--left)' : 'var(--right)';
  const data = useMemo(
    () =>
      Array.from(mean, (m, x) => ({
        x,
        norm: [norm.mean[x] - norm.sd[x], norm.mean[x] + norm.sd[x]],
        sd: [m - sd[x], m + sd[x]],
        mean: m,
        beside: beside?.[x],
      })),
    [mean, sd, norm, beside],
  );
  const domain = useMemo(
    () => domainOf([...strides, ...data.flatMap((d) => [d.norm, d.sd])]),
    [strides, data],
  );
  const ticks = Array.from({ length: (domain[1] - domain[0]) / STEP + 1 }, (_, i) => domain[0] + i * STEP);
  return (
    <div className={classes.chart} role="img" aria-label={label}>
      <ResponsiveContainer width="100%" height={HEIGHT}>
        <ComposedChart
          data={data}
          margin={{ top: 6, right: 10, bottom: 2, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid stroke="var(--grid)" vertical={false} />
          <XAxis
            dataKey="x"
            type="number"
            domain={[0, 100]}
            ticks={[0, 25, 50, 75, 100]}
            stroke="var(--muted)"
            fontSize={11}
            unit=" %"
          />
          <YAxis
            domain={domain}
            ticks={ticks}
            stroke="var(--muted)"
            width={44}
            fontSize={11}
            tickFormatter={(v: number) => `${fixed(v, 0)}°`}
          />
          <Area dataKey="norm" stroke="none" fill="var(--norm)" fillOpacity={1} isAnimationActive={false} />
          <Strides curves={strides} colour={colour} />
          <Area dataKey="sd" stroke="none" fill={colour} fillOpacity={0.16} isAnimationActive={false} />
          {beside && (
            <Line
              dataKey="beside"
              stroke="var(--ink)"
              strokeWidth={2}
              strokeDasharray="2 4"
              dot={false}
              isAnimationActive={false}
            />
          )}
          <Line
            dataKey="mean"
            stroke={colour}
            strokeWidth={2.5}
            strokeDasharray={side === 'r' ? '8 3' : ''}
            dot={false}
            isAnimationActive={false}
          />
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}

/** All strides as one path: a line each would make the chart slow. */
function Strides({ curves, colour }: { curves: readonly Float32Array[]; colour: string }) {
  const x = useXAxisScale();
  const y = useYAxisScale();
  const d = useMemo(() => {
    if (!x || !y) return '';
    const parts: string[] = [];
    for (const curve of curves) {
      let drawing = false;
      curve.forEach((value, i) => {
        const known = Number.isFinite(value);
        if (known) parts.push(`${drawing ? 'L' : 'M'}${round(Number(x(i)))} ${round(Number(y(value)))}`);
        drawing = known;
      });
    }
    return parts.join('');
  }, [curves, x, y]);
  return <path d={d} fill="none" stroke={colour} strokeOpacity={0.28} strokeWidth={1} />;
}

const round = (v: number): number => Math.round(10 * v) / 10;

/** Round numbers around all that is drawn. */
function domainOf(curves: readonly ArrayLike<number>[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const curve of curves)
    for (let i = 0; i < curve.length; i++) {
      if (curve[i] < low) low = curve[i];
      if (curve[i] > high) high = curve[i];
    }
  return low > high ? [0, STEP] : [STEP * Math.floor(low / STEP), STEP * Math.ceil(high / STEP)];
}
