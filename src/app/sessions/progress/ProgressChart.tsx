import { useTranslation } from 'react-i18next';
import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import type { Figure, FigureKind } from '../../../records/review/figures';
import { fixed } from '../../format';
import { valueText } from '../figure-text';
import classes from '../Sessions.module.css';

interface ProgressChartProps {
  title: string;
  figure: Pick<Figure, 'kind' | 'side'>;
  /** In order of time, ms since the epoch. */
  points: readonly {
    readonly at: number;
    readonly value: number | null;
    /** Of the baseline, for a score. */
    readonly beside: number | null;
  }[];
}

const HEIGHT = 170;
/** No axis is shorter: a difference that means nothing should not look like one. */
const LEAST: Partial<Record<FigureKind, number>> = { cadence: 20, nmae: 4, gvs: 8 };
const LEAST_SPAN = 10;
const STEPS = [0.5, 1, 2, 5, 10, 20, 50];

/** One figure from session to session. */
export function ProgressChart({ title, figure, points }: ProgressChartProps) {
  const { t, i18n } = useTranslation();
  const { kind, side } = figure;
  const colour = side === 'l' ? 'var(--left)' : side === 'r' ? 'var(--right)' : 'var(--ink)';
  const known = points.flatMap((p) => (p.value === null ? [] : [p.value]));
  const ticks = ticksOf(kind, [...known, ...points.flatMap((p) => p.beside ?? [])]);
  const last = points.at(-1)?.beside ?? null;
  const said = known.map((v) => valueText(t, kind, v)).join(', ');
  const date = (at: number): string =>
    new Date(at).toLocaleDateString(i18n.language, { month: 'short', day: 'numeric' });
  return (
    <figure className={classes.figure}>
      <figcaption>
        <h3>{title}</h3>
        <small>
          {known.length > 0 && valueText(t, kind, known.at(-1))}
          {last !== null && <> · {t('sessions.besideStill', { value: valueText(t, kind, last) })}</>}
        </small>
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
              domain={[ticks[0], ticks[ticks.length - 1]]}
              ticks={ticks}
              tickFormatter={(v: number) => fixed(v, ticks.every(Number.isInteger) ? 0 : 1)}
            />
            {kind === 'symmetry' && <ReferenceLine y={0} stroke="var(--line-strong)" />}
            <Line
              dataKey="beside"
              stroke="var(--baseline)"
              strokeWidth={2}
              strokeDasharray="7 4"
              dot={{ r: 2.5, fill: 'var(--baseline)', strokeDasharray: '' }}
              connectNulls
              isAnimationActive={false}
            />
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

/** Round numbers around the values, over at least the span of the kind. */
function ticksOf(kind: FigureKind, values: readonly number[]): number[] {
  const [low, high] = values.length === 0 ? [0, 0] : [Math.min(...values), Math.max(...values)];
  const room = Math.max(0, ((LEAST[kind] ?? LEAST_SPAN) - (high - low)) / 2);
  // Of what cannot be below 0 nothing is drawn there.
  const from = low < 0 ? low - room : Math.max(0, low - room);
  const step = STEPS.find((s) => (high + room - from) / s <= 5) ?? 100;
  const first = Math.floor(from / step);
  const last = Math.ceil((high + room) / step);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}
