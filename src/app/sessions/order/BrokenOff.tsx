import { useTranslation } from 'react-i18next';
import type { ReviewOrder } from '../../../records/review/review';

/** Says that and where an order ended before its last step; nothing where it did not. */
export function BrokenOff({ order: { blocks, end } }: { order: ReviewOrder }) {
  const { t } = useTranslation();
  if (end === 'done') return null;
  return <p data-testid="order-broken-off">{t(`blocks.${end}`, { label: blocks.at(-1)!.label })}</p>;
}
