import { useTranslation } from 'react-i18next';
import { type ChannelName, type Side, SIDES } from '../../../gait/channels';
import type { ReviewBlock, SessionReview } from '../../../records/review/review';
import { clock, fixed } from '../../format';
import { channelLabel, sideLabel } from '../../names';
import { ScrollX } from '../../shell/ScrollX';
import { mainForecast } from '../main-forecast';
import classes from '../Sessions.module.css';
import { BrokenOff } from './BrokenOff';
import { ChangeList } from './ChangeList';
import { meanSdText, spreadText } from './change-text';
import { cadenceOf, symmetryValue } from './changes';
import order from './Order.module.css';

interface BlocksPanelProps {
  review: SessionReview;
  affectedSide: Side;
  /** To a moment of the signal, s. */
  onJump: (atS: number) => void;
}

/** The steps of the session's order beside each other, and the way from baseline to retest. Nothing where no order was followed. */
export function BlocksPanel({ review, affectedSide, onJump }: BlocksPanelProps) {
  const { t } = useTranslation();
  if (review.order === null) return null;
  const { blocks } = review.order;
  return (
    <section className={classes.panel} aria-labelledby="blocks-title" data-testid="review-blocks">
      <h2 id="blocks-title">{t('blocks.title')}</h2>
      <BrokenOff order={review.order} />
      <ScrollX label={t('blocks.title')}>
        <BlockTable {...{ review, affectedSide, onJump, blocks }} />
      </ScrollX>
      <ChangeList order={review.order} affectedSide={affectedSide} />
      <p className={classes.note}>{t('blocks.note')}</p>
    </section>
  );
}

function BlockTable({
  review,
  affectedSide,
  onJump,
  blocks,
}: BlocksPanelProps & { blocks: readonly ReviewBlock[] }) {
  const { t } = useTranslation();
  const short = { r: t('app.rightShort'), l: t('app.leftShort') };
  const sides = SIDES.filter((side) => blocks.some((b) => b.legs[side]));
  const joint = mainForecast(review.forecasts, affectedSide)?.joint;
  const aimed = blocks.some((b) => b.judged > 0);
  return (
    <table className={`${classes.figures} ${order.blocks}`}>
      <thead>
        <tr>
          <th scope="col">{t('blocks.columns.step')}</th>
          <th scope="col">{t('blocks.columns.length')}</th>
          <th scope="col">{t('blocks.columns.strides')}</th>
          {sides.map((side) => (
            <th key={side} scope="col">
              {t('blocks.ranges', { side: sideLabel(t, side) })}
              {side === affectedSide && <> {t('sessions.affected')}</>}
            </th>
          ))}
          <th scope="col">{t('blocks.columns.cadence')}</th>
          {sides.length === 2 && <th scope="col">{t('blocks.symmetry')}</th>}
          {aimed && <th scope="col">{t('blocks.columns.inTarget')}</th>}
          {joint !== undefined && (
            <th scope="col">{t('blocks.columns.error', { joint: channelLabel(t, joint) })}</th>
          )}
        </tr>
      </thead>
      <tbody>
        {blocks.map((block, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
          <tr key={i} data-testid="review-block" data-kind={block.kind} data-n={block.n}>
            <th scope="row">
              <button type="button" data-testid="block-jump" onClick={() => onJump(block.fromS)}>
                <span>{clock(block.fromS)}</span> {block.label}
              </button>
              {block.begunAnew && <small>{t('blocks.begunAnew')}</small>}
            </th>
            <td data-figure="length">{clock(block.toS - block.fromS)}</td>
            <td data-figure="strides">
              {sides
                .map((side) =>
                  t('blocks.strides', { side: short[side], n: block.legs[side]?.summary?.cycles ?? 0 }),
                )
                .join(' · ') || t('app.none')}
            </td>
            {sides.map((side) => (
              <td key={side} data-figure={`range_${side}`}>
                {spreadText(t, 'range', block.legs[side]?.summary?.range.knee)}
              </td>
            ))}
            <td data-figure="cadence">{meanSdText(t, cadenceOf(block, affectedSide))}</td>
            {sides.length === 2 && (
              <td data-figure="symmetry">{spreadText(t, 'symmetry', symmetryValue(block))}</td>
            )}
            {aimed && (
              <td data-figure="in-target">
                {block.judged === 0
                  ? t('app.none')
                  : t('blocks.inTarget', { inTarget: block.inTarget, judged: block.judged })}
              </td>
            )}
            {joint !== undefined && <ErrorCell block={block} joint={joint} />}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The score never stands alone. */
function ErrorCell({ block, joint }: { block: ReviewBlock; joint: ChannelName }) {
  const { t } = useTranslation();
  const found = block.errors.find((e) => e.joint === joint);
  if (!found) return <td data-figure="error">{t('app.none')}</td>;
  return (
    <td data-figure="error">
      {t('blocks.error', { mae: fixed(found.mae) })}
      <small>{t('blocks.still', { still: fixed(found.still) })}</small>
    </td>
  );
}
