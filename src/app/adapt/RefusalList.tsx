import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../adapt/strides/refusal';
import { channelLabel } from '../names';
import classes from './RefusalList.module.css';
import { figuresOf, textOf } from './refusals';

/** Why strides cannot be learned from, and what to do about each. */
export function RefusalList({ refusals }: { refusals: readonly Refusal[] }) {
  const { t } = useTranslation();
  return (
    <ul className={classes.list} data-testid="refusals">
      {refusals.map((refusal) => {
        const text = textOf(refusal);
        const { channels } = refusal;
        return (
          <li
            key={`${refusal.code} ${channels.join()}`}
            data-code={refusal.code}
            data-action={refusal.action}
          >
            <p>{t(`adapt.refusal.${text}.what`, figuresOf(refusal))}</p>
            {channels.length > 0 && (
              <p className={classes.channels}>
                {t('adapt.refusal.about', { channels: channels.map((c) => channelLabel(t, c)).join(', ') })}
              </p>
            )}
            <p>
              <b>{t(`adapt.refusal.${text}.todo`)}</b>
            </p>
          </li>
        );
      })}
    </ul>
  );
}
