import {
  IconActivity,
  IconAdjustmentsHorizontal,
  IconBrain,
  IconFolder,
  IconReportAnalytics,
  IconUsers,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { hashOf, isLater, type Screen } from '../routes';
import classes from './Rail.module.css';

const ENTRIES = [
  ['live', IconActivity],
  ['adapt', IconBrain],
  ['sessions', IconFolder],
  ['patients', IconUsers],
  ['evidence', IconReportAnalytics],
  ['setup', IconAdjustmentsHorizontal],
] as const;
const PRESENT = ENTRIES.filter(([screen]) => !isLater(screen));
const LATER = ENTRIES.filter(([screen]) => isLater(screen));

/** The way between screens. Those still to come stand apart and quietly. */
export function Rail({ current }: { current: Screen }) {
  const { t } = useTranslation();
  const link = ([screen, Icon]: (typeof ENTRIES)[number], className: string | undefined) => (
    <li key={screen}>
      <a
        className={className}
        href={hashOf(screen)}
        aria-current={screen === current ? 'page' : undefined}
        data-testid={`rail-${screen}`}
      >
        <Icon size={20} stroke={1.6} aria-hidden />
        <span>{t(`screens.${screen}`)}</span>
      </a>
    </li>
  );
  return (
    <nav className={classes.rail} aria-label={t('app.rail')}>
      <ul>{PRESENT.map((entry) => link(entry, classes.link))}</ul>
      <ul className={classes.later}>{LATER.map((entry) => link(entry, classes.quiet))}</ul>
    </nav>
  );
}
