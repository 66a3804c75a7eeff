import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { baseOf, type ChannelName, type Side } from '../../gait/channels';
import { channelLabel } from '../names';
import { Strip } from '../plots/Strip';
import { useApp } from '../store/store';
import { ForecastKey, SideKey } from './Key';
import { LookBack } from './LookBack';
import classes from './Strips.module.css';
import { useJoint } from './use-joint';
import { useMarks } from './use-marks';

const RANGES: Record<string, { low: number; high: number; step: number }> = {
  knee_angle: { low: -20, high: 80, step: 10 },
  hip_flexion: { low: -30, high: 45, step: 15 },
  ankle_angle: { low: -30, high: 30, step: 15 },
};
const rangeOf = (joint: ChannelName) => RANGES[baseOf(joint)] ?? { low: -20, high: 60, step: 10 };

const OTHERS = ['knee_angle', 'hip_flexion', 'ankle_angle'];

/** All strips of the stream, the affected knee first and large. */
export function Strips() {
  const { joint } = useJoint();
  const channels = useApp(useShallow((s) => s.engine?.channels ?? []));
  const ahead = useApp(({ engine }) => engine?.model.steps || Math.round((engine?.modelRate || 100) / 2));
  return (
    <div className={classes.strips}>
      <MainStrip ahead={ahead} />
      <HindsightStrip ahead={ahead} />
      {OTHERS.map((base) => (
        <BothSidesStrip
          key={base}
          base={base}
          sides={(['l', 'r'] as const).filter(
            (s) => channels.includes(`${base}_${s}`) && `${base}_${s}` !== joint,
          )}
          ahead={ahead}
        />
      ))}
      <EmgStrip channels={channels.filter((c) => baseOf(c).startsWith('emg_'))} ahead={ahead} />
    </div>
  );
}

function MainStrip({ ahead }: { ahead: number }) {
  const { t } = useTranslation();
  const { joint, side } = useJoint();
  const marks = useMarks();
  const reason = useApp((s) => s.engine?.noForecast ?? null);
  return (
    <Strip
      name="main"
      title={t('strips.main', { joint: channelLabel(t, joint) })}
      marks={[...marks.ahead(joint, side), marks.measured(joint, 'ink')]}
      unit={t('strips.degrees')}
      ahead={ahead}
      y={rangeOf(joint)}
      height={232}
      overlay={reason && t(`noForecast.${reason}`)}
      aside={
        <>
          <ForecastKey />
          <LookBack />
        </>
      }
      reportsFreshness
    />
  );
}

function HindsightStrip({ ahead }: { ahead: number }) {
  const { t } = useTranslation();
  const { joint, side } = useJoint();
  const marks = useMarks();
  const horizonMs = useApp((s) => s.settings.horizonMs);
  const rate = useApp((s) => s.engine?.modelRate || 100);
  const step = Math.round((horizonMs / 1000) * rate);
  return (
    <Strip
      name="hindsight"
      title={t('strips.hindsight', { ms: horizonMs })}
      marks={marks.hindsight(joint, side, step)}
      unit={t('strips.degrees')}
      ahead={ahead}
      y={rangeOf(joint)}
      height={168}
    />
  );
}

interface BothSidesProps {
  base: string;
  sides: Side[];
  ahead: number;
}

/** A joint of both sides in one strip, left blue, right orange and dashed; with the forecast where there is one. */
function BothSidesStrip({ base, sides, ahead }: BothSidesProps) {
  const { t } = useTranslation();
  const marks = useMarks();
  const forecast = useApp(useShallow((s) => s.engine?.lanes.flatMap((lane) => lane.joints) ?? []));
  if (sides.length === 0) return null;
  const name = channelLabel(t, sides.length === 1 ? `${base}_${sides[0]}` : base);
  return (
    <Strip
      name={base}
      title={sides.length === 1 ? name : t('strips.both', { joint: name })}
      marks={sides.flatMap((side) => {
        const channel = `${base}_${side}`;
        return [
          ...(forecast.includes(channel) ? marks.ahead(channel, side) : []),
          marks.measured(channel, side === 'l' ? 'left' : 'right'),
        ];
      })}
      unit={t('strips.degrees')}
      ahead={ahead}
      y={rangeOf(base)}
      height={120}
      foldable
      aside={<SideKey sides={sides} />}
    />
  );
}

function EmgStrip({ channels, ahead }: { channels: ChannelName[]; ahead: number }) {
  const { t } = useTranslation();
  const marks = useMarks();
  if (channels.length === 0) return null;
  const upwards = [...channels].reverse();
  return (
    <Strip
      name="emg"
      title={t('strips.emg')}
      marks={upwards.map((channel, row) => marks.envelope(channel, row))}
      unit={t('strips.share')}
      ahead={ahead}
      y={{ low: 0, high: upwards.length, step: 1 }}
      height={34 * upwards.length + 28}
      rows={upwards.map((c) => channelLabel(t, c))}
      foldable
      aside={<small className={classes.note}>{t('strips.emgNote')}</small>}
    />
  );
}
