import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { StorageBanner } from '../backup/StorageBanner';
import type { Screen } from '../routes';
import { TourBar } from '../tour/TourBar';
import { Rail } from './Rail';
import { RecordingStopped } from './RecordingStopped';
import classes from './Shell.module.css';
import { StatusLine } from './StatusLine';

interface ShellProps {
  screen: Screen;
  children: ReactNode;
}

/** Status line on top, rail on the left, the screen beside it. The first two never move. */
export function Shell({ screen, children }: ShellProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.shell}>
      <a
        className={classes.skip}
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('main')?.focus();
        }}
      >
        {t('app.skip')}
      </a>
      <StatusLine />
      <Rail current={screen} />
      <main id="main" className={classes.main} tabIndex={-1}>
        <StorageBanner />
        <RecordingStopped />
        {children}
      </main>
      <TourBar />
    </div>
  );
}
