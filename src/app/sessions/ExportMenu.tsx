import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportFormat } from '../../records/export/export-session';
import { exportInWorker } from '../../records/export/export-in-worker';
import type { SessionRow } from '../../records/shapes/session';
import { codeOf } from '../link/patient-desk';
import { saveFile } from '../link/save-file';
import { useDesks } from '../link/use-desks';
import { actionProblem } from './action-problem';
import classes from './Sessions.module.css';
import { usePatientCode } from './use-patient-code';

const FORMATS: readonly ExportFormat[] = ['csv', 'mot', 'bids', 'mcap'];
const ICON = { size: 16, stroke: 1.7, 'aria-hidden': true } as const;

/** A session as a file of one of four formats. */
export function ExportMenu({ row, obstacle }: { row: SessionRow; obstacle: string | null }) {
  const { t } = useTranslation();
  const { sessions } = useDesks();
  const code = usePatientCode()(row.patientId);
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const save = async (format: ExportFormat): Promise<void> => {
    const control = new AbortController();
    running.current = control;
    setProblem(null);
    setShare(0);
    try {
      const log = await sessions.log(row);
      const { name, blob } = await exportInWorker(
        { log, format, code: code || null },
        setShare,
        control.signal,
      );
      saveFile(name, blob);
    } catch (error) {
      if (!control.signal.aborted) setProblem(codeOf(error));
    }
    setShare(null);
  };
  return (
    <>
      <Menu position="bottom-start" withinPortal keepMounted={false}>
        <Menu.Target>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconDownload {...ICON} />}
            disabled={obstacle !== null || share !== null}
            title={obstacle ?? undefined}
            data-testid="session-export"
          >
            {t('sessionActions.export')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {FORMATS.map((format) => (
            <Menu.Item key={format} onClick={() => void save(format)} data-testid={`export-${format}`}>
              <span className={classes.format}>
                {t(`sessionActions.formats.${format}`)}
                <small>{t(`sessionActions.formatNotes.${format}`)}</small>
              </span>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {share !== null && (
        <span role="status" className={classes.note}>
          {t('sessionActions.exporting', { percent: Math.round(100 * share) })}{' '}
          <Button size="compact-xs" variant="subtle" onClick={() => running.current?.abort()}>
            {t('sessionActions.cancel')}
          </Button>
        </span>
      )}
      {problem !== null && (
        <span role="alert" className={classes.problem} data-testid="export-problem">
          {actionProblem(t, problem)}
        </span>
      )}
    </>
  );
}
