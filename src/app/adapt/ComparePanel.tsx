import { NativeSelect, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Comparison } from '../../engine/adapt-protocol';
import { channelLabel } from '../names';
import { useApp } from '../store/store';
import { CompareCharts } from './CompareCharts';
import { CompareTable } from './CompareTable';
import { jointsOf, nearest, rowsOf } from './comparison';
import { ExampleStrides } from './ExampleStrides';
import { HowItWasMade } from './HowItWasMade';
import panel from './Panel.module.css';
import { Verdict } from './Verdict';

/** Step 3: before, after and the classical forecasters, on strides that were kept back; and the decision. */
export function ComparePanel({ comparison }: { comparison: Comparison }) {
  const { t } = useTranslation();
  const horizonMs = useApp((s) => s.settings.horizonMs);
  const change = useApp((s) => s.changeSettings);
  const joints = jointsOf(comparison);
  const [chosen, setChosen] = useState<string | null>(null);
  const joint = chosen !== null && joints.includes(chosen) ? chosen : joints[0];
  const rows = rowsOf(comparison, joint);
  return (
    <div data-testid="adapt-compare" data-decision={comparison.decision} className={panel.stack}>
      <Verdict comparison={comparison} rows={rows} horizonMs={horizonMs} />
      <div className={panel.row}>
        <span aria-hidden className={panel.muted}>
          {t('adapt.compare.at')}
        </span>
        <SegmentedControl
          size="sm"
          aria-label={t('adapt.compare.at')}
          data-testid="compare-horizon"
          value={String(horizonMs)}
          onChange={(value) => change({ horizonMs: Number(value) })}
          data={rows.map((r) => String(r.ms))}
        />
      </div>
      {joints.length > 1 && (
        <NativeSelect
          size="sm"
          label={t('scores.joint')}
          data-testid="compare-joint"
          value={joint}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={joints.map((value) => ({ value, label: channelLabel(t, value) }))}
        />
      )}
      <CompareTable rows={rows} joint={joint} />
      <CompareCharts comparison={comparison} joint={joint} rows={rows} horizonMs={horizonMs} />
      <ExampleStrides examples={nearest(comparison.examples, joint, horizonMs)} />
      <HowItWasMade comparison={comparison} />
    </div>
  );
}
