import { useTranslation } from 'react-i18next';
import { type Figure, figureId, figuresOfReview } from '../../../records/review/figures';
import type { SessionReview } from '../../../records/review/review';
import type { SessionRow } from '../../../records/shapes/session';
import { fixed } from '../../format';
import { errorText } from '../../patients/error-text';
import { hashOf } from '../../routes';
import { ScrollX } from '../../shell/ScrollX';
import { figureDigits, fullFigureText, valueText } from '../figure-text';
import { reviewPath } from '../paths';
import { Reading } from '../Reading';
import { OverlayPanel } from '../review/OverlayPanel';
import classes from '../Sessions.module.css';
import { SessionTags } from '../SessionTags';
import { usePatientCode } from '../use-patient-code';
import { useReview } from '../use-review';
import { useSessionName } from '../use-session-name';
import { type StoredSession, useStoredSession } from '../use-stored-session';

/** Two sessions side by side: the earlier one first, whichever was chosen first. */
export function CompareScreen({ a, b }: { a: string; b: string }) {
  const { t } = useTranslation();
  const both = [useStoredSession(a), useStoredSession(b)];
  const rows = both.flatMap((s) => (s.phase === 'ready' ? [s.row] : []));
  const failed = both.find((s): s is Extract<StoredSession, { phase: 'failed' }> => s.phase === 'failed');
  rows.sort((x, y) => x.startedAt.localeCompare(y.startedAt));
  return (
    <div className={classes.screen} data-testid="compare">
      <p>
        <a href={hashOf('sessions')}>{t('sessions.back')}</a>
      </p>
      <h1>{t('sessions.compareTitle')}</h1>
      {failed && (
        <p className={classes.problem} role="alert">
          {errorText(t, failed.code)}
        </p>
      )}
      {rows.length === 2 ? (
        <Both first={rows[0]} second={rows[1]} />
      ) : (
        !failed && <p role="status">{t('sessions.loading')}</p>
      )}
    </div>
  );
}

function Both({ first, second }: { first: SessionRow; second: SessionRow }) {
  const { t } = useTranslation();
  const one = useReview(first);
  const two = useReview(second);
  return (
    <>
      <section className={classes.panel} aria-label={t('sessions.compareTitle')}>
        <div className={classes.pair}>
          <Chosen letter="A" row={first} />
          <Chosen letter="B" row={second} />
        </div>
        {one.review === null && <Reading state={one} />}
        {two.review === null && <Reading state={two} />}
      </section>
      {one.review && two.review && (
        <div className={classes.split}>
          <Differences first={one.review} second={two.review} />
          <OverlayPanel reviews={[one.review, two.review]} />
        </div>
      )}
    </>
  );
}

function Chosen({ letter, row }: { letter: string; row: SessionRow }) {
  const { t } = useTranslation();
  const name = useSessionName()(row);
  const code = usePatientCode()(row.patientId);
  return (
    <div>
      <h2>
        {t('sessions.letter', { letter })} <a href={reviewPath(row.id)}>{name}</a>
      </h2>
      <p className={classes.note}>
        {code || t('sessions.nobody')} · {row.device}
        <SessionTags row={row} />
      </p>
    </div>
  );
}

function Differences({ first, second }: { first: SessionReview; second: SessionReview }) {
  const { t } = useTranslation();
  const [a, b] = [first, second].map((r) => new Map(figuresOfReview(r).map((f) => [figureId(f), f])));
  const all = new Map([...a, ...b]);
  const change = ({ kind }: Figure, x: number | undefined, y: number | undefined): string => {
    if (x === undefined || y === undefined) return t('app.none');
    const text = fixed(y - x, figureDigits(kind));
    return y > x && Number(text) !== 0 ? `+${text}` : text;
  };
  return (
    <section className={classes.panel} aria-labelledby="differences-title" data-testid="differences">
      <h2 id="differences-title">{t('sessions.differences')}</h2>
      <ScrollX label={t('sessions.differences')}>
        <table className={classes.figures}>
          <thead>
            <tr>
              <td />
              <th scope="col">{t('sessions.letter', { letter: 'A' })}</th>
              <th scope="col">{t('sessions.letter', { letter: 'B' })}</th>
              <th scope="col">{t('sessions.difference')}</th>
            </tr>
          </thead>
          <tbody>
            {[...all].map(([id, figure]) => (
              <tr key={id} data-figure={id}>
                <th scope="row">{fullFigureText(t, figure)}</th>
                <td>{valueText(t, figure.kind, a.get(id)?.value)}</td>
                <td>{valueText(t, figure.kind, b.get(id)?.value)}</td>
                <td>{change(figure, a.get(id)?.value, b.get(id)?.value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollX>
      <p className={classes.note}>{t('sessions.differenceNote')}</p>
    </section>
  );
}
