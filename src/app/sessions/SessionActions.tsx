import { Button } from '@mantine/core';
import { IconReport } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SessionRow } from '../../records/shapes/session';
import { reportPath } from '../report/path';
import { ExportMenu } from './ExportMenu';
import { RemoveSession } from './RemoveSession';
import { ReplayButton } from './ReplayButton';
import classes from './Sessions.module.css';
import { useSessionName } from './use-session-name';

interface SessionActionsProps {
  row: SessionRow;
  onRemoved: () => void;
}

const ICON = { size: 16, stroke: 1.7, 'aria-hidden': true } as const;

/** What can be done with one session: the buttons in the head of its review. */
export function SessionActions({ row, onRemoved }: SessionActionsProps) {
  const { t } = useTranslation();
  const name = useSessionName()(row);
  const obstacle =
    row.state === 'recording'
      ? t('sessionActions.recording')
      : row.logFile === null
        ? t('sessionActions.noLog')
        : null;
  return (
    <div className={classes.actions}>
      {obstacle === null && (
        <Button
          component="a"
          href={reportPath(row.id)}
          size="xs"
          variant="default"
          leftSection={<IconReport {...ICON} />}
          data-testid="session-report"
        >
          {t('sessionActions.report')}
        </Button>
      )}
      <ExportMenu row={row} obstacle={obstacle} />
      <ReplayButton row={row} name={name} obstacle={obstacle} />
      <RemoveSession row={row} name={name} onRemoved={onRemoved} />
    </div>
  );
}
