import {
  IconActivity,
  IconAdjustmentsHorizontal,
  IconBrain,
  IconFolder,
  IconReportAnalytics,
  IconUsers,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { NewVersionEntry } from '../pwa/NewVersionEntry';
import { hashOf, type Screen } from '../routes';
import classes from './Rail.module.css';

const ENTRIES = [
  ['live', IconActivity],
  ['adapt', IconBrain],
  ['sessions', IconFolder],
  ['patients', IconUsers],
  ['evidence', IconReportAnalytics],
  ['setup', IconAdjustmentsHorizontal],
] as const;

/** The way between screens. */
export function Rail({ current }: { current: Screen }) {
  const { t } = useTranslation();
  return (
    <nav className={classes.rail} aria-label={t('app.rail')}>
      <ul>
        {ENTRIES.map(([screen, Icon]) => (
          <li key={screen}>
            <a
              className={classes.link}
              href={hashOf(screen)}
              aria-current={screen === current ? 'page' : undefined}
              data-testid={`rail-${screen}`}
            >
              <Icon size={20} stroke={1.6} aria-hidden />
              <span>{t(`screens.${screen}`)}</span>
            </a>
          </li>
        ))}
      </ul>
      <NewVersionEntry />
    </nav>
  );
}
