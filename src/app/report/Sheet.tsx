import { useTranslation } from 'react-i18next';
import { NORM_SOURCE } from '../../gait/norms';
import type { SessionReview } from '../../records/review/review';
import type { SessionDetails, SessionRow } from '../../records/shapes/session';
import { clock } from '../format';
import { modelNameById, sideLabel } from '../names';
import { usePatientCode } from '../sessions/use-patient-code';
import { useSessionName } from '../sessions/use-session-name';
import { Conclusion } from './Conclusion';
import { FigureTable } from './FigureTable';
import { ForecastTables } from './ForecastTables';
import { Goals } from './Goals';
import { modelNames } from './model-names';
import { OrderTable } from './OrderTable';
import classes from './Report.module.css';
import { Strides } from './Strides';
import { wordsOf } from './words';

/** What fits on two pages beside the figures. */
const MOST_MARKS = 10;
const MOST_NOTES = 700;
const MOST_NOTES_BESIDE_ORDER = 300;

interface SheetProps {
  row: SessionRow;
  details: SessionDetails;
  review: SessionReview;
}

/** The report itself, as it is printed: one page, or two. */
export function Sheet({ row, details, review }: SheetProps) {
  const { t } = useTranslation();
  return (
    <article className={classes.sheet} aria-labelledby="report-title" data-testid="report-sheet">
      <header className={classes.head}>
        <h1 id="report-title">{t('report.title')}</h1>
        <p>
          {t('app.name')} · <b>{t('app.researchOnly')}</b>
        </p>
      </header>
      <Facts row={row} review={review} />
      <section className={classes.part} aria-labelledby="report-words">
        <h2 id="report-words">{t('report.inWords')}</h2>
        <p data-testid="report-words">
          {wordsOf(t, review, row.affectedSide).map((words) => (
            <span key={words}>{words} </span>
          ))}
        </p>
      </section>
      <FigureTable review={review} affectedSide={row.affectedSide} />
      <Strides review={review} />
      <Goals goals={review.goals} />
      <OrderTable review={review} affectedSide={row.affectedSide} />
      <ForecastTables review={review} row={row} />
      <Marks review={review} />
      {details.notes !== '' && (
        <section className={classes.part} aria-labelledby="report-notes">
          <h2 id="report-notes">{t('report.notes')}</h2>
          <p className={classes.typed}>
            {shortened(details.notes, review.order === null ? MOST_NOTES : MOST_NOTES_BESIDE_ORDER)}
          </p>
        </section>
      )}
      <Conclusion key={details.id} details={details} />
      <footer className={classes.foot}>
        <p>{t('report.method', { source: NORM_SOURCE })}</p>
        <p>{t('app.researchLong')}</p>
      </footer>
    </article>
  );
}

function Facts({ row, review }: Pick<SheetProps, 'row' | 'review'>) {
  const { t } = useTranslation();
  const name = useSessionName()(row);
  const code = usePatientCode()(row.patientId);
  const device = row.serial === '' ? row.device : `${row.device} · ${row.serial}`;
  const models = modelNames(review).map(({ id, personal }) =>
    personal === null
      ? modelNameById(t, id)
      : t('report.personal', { id: modelNameById(t, id), label: personal }),
  );
  const affected = t('report.affected', { side: sideLabel(t, row.affectedSide) });
  const facts = [
    [t('report.patient'), `${code || t('report.nobody')} · ${affected}`],
    [t('report.when'), name],
    [t('report.duration'), row.durationS === null ? t('app.none') : clock(row.durationS)],
    [t('report.device'), row.source === 'virtual' ? t('report.demoDevice', { device }) : device],
    [t('report.model'), models.join('; ') || t('report.noModel')],
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Marks({ review }: { review: SessionReview }) {
  const { t } = useTranslation();
  // Where the steps of an order began, the table of the order is about.
  const steps = new Set(review.order?.blocks.map((b) => b.fromS));
  const markers = review.markers.filter((m) => !steps.has(m.atS));
  if (markers.length === 0) return null;
  const more = markers.length - MOST_MARKS;
  return (
    <section className={classes.part} aria-labelledby="report-marks">
      <h2 id="report-marks">{t('report.marks')}</h2>
      <p className={classes.typed}>
        {markers
          .slice(0, MOST_MARKS)
          .map(({ atS, label }) => `${clock(atS)} ${shortened(label, 60)}`)
          .join(' · ')}
        {more > 0 && <> · {t('report.moreMarks', { count: more })}</>}
      </p>
    </section>
  );
}

const shortened = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
