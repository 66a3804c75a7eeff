import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { StrideView } from '../../engine/adapt-protocol';
import { fixed } from '../format';
import { useLink } from '../link/context';
import panel from './Panel.module.css';
import classes from './StrideList.module.css';

interface StrideListProps {
  strides: readonly StrideView[];
  /** The stride in hand, or null. */
  onLit: (id: number | null) => void;
}

/** Every stride with what is known of it, newest first; each is taken in or out by its box. */
export function StrideList({ strides, onLit }: StrideListProps) {
  const { t } = useTranslation();
  const link = useLink();
  return (
    <section className={panel.panel} aria-labelledby="strides-title">
      <div className={`${panel.row} ${panel.spread}`}>
        <h3 id="strides-title">{t('adapt.walk.list')}</h3>
        <Button
          size="xs"
          variant="default"
          onClick={() => link.send({ type: 'clearStrides' })}
          data-testid="clear-strides"
        >
          {t('adapt.walk.clear')}
        </Button>
      </div>
      <p className={panel.muted}>{t('adapt.walk.listHint')}</p>
      <ul className={classes.list} data-testid="stride-list" onPointerLeave={() => onLit(null)}>
        {strides
          .map((stride, i) => <Stride key={stride.id} stride={stride} n={i + 1} onLit={onLit} />)
          .reverse()}
      </ul>
      <p className={panel.muted}>
        {t(strides.at(-1)?.source === 'contact' ? 'adapt.walk.byContact' : 'adapt.walk.byAngles')}
      </p>
    </section>
  );
}

interface StrideProps {
  stride: StrideView;
  n: number;
  onLit: StrideListProps['onLit'];
}

function Stride({ stride, n, onLit }: StrideProps) {
  const { t } = useTranslation();
  const link = useLink();
  const { id, used, forecastable, byHand, flags } = stride;
  const remarks = [
    ...flags.map((flag) => t(`adapt.walk.flags.${flag}`)),
    ...(forecastable ? [] : [t('adapt.walk.short')]),
    ...(byHand ? [t(byHand === 'in' ? 'adapt.walk.byHandIn' : 'adapt.walk.byHandOut')] : []),
  ];
  return (
    <li
      data-testid="stride"
      data-id={id}
      data-used={used || undefined}
      data-ready={(used && forecastable) || undefined}
      data-flags={flags.join(' ')}
      onPointerEnter={() => onLit(id)}
    >
      <label>
        <input
          type="checkbox"
          checked={used}
          onFocus={() => onLit(id)}
          onBlur={() => onLit(null)}
          onChange={(event) =>
            link.send({ type: 'stride', id, byHand: event.currentTarget.checked ? 'in' : 'out' })
          }
        />
        <span className={classes.name}>{t('adapt.walk.stride', { n })}</span>
        <span className={classes.seconds}>
          {t('adapt.walk.seconds', { value: fixed(stride.seconds, 2) })}
        </span>
        <span className={classes.remarks}>{remarks.join(', ') || t('adapt.walk.sound')}</span>
      </label>
    </li>
  );
}
