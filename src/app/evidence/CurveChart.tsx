import { useTranslation } from 'react-i18next';
import { CartesianGrid, Line, LineChart, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import type { StudyCurve } from '../../forecast/evidence/study';
import { fixed } from '../format';
import classes from './EvidenceScreen.module.css';
import { useWords } from './words';

/** Dashes tell lines apart where colour does not: forecasts are violet, baselines grey, goals ink. */
const DASHES = ['', '7 4', '2 4', '9 3 2 3', '1 3', '12 4', '4 2 1 2', '6 6'];
const COLOURS = { forecast: 'var(--forecast)', baseline: 'var(--baseline)', goal: 'var(--ink)' } as const;
const HEIGHT = 280;

interface Drawn {
  readonly name: string;
  readonly stroke: string;
  readonly dash: string;
}

/** Curves of a study, with a key in words; the figures themselves stand in the tables. */
export function CurveChart({ curve, ticks }: { curve: StudyCurve; ticks?: readonly number[] }) {
  const { t } = useTranslation();
  const words = useWords();
  const drawn = looksOf(curve.series);
  const xs = [...new Set(curve.series.flatMap((s) => s.points.map(([x]) => x)))].sort((a, b) => a - b);
  const data = xs.map((x) => {
    const row: Record<string, number> = { x };
    curve.series.forEach(({ points }, i) => {
      const found = points.find(([at]) => at === x);
      if (found !== undefined) row[`s${i}`] = found[1];
    });
    return row;
  });
  const title = words.phrase(curve.title);
  return (
    <figure style={{ margin: 0 }}>
      <figcaption>
        <h3>{title}</h3>
        <ul className={classes.key} aria-label={t('evidence.key')}>
          {drawn.map(({ name, stroke, dash }) => (
            <li key={name}>
              <svg width="30" height="8" aria-hidden>
                <path d="M1 4H29" stroke={stroke} strokeWidth={2} strokeDasharray={dash} />
              </svg>
              {words.name(name)}
            </li>
          ))}
        </ul>
      </figcaption>
      <div className={classes.chart} role="img" aria-label={title} data-testid={`curve-${curve.id}`}>
        <ResponsiveContainer width="100%" height={HEIGHT}>
          <LineChart
            data={data}
            margin={{ top: 10, right: 16, bottom: 24, left: 4 }}
            accessibilityLayer={false}
          >
            <CartesianGrid stroke="var(--grid)" vertical={false} />
            <XAxis
              dataKey="x"
              type="number"
              scale={curve.logX ? 'log' : 'linear'}
              domain={['dataMin', 'dataMax']}
              ticks={ticks}
              stroke="var(--muted)"
              label={{ value: words.phrase(curve.x), position: 'insideBottom', dy: 16, fill: 'var(--muted)' }}
            />
            <YAxis
              stroke="var(--muted)"
              width={64}
              tickFormatter={(v: number) => fixed(v, Number.isInteger(v) ? 0 : Math.abs(v) < 0.1 ? 3 : 2)}
              label={{
                value: words.phrase(curve.y),
                angle: -90,
                position: 'insideLeft',
                dy: 40,
                fill: 'var(--muted)',
              }}
            />
            {drawn.map(({ name, stroke, dash }, i) => (
              <Line
                key={name}
                dataKey={`s${i}`}
                stroke={stroke}
                strokeWidth={2}
                strokeDasharray={dash}
                dot={xs.length <= 12 ? { r: 3, fill: stroke, strokeDasharray: '' } : false}
                connectNulls
                isAnimationActive={false}
              />
            ))}
          </LineChart>
        </ResponsiveContainer>
      </div>
    </figure>
  );
}

function looksOf(series: StudyCurve['series']): Drawn[] {
  const seen = { forecast: 0, baseline: 0, goal: 0 };
  return series.map(({ name, kind }) => {
    // The first forecast is the only line without dashes.
    const dash = DASHES[(kind === 'baseline' ? seen[kind] + 1 : seen[kind]) % DASHES.length];
    seen[kind]++;
    return { name, stroke: COLOURS[kind], dash };
  });
}
