import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionDetails, SessionRow } from '../../../records/shapes/session';
import { clock } from '../../format';
import { modelNameById } from '../../names';
import { errorText } from '../../patients/error-text';
import { hashOf } from '../../routes';
import { BlocksPanel } from '../order/BlocksPanel';
import { GoalsPanel } from '../order/GoalsPanel';
import { progressPath } from '../paths';
import { Reading } from '../Reading';
import { SessionActions } from '../SessionActions';
import classes from '../Sessions.module.css';
import { SessionTags } from '../SessionTags';
import { usePatientCode } from '../use-patient-code';
import { useReview } from '../use-review';
import { useSessionName } from '../use-session-name';
import { useStoredSession } from '../use-stored-session';
import { WordsButton } from '../WordsDialog';
import { ForecastPanel } from './ForecastPanel';
import { LegFigures } from './LegFigures';
import { OverlayPanel } from './OverlayPanel';
import { type SignalHandle, SignalPanel } from './SignalPanel';

/** One stored session, from its head to its last tick. */
export function ReviewScreen({ id }: { id: string }) {
  const { t } = useTranslation();
  const stored = useStoredSession(id);
  return (
    <div className={classes.screen} data-testid="review" data-id={id}>
      <p>
        <a href={hashOf('sessions')}>{t('sessions.back')}</a>
      </p>
      {stored.phase === 'reading' && <p role="status">{t('sessions.loading')}</p>}
      {stored.phase === 'failed' && (
        <>
          <h1>{t('sessions.title')}</h1>
          <p className={classes.problem} role="alert">
            {errorText(t, stored.code)}
          </p>
        </>
      )}
      {stored.phase === 'ready' && <Review row={stored.row} details={stored.details} />}
    </div>
  );
}

function Review({ row, details }: { row: SessionRow; details: SessionDetails }) {
  const state = useReview(row);
  const { client, contents, review } = state;
  const joints = contents?.joints ?? [];
  const [wanted, setJoint] = useState(`knee_angle_${row.affectedSide}`);
  const joint = joints.includes(wanted) ? wanted : (joints[0] ?? wanted);
  const [wantedMs, setMs] = useState(100);
  const horizons = contents?.horizonsMs ?? [];
  const ms = horizons.includes(wantedMs) ? wantedMs : (horizons[0] ?? wantedMs);
  const choice = { joint, setJoint, ms, setMs };
  const signal = useRef<SignalHandle>(null);
  return (
    <>
      <Head row={row} details={details} />
      <Reading state={state} />
      {review && (
        <div className={classes.split}>
          <LegFigures review={review} affectedSide={row.affectedSide} />
          <OverlayPanel reviews={[review]} />
        </div>
      )}
      {review && (
        <BlocksPanel
          review={review}
          affectedSide={row.affectedSide}
          onJump={(atS) => signal.current?.jumpTo(atS)}
        />
      )}
      {review && <GoalsPanel goals={review.goals} />}
      {contents && client && (
        <SignalPanel ref={signal} contents={contents} client={client} review={review} choice={choice} />
      )}
      {review && <ForecastPanel review={review} choice={choice} />}
    </>
  );
}

function Head({ row, details }: { row: SessionRow; details: SessionDetails }) {
  const { t } = useTranslation();
  const name = useSessionName()(row);
  const code = usePatientCode()(row.patientId);
  const facts = [
    [t('sessions.columns.device'), row.serial === '' ? row.device : `${row.device} · ${row.serial}`],
    [t('sessions.columns.duration'), row.durationS === null ? t('app.none') : clock(row.durationS)],
    [t('sessions.columns.strides'), String(row.strides ?? t('app.none'))],
    [t('status.model'), row.modelIds.map((model) => modelNameById(t, model)).join(', ') || t('app.none')],
  ];
  return (
    <section className={classes.panel} aria-labelledby="review-title">
      <div className={classes.head}>
        <h1 id="review-title">{name}</h1>
        <span>
          <SessionTags row={row} />
        </span>
        <span className={classes.actions}>
          <WordsButton row={row} name={name} />
          <SessionActions
            row={row}
            onRemoved={() => {
              location.hash = hashOf('sessions');
            }}
          />
        </span>
      </div>
      <dl className={classes.facts}>
        <div>
          <dt>{t('sessions.columns.patient')}</dt>
          <dd>
            {row.patientId !== null && code !== '' ? (
              <a href={progressPath(row.patientId)}>{t('sessions.progressLink', { code })}</a>
            ) : (
              t('sessions.nobody')
            )}
          </dd>
        </div>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {details.notes !== '' && <p className={classes.notes}>{details.notes}</p>}
    </section>
  );
}
