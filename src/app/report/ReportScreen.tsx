import './print.css';
import { Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionDetails, SessionRow } from '../../records/shapes/session';
import { partsOf, useHash } from '../routes';
import { reviewPath } from '../sessions/paths';
import { Reading } from '../sessions/Reading';
import { usePatientCode } from '../sessions/use-patient-code';
import { useReview } from '../sessions/use-review';
import { useStoredSession } from '../sessions/use-stored-session';
import classes from './Report.module.css';
import { Sheet } from './Sheet';

const ICON = { size: 18, stroke: 1.7, 'aria-hidden': true } as const;

/** The report of one session: looked at, concluded and printed here. */
export default function ReportScreen() {
  const [id = ''] = partsOf(useHash());
  return <Report key={id} id={id} />;
}

function Report({ id }: { id: string }) {
  const { t } = useTranslation();
  const stored = useStoredSession(id);
  return (
    <div className={classes.screen} data-testid="report" data-id={id}>
      {stored.phase === 'reading' && <p role="status">{t('report.loading')}</p>}
      {stored.phase === 'failed' && (
        <>
          <h1>{t('report.title')}</h1>
          <p role="alert" className={classes.problem}>
            {t('report.notFound')}
          </p>
        </>
      )}
      {stored.phase === 'ready' && <Ready row={stored.row} details={stored.details} />}
    </div>
  );
}

function Ready({ row, details }: { row: SessionRow; details: SessionDetails }) {
  const { t } = useTranslation();
  const state = useReview(row);
  useDocumentTitle(row);
  return (
    <>
      <div className={classes.tools}>
        <a href={reviewPath(row.id)}>{t('report.back')}</a>
        <Button
          leftSection={<IconPrinter {...ICON} />}
          disabled={state.review === null}
          onClick={() => window.print()}
          data-testid="report-print"
        >
          {t('report.print')}
        </Button>
      </div>
      <Reading state={state} />
      {state.review && <Sheet row={row} details={details} review={state.review} />}
    </>
  );
}

/** Browsers name the PDF after it. */
function useDocumentTitle({ patientId, startedAt }: SessionRow): void {
  const { t } = useTranslation();
  const code = usePatientCode()(patientId);
  const title = t('report.documentTitle', { code, date: startedAt.slice(0, 10) });
  useEffect(() => {
    const before = document.title;
    document.title = title;
    return () => {
      document.title = before;
    };
  }, [title]);
}
