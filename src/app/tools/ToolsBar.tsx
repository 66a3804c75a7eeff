import { useTranslation } from 'react-i18next';
import { FollowButton } from '../protocol/FollowButton';
import { GlanceGoalsButton } from './GlanceGoalsButton';
import { GlancePanel } from './GlancePanel';
import { Notes } from './Notes';
import { Timer } from './Timer';
import classes from './Tools.module.css';

/** What a therapist has at hand while the patient walks: one slim row. */
export function ToolsBar() {
  const { t } = useTranslation();
  return (
    <div className={classes.bar} role="group" aria-label={t('tools.title')} data-testid="tools">
      <GlancePanel />
      <span className={classes.space} />
      <Timer />
      <GlanceGoalsButton />
      <Notes />
      <FollowButton />
    </div>
  );
}
