import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { baseOf, type ChannelName, type Side } from '../../gait/channels';
import { channelLabel } from '../names';
import type { Mark } from '../plots/marks';
import { Strip } from '../plots/Strip';
import { useApp } from '../store/store';
import classes from './Strips.module.css';
import { LookBack } from './LookBack';
import { useForecasterName } from './score-data';
import { useJoint } from './use-joint';

const RANGES: Record<string, { low: number; high: number; step: number }> = {
  knee_angle: { low: -20, high: 80, step: 10 },
  hip_flexion: { low: -30, high: 45, step: 15 },
  ankle_angle: { low: -30, high: 30, step: 15 },
};
const rangeOf = (joint: ChannelName) => RANGES[baseOf(joint)] ?? { low: -20, high: 60, step: 10 };

/** All strips of the stream, the affected knee first and large. */
export function Strips() {
  const { t } = useTranslation();
  const { joint, side } = useJoint();
  const channels = useApp(useShallow((s) => s.engine?.channels ?? []));
  const forecast = useApp(useShallow((s) => s.engine?.lanes.flatMap((lane) => lane.joints) ?? []));
  const steps = useApp((s) => s.engine?.model.steps ?? 0);
  const rate = useApp((s) => s.engine?.modelRate || 100);
  const reason = useApp((s) => s.engine?.noForecast ?? null);
  const horizonMs = useApp((s) => s.settings.horizonMs);
  const ahead = steps || Math.round(rate / 2);
  const step = Math.round((horizonMs / 1000) * rate);
  const label = channelLabel(t, joint);

  const compare = useApp((s) => s.settings.compareWith);
  const forecasterName = useForecasterName();

  const nameOf = (mark: Mark): string => {
    switch (mark.kind) {
      case 'measured':
      case 'envelope':
        return channelLabel(t, mark.channel);
      case 'aheadBand':
      case 'hindsightBand':
        return t('live.interval');
      default:
        return 'baseline' in mark && mark.baseline && compare
          ? forecasterName({ forecaster: compare, kind: 'baseline' })
          : t('live.forecast');
    }
  };

  return (
    <div className={classes.strips}>
      <Strip
        name="main"
        title={t('strips.main', { joint: label })}
        marks={[...aheadMarks(joint, side), { kind: 'measured', channel: joint, ink: 'ink' }]}
        nameOf={nameOf}
        unit={t('strips.degrees')}
        ahead={ahead}
        y={rangeOf(joint)}
        height={232}
        overlay={reason && t(`noForecast.${reason}`)}
        aside={
          <>
            <Key />
            <LookBack />
          </>
        }
        reportsFreshness
      />
      <Strip
        name="hindsight"
        title={t('strips.hindsight', { ms: horizonMs })}
        marks={[
          { kind: 'hindsightBand', joint, side, step },
          { kind: 'error', joint, side, step },
          { kind: 'measured', channel: joint, ink: 'ink' },
          { kind: 'hindsight', joint, side, step, baseline: true },
          { kind: 'hindsight', joint, side, step },
        ]}
        nameOf={nameOf}
        unit={t('strips.degrees')}
        ahead={ahead}
        y={rangeOf(joint)}
        height={168}
      />
      <OtherJoints channels={channels} forecast={forecast} main={joint} ahead={ahead} nameOf={nameOf} />
      <Emg channels={channels} ahead={ahead} nameOf={nameOf} />
    </div>
  );
}

const aheadMarks = (joint: ChannelName, side: Side): Mark[] => [
  { kind: 'aheadBand', joint, side },
  { kind: 'ahead', joint, side, baseline: true },
  { kind: 'ahead', joint, side },
];

interface OtherProps {
  channels: readonly ChannelName[];
  /** Joints that are forecast. */
  forecast: readonly ChannelName[];
  main: ChannelName;
  ahead: number;
  nameOf: (mark: Mark) => string;
}

/** The other knee, hips and ankles: both sides in one strip, left blue, right orange and dashed. */
function OtherJoints({ channels, forecast, main, ahead, nameOf }: OtherProps) {
  const { t } = useTranslation();
  const side: Side = main.endsWith('_l') ? 'l' : 'r';
  return ['knee_angle', 'hip_flexion', 'ankle_angle'].map((base) => {
    const shown = (['l', 'r'] as const)
      .map((s) => ({ side: s, channel: `${base}_${s}` }))
      .filter(({ channel }) => channels.includes(channel) && channel !== main);
    if (shown.length === 0) return null;
    const only = shown.length === 1 ? shown[0].channel : null;
    const name = channelLabel(t, only ?? base);
    const marks: Mark[] = shown.flatMap(({ side: s, channel }) => [
      ...(forecast.includes(channel) ? aheadMarks(channel, s) : []),
      { kind: 'measured', channel, ink: s === 'l' ? 'left' : 'right' } satisfies Mark,
    ]);
    return (
      <Strip
        key={`${base}-${side}`}
        name={base}
        title={only ? name : t('strips.both', { joint: name })}
        marks={marks}
        nameOf={nameOf}
        unit={t('strips.degrees')}
        ahead={ahead}
        y={rangeOf(base)}
        height={120}
        foldable
        aside={<SideKey sides={shown.map((s) => s.side)} />}
      />
    );
  });
}

function Emg({ channels, ahead, nameOf }: Pick<OtherProps, 'channels' | 'ahead' | 'nameOf'>) {
  const { t } = useTranslation();
  const shown = channels.filter((c) => baseOf(c).startsWith('emg_'));
  if (shown.length === 0) return null;
  return (
    <Strip
      name="emg"
      title={t('strips.emg')}
      marks={shown.map((channel, i) => ({
        kind: 'envelope',

        channel,
        row: shown.length - 1 - i,
      }))}
      nameOf={nameOf}
      unit={t('strips.share')}
      ahead={ahead}
      y={{ low: 0, high: shown.length, step: 1 }}
      height={36 * shown.length + 26}
      rows={[...shown].reverse().map((c) => channelLabel(t, c))}
      foldable
      aside={<small className={classes.note}>{t('strips.emgNote')}</small>}
    />
  );
}

function Key() {
  const { t } = useTranslation();
  const compare = useApp((s) => s.settings.compareWith);
  const forecasterName = useForecasterName();
  return (
    <span className={classes.key} aria-hidden>
      <i className={classes.measured} />
      {t('live.measured')}
      <i className={classes.forecast} />
      {t('live.forecast')}
      <i className={classes.interval} />
      {t('live.interval')}
      {compare && (
        <>
          <i className={classes.baseline} />
          {forecasterName({ forecaster: compare, kind: 'baseline' })}
        </>
      )}
    </span>
  );
}

function SideKey({ sides }: { sides: Side[] }) {
  const { t } = useTranslation();
  return (
    <span className={classes.key} aria-hidden>
      {sides.map((side) => (
        <span key={side}>
          <i className={side === 'l' ? classes.left : classes.right} />
          {t(side === 'l' ? 'app.left' : 'app.right')}
        </span>
      ))}
    </span>
  );
}
