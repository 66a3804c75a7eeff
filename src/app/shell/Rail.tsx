import {
  IconActivity,
  IconAdjustmentsHorizontal,
  IconBrain,
  IconFolder,
  IconReportAnalytics,
  IconUsers,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { hashOf, type Screen } from '../routes';
import classes from './Rail.module.css';

const PRESENT = [
  ['live', IconActivity],
  ['setup', IconAdjustmentsHorizontal],
] as const;
const LATER = [
  ['adapt', IconBrain],
  ['sessions', IconFolder],
  ['patients', IconUsers],
  ['evidence', IconReportAnalytics],
] as const;

/** The way between screens. Those still to come stand apart and quietly. */
export function Rail({ current }: { current: Screen }) {
  const { t } = useTranslation();
  const link = ([screen, Icon]: (typeof PRESENT | typeof LATER)[number], className: string | undefined) => (
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
