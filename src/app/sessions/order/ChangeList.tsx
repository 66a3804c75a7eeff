import { useTranslation } from 'react-i18next';
import type { Side } from '../../../gait/channels';
import type { ReviewOrder } from '../../../records/review/review';
import { changeText } from './change-text';
import { changesOf, comparedBlocks } from './changes';
import order from './Order.module.css';

/** From baseline to retest in words and figures; nothing where one of them was not walked. */
export function ChangeList({ order: walked, affectedSide }: { order: ReviewOrder; affectedSide: Side }) {
  const { t } = useTranslation();
  const compared = comparedBlocks(walked);
  if (compared === null) return null;
  const changes = changesOf(...compared, affectedSide);
  return (
    <div data-testid="block-changes">
      <h3>{t('blocks.fromTo')}</h3>
      {changes.length === 0 && <p>{t('blocks.none')}</p>}
      <ul className={order.changes}>
        {changes.map((change) => (
          <li key={change.of + (change.side ?? '')} data-change={change.of + (change.side ?? '')}>
            {changeText(t, change)}
          </li>
        ))}
      </ul>
    </div>
  );
}
