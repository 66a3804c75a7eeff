import { useTranslation } from 'react-i18next';
import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import type { Figure } from '../../../records/review/figures';
import { fixed } from '../../format';
import { figureDigits, valueText } from '../figure-text';
import classes from '../Sessions.module.css';

interface ProgressChartProps {
  title: string;
  figure: Pick<Figure, 'kind' | 'side'>;
  /** In order of time, ms since the epoch. */
  points: readonly { readonly at: number; readonly value: number | null }[];
}

const HEIGHT = 170;

/** One figure from session to session. */
export function ProgressChart({ title, figure, points }: ProgressChartProps) {
  const { t, i18n } = useTranslation();
  const { kind, side } = figure;
  const colour = side === 'l' ? 'var(--left)' : side === 'r' ? 'var(--right)' : 'var(--ink)';
  const known = points.flatMap((p) => (p.value === null ? [] : [p.value]));
  const said = known.map((v) => valueText(t, kind, v)).join(', ');
  const date = (at: number): string =>
    new Date(at).toLocaleDateString(i18n.language, { month: 'short', day: 'numeric' });
  return (
    <figure className={classes.figure}>
      <figcaption>
        <h3>{title}</h3>
        <small>{known.length > 0 && valueText(t, kind, known.at(-1))}</small>
      </figcaption>
      <div
        className={classes.chart}
        role="img"
        aria-label={t('sessions.progressAlt', { title, values: said })}
        data-testid="progress-chart"
      >
        <ResponsiveContainer width="100%" height={HEIGHT}>
          <LineChart
            data={points.map((p, i) => ({ ...p, i }))}
            margin={{ top: 8, right: 16, bottom: 2, left: 0 }}
            accessibilityLayer={false}
          >
            <CartesianGrid stroke="var(--grid)" vertical={false} />
            <XAxis
              dataKey="i"
              type="number"
              // Sessions stand evenly: two on one day are two.
              domain={[-0.2, Math.max(1, points.length - 0.8)]}
              ticks={points.map((_, i) => i)}
              stroke="var(--muted)"
              fontSize={11}
              tickFormatter={(i: number) => (points[i] ? date(points[i].at) : '')}
            />
            <YAxis
              stroke="var(--muted)"
              width={48}
              fontSize={11}
              domain={['auto', 'auto']}
              tickFormatter={(v: number) => fixed(v, Number.isInteger(v) ? 0 : figureDigits(kind))}
            />
            {kind === 'symmetry' && <ReferenceLine y={0} stroke="var(--line-strong)" />}
            <Line
              dataKey="value"
              stroke={colour}
              strokeWidth={2}
              strokeDasharray={side === 'r' ? '8 3' : ''}
              dot={{ r: 3.5, fill: colour, strokeDasharray: '' }}
              connectNulls
              isAnimationActive={false}
            />
          </LineChart>
        </ResponsiveContainer>
      </div>
    </figure>
  );
}
