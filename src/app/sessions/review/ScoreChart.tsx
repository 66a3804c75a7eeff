import { useTranslation } from 'react-i18next';
import { CartesianGrid, Line, LineChart, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import type { JointForecast } from '../../../records/review/review';
import { clock, fixed } from '../../format';
import classes from '../Sessions.module.css';

interface ScoreChartProps {
  title: string;
  forecast: JointForecast;
  horizonsMs: readonly number[];
  /** Beside this horizon the baseline is drawn. */
  ms: number;
}

/** Of the horizons that were not chosen: longer looks ahead have longer dashes. */
const DASHES = ['1 2', '2 3', '4 3', '7 3', '10 4', '15 5'];
const HEIGHT = 220;

/** Error of every horizon over the session, beside that of no change at all. */
export function ScoreChart({ title, forecast, horizonsMs, ms }: ScoreChartProps) {
  const { t } = useTranslation();
  const chosen = horizonsMs.indexOf(ms);
  const data = forecast.timeline.map((part) => {
    const row: Record<string, number | null> = { x: (part.fromS + part.toS) / 2 };
    part.nmae.forEach((value, h) => {
      row[`h${h}`] = Number.isFinite(value) ? value : null;
    });
    const still = part.persistence[chosen];
    row.still = Number.isFinite(still) ? still : null;
    return row;
  });
  const dashOf = (h: number, i: number): string => (h === ms ? '' : DASHES[i % DASHES.length]);
  const dot = (stroke: string) => (data.length <= 24 ? { r: 2.5, fill: stroke, strokeDasharray: '' } : false);
  return (
    <figure className={classes.figure}>
      <figcaption>
        <h3>{title}</h3>
        <ul className={classes.key} aria-label={t('sessions.key')}>
          {horizonsMs.map((h, i) => (
            <li key={h}>
              <svg width="30" height="10" aria-hidden>
                <path
                  d="M1 5H29"
                  stroke="var(--forecast)"
                  strokeWidth={h === ms ? 2.5 : 1.5}
                  strokeDasharray={dashOf(h, i)}
                />
              </svg>
              {t('sessions.unit.ms', { value: h })}
            </li>
          ))}
          <li>
            <svg width="30" height="10" aria-hidden>
              <path d="M1 5H29" stroke="var(--baseline)" strokeWidth={2} strokeDasharray="7 4" />
            </svg>
            {t('sessions.stillAt', { ms })}
          </li>
        </ul>
      </figcaption>
      <div className={classes.chart} role="img" aria-label={title} data-testid="score-over-time">
        <ResponsiveContainer width="100%" height={HEIGHT}>
          <LineChart
            data={data}
            margin={{ top: 8, right: 14, bottom: 4, left: 0 }}
            accessibilityLayer={false}
          >
            <CartesianGrid stroke="var(--grid)" vertical={false} />
            <XAxis
              dataKey="x"
              type="number"
              domain={[0, forecast.timeline.at(-1)?.toS ?? 1]}
              stroke="var(--muted)"
              fontSize={11}
              tickFormatter={(s: number) => clock(s)}
            />
            <YAxis
              stroke="var(--muted)"
              width={48}
              fontSize={11}
              domain={[0, 'auto']}
              tickFormatter={(v: number) => `${fixed(v, 0)} %`}
            />
            <Line
              dataKey="still"
              stroke="var(--baseline)"
              strokeWidth={2}
              strokeDasharray="7 4"
              dot={dot('var(--baseline)')}
              isAnimationActive={false}
            />
            {horizonsMs.map((h, i) => (
              <Line
                key={h}
                dataKey={`h${i}`}
                stroke="var(--forecast)"
                strokeWidth={h === ms ? 2.5 : 1.5}
                strokeOpacity={h === ms ? 1 : 0.7}
                strokeDasharray={dashOf(h, i)}
                dot={dot('var(--forecast)')}
                isAnimationActive={false}
              />
            ))}
          </LineChart>
        </ResponsiveContainer>
      </div>
    </figure>
  );
}
