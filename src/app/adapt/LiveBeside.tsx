import { useTranslation } from 'react-i18next';
import { useJoint } from '../live/use-joint';
import { useMarks } from '../live/use-marks';
import { channelLabel } from '../names';
import { Strip } from '../plots/Strip';
import { useApp } from '../store/store';

/** The live forecast, small: one sees that it goes on whatever else happens here. */
export function LiveBeside() {
  const { t } = useTranslation();
  const { joint, side } = useJoint();
  const marks = useMarks();
  const ahead = useApp(({ engine }) => engine?.model.steps || 50);
  const reason = useApp((s) => s.engine?.noForecast ?? null);
  return (
    <Strip
      name="adapt"
      title={t('strips.main', { joint: channelLabel(t, joint) })}
      marks={[...marks.ahead(joint, side), marks.measured(joint, 'ink')]}
      unit={t('strips.degrees')}
      ahead={ahead}
      y={{ low: -20, high: 80, step: 20 }}
      height={190}
      overlay={reason && t(`noForecast.${reason}`)}
    />
  );
}
