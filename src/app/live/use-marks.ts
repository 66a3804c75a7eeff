import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChannelName, Side } from '../../gait/channels';
import { channelLabel } from '../names';
import type { Ink, Mark } from '../plots/marks';
import { useApp } from '../store/store';
import { useForecasterName } from './score-data';

interface Marks {
  measured: (channel: ChannelName, ink: Ink) => Mark;
  /** The forecast ahead of now: its interval, the baseline beside it, and itself on top. */
  ahead: (joint: ChannelName, side: Side) => Mark[];
  /** What was forecast `step` ticks before each moment, and what came. */
  hindsight: (joint: ChannelName, side: Side, step: number) => Mark[];
  envelope: (channel: ChannelName, row: number) => Mark;
}

/** The marks of the strips, with their names in the language of the page. */
export function useMarks(): Marks {
  const { t } = useTranslation();
  const forecasterName = useForecasterName();
  const compare = useApp((s) => s.settings.compareWith);
  const beside = compare && forecasterName({ forecaster: compare, kind: 'baseline' });
  return useMemo(() => {
    const forecast = t('live.forecast');
    const interval = t('live.interval');
    const measured = (channel: ChannelName, ink: Ink): Mark => ({
      kind: 'measured',
      label: channelLabel(t, channel),
      channel,
      ink,
    });
    return {
      measured,
      ahead: (joint, side) => [
        { kind: 'aheadBand', label: interval, joint, side },
        ...(beside ? [{ kind: 'ahead', label: beside, joint, side, baseline: true } as const] : []),
        { kind: 'ahead', label: forecast, joint, side },
      ],
      hindsight: (joint, side, step) => [
        { kind: 'hindsightBand', label: interval, joint, side, step },
        { kind: 'error', label: '', joint, side, step },
        ...(beside ? [{ kind: 'hindsight', label: beside, joint, side, step, baseline: true } as const] : []),
        measured(joint, 'ink'),
        { kind: 'hindsight', label: forecast, joint, side, step },
      ],
      envelope: (channel, row) => ({ kind: 'envelope', label: channelLabel(t, channel), channel, row }),
    };
  }, [t, beside]);
}
