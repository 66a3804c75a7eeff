import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StrideView } from '../../engine/adapt-protocol';
import type { CycleJoint } from '../../gait/cycles/types';
import { sideLabel } from '../names';
import { Chart, type Curve } from './chart/Chart';
import { Legend } from './chart/Legend';
import { CYCLE_PERCENT, overlayJoints, overlayOf } from './overlay';
import panel from './Panel.module.css';

const JOINT_NAME = {
  knee: 'joints.knee_angle',
  hip: 'joints.hip_flexion',
  ankle: 'joints.ankle_angle',
} as const;

/** All strides over the gait cycle with their mean and the norm band; the one in hand stands out. */
export function StrideOverlay({ strides, lit }: { strides: readonly StrideView[]; lit: number | null }) {
  const { t } = useTranslation();
  const joints = overlayJoints(strides);
  const [chosen, setChosen] = useState<CycleJoint>('knee');
  const joint = joints.includes(chosen) ? chosen : joints[0];
  if (joint === undefined) return null;
  const overlay = overlayOf(strides, joint);
  const { side } = strides[0];
  const look = side === 'l' ? 'left' : 'right';
  const all = [...overlay.out, ...overlay.counted];
  const curves: Curve[] = [
    ...overlay.out.map(({ curve }) => ({ look: 'out', ys: curve }) as const),
    ...overlay.counted.map(({ curve }) => ({ look, ys: curve }) as const),
    ...(overlay.mean ? [{ look: 'mean', ys: overlay.mean } as const] : []),
    ...all.filter(({ id }) => id === lit).map(({ curve }) => ({ look, ys: curve, strong: true }) as const),
  ];
  const name = t(JOINT_NAME[joint]);
  return (
    <section className={panel.panel} aria-labelledby="overlay-title">
      <div className={`${panel.row} ${panel.spread}`}>
        <h3 id="overlay-title">{t('adapt.walk.overlay')}</h3>
        <span className={panel.muted}>{t('adapt.walk.side', { side: sideLabel(t, side) })}</span>
        {joints.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label={t('adapt.walk.joint')}
            data-testid="overlay-joint"
            value={joint}
            onChange={setChosen}
            data={joints.map((value) => ({ value, label: t(JOINT_NAME[value]) }))}
          />
        )}
      </div>
      <Chart
        label={t('adapt.walk.overlayAlt', {
          joint: name,
          used: overlay.counted.length,
          out: overlay.out.length,
        })}
        xs={CYCLE_PERCENT}
        xTitle={t('adapt.walk.cycle')}
        yTitle={`${name}, ${t('strips.degrees')}`}
        curves={curves}
        band={overlay.norm}
        height={300}
        testid="stride-overlay"
      />
      <Legend
        entries={[
          [look, t('adapt.walk.counted')],
          ['mean', t('adapt.walk.mean')],
          ['out', t('adapt.walk.notCounted')],
          ['band', t('adapt.walk.norm')],
        ]}
      />
      <p className={panel.muted}>{t('adapt.walk.normTitle')}</p>
    </section>
  );
}
