import { useTranslation } from 'react-i18next';
import type { Side } from '../../gait/channels';
import type { SessionReview } from '../../records/review/review';
import { BrokenOff } from '../sessions/order/BrokenOff';
import { changeName, differenceText, meanSdText, spreadText } from '../sessions/order/change-text';
import { type Change, changesOf, comparedBlocks } from '../sessions/order/changes';
import classes from './Report.module.css';

/** Baseline and retest of the session's order beside each other; nothing where no order was followed. */
export function OrderTable({ review, affectedSide }: { review: SessionReview; affectedSide: Side }) {
  const { t } = useTranslation();
  if (review.order === null) return null;
  const compared = comparedBlocks(review.order);
  const changes = compared && changesOf(...compared, affectedSide);
  if (changes === null && review.order.end === 'done') return null;
  return (
    <section className={classes.part} aria-labelledby="report-order" data-testid="report-order">
      <h2 id="report-order">{t('blocks.fromTo')}</h2>
      <BrokenOff order={review.order} />
      {changes?.length === 0 && <p>{t('blocks.none')}</p>}
      {changes !== null && changes.length > 0 && (
        <>
          <table className={classes.table}>
            <thead>
              <tr>
                {(['figure', 'baseline', 'retest', 'difference'] as const).map((column) => (
                  <th key={column} scope="col">
                    {t(`blocks.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {changes.map((change) => (
                <Row key={change.of + (change.side ?? '')} change={change} />
              ))}
            </tbody>
          </table>
          <p className={classes.note}>{t('blocks.printNote')}</p>
        </>
      )}
    </section>
  );
}

function Row({ change }: { change: Change }) {
  const { t } = useTranslation();
  const { of, from, to } = change;
  // The one long unit stands in front, so that a line of the table is one on paper.
  const bare = of === 'cadence';
  const end = (found: Change['from']): string =>
    t('blocks.ofStrides', { value: bare ? meanSdText(t, found) : spreadText(t, of, found), n: found.n });
  return (
    <tr>
      <th scope="row">{bare ? t('blocks.columns.cadence') : changeName(t, change)}</th>
      <td>{end(from)}</td>
      <td>{end(to)}</td>
      <td>{differenceText(t, change)}</td>
    </tr>
  );
}
