import { useTranslation } from 'react-i18next';
import type { Comparison, ComparisonRow } from '../../engine/adapt-protocol';
import type { ChannelName } from '../../gait/channels';
import { fixed } from '../format';
import { Chart } from './chart/Chart';
import { Legend } from './chart/Legend';
import { bestPeer, meanKnown, nearest } from './comparison';
import classes from './CompareCharts.module.css';
import { CYCLE_PERCENT } from './overlay';
import panel from './Panel.module.css';

interface CompareChartsProps {
  comparison: Comparison;
  joint: ChannelName;
  rows: readonly ComparisonRow[];
  horizonMs: number;
}

/** The error by horizon, and where in the cycle it is made. */
export function CompareCharts({ comparison, joint, rows, horizonMs }: CompareChartsProps) {
  const { t } = useTranslation();
  const before = rows.map((r) => r.before);
  const after = rows.map((r) => r.after);
  const peers = rows.map((r) => bestPeer(r)?.error ?? Number.NaN);
  const cycle = nearest(comparison.overCycle, joint, horizonMs)[0];
  const list = (values: readonly number[]): string => values.map((v) => fixed(v, 1)).join(', ');
  return (
    <div className={classes.pair}>
      <section className={panel.panel} aria-labelledby="by-horizon-title">
        <h3 id="by-horizon-title">{t('adapt.compare.chart')}</h3>
        <Chart
          label={t('adapt.compare.chartAlt', { before: list(before), after: list(after) })}
          xs={rows.map((_, i) => i)}
          xLabels={rows.map((r, at) => ({ at, text: String(r.ms) }))}
          xTitle={t('adapt.compare.horizon')}
          yTitle={t('strips.degrees')}
          curves={[
            { look: 'baseline', ys: peers, dots: true },
            { look: 'before', ys: before, dots: true },
            { look: 'after', ys: after, dots: true },
          ]}
          height={210}
          fromZero
          testid="horizon-chart"
        />
        <Legend
          entries={[
            ['before', t('adapt.compare.legendBefore')],
            ['after', t('adapt.compare.legendAfter')],
            ['baseline', t('adapt.compare.legendPeer')],
          ]}
        />
      </section>
      {cycle && (
        <section className={panel.panel} aria-labelledby="over-cycle-title">
          <h3 id="over-cycle-title">{t('adapt.compare.cycle', { ms: cycle.ms })}</h3>
          <Chart
            label={t('adapt.compare.cycleAlt', {
              before: fixed(meanKnown(cycle.before), 2),
              after: fixed(meanKnown(cycle.after), 2),
            })}
            xs={CYCLE_PERCENT}
            xTitle={t('adapt.walk.cycle')}
            yTitle={t('strips.degrees')}
            curves={[
              { look: 'before', ys: cycle.before },
              { look: 'after', ys: cycle.after },
            ]}
            height={210}
            fromZero
            testid="cycle-chart"
          />
          <Legend
            entries={[
              ['before', t('adapt.compare.legendBefore')],
              ['after', t('adapt.compare.legendAfter')],
            ]}
          />
        </section>
      )}
    </div>
  );
}
