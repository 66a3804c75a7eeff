import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionRow } from '../../records/shapes/session';
import { clock, fixed } from '../format';
import { channelLabel } from '../names';
import { listScore } from './list-score';
import { reviewPath } from './paths';
import { RemoveSession } from './RemoveSession';
import classes from './Sessions.module.css';
import { SessionTags } from './SessionTags';
import { usePatientCode } from './use-patient-code';
import { useSessionName } from './use-session-name';
import { WordsButton } from './WordsDialog';

interface SessionLineProps {
  row: SessionRow;
  picked: boolean;
  onPick: (id: string) => void;
}

/** One session in the list. */
export const SessionLine = memo(function SessionLine({ row, picked, onPick }: SessionLineProps) {
  const { t } = useTranslation();
  const codeOf = usePatientCode();
  const name = useSessionName()(row);
  const score = listScore(row);
  return (
    <tr data-testid="session-row" data-id={row.id} data-state={row.state} data-picked={picked || undefined}>
      <td>
        <input
          type="checkbox"
          checked={picked}
          aria-label={t('sessions.pick', { name })}
          onChange={() => onPick(row.id)}
          disabled={row.logFile === null || row.state === 'recording'}
        />
      </td>
      <th scope="row">
        <a className={classes.open} href={reviewPath(row.id)}>
          {name}
        </a>
        <SessionTags row={row} />
      </th>
      <td data-label={t('sessions.columns.patient')}>{codeOf(row.patientId) || t('sessions.nobody')}</td>
      <td className={classes.device} data-label={t('sessions.columns.device')}>
        {row.device}
      </td>
      <td className={classes.number} data-label={t('sessions.columns.duration')}>
        {row.durationS === null ? t('app.none') : clock(row.durationS)}
      </td>
      <td className={classes.number} data-label={t('sessions.columns.strides')}>
        {row.strides ?? t('app.none')}
      </td>
      <td className={classes.score} data-label={t('sessions.columns.score')}>
        {score ? (
          <>
            {t('sessions.score', { mae: fixed(score.mae), joint: channelLabel(t, score.joint) })}
            {score.baseline && (
              <small>
                {t('sessions.scoreBeside', {
                  baseline: t(`scores.${score.baseline.id}`),
                  mae: fixed(score.baseline.mae),
                })}
              </small>
            )}
          </>
        ) : (
          t('app.none')
        )}
      </td>
      <td>
        <div className={classes.actions}>
          <WordsButton row={row} name={name} />
          <RemoveSession row={row} name={name} />
        </div>
      </td>
    </tr>
  );
});
