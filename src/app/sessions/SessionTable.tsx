import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SessionRow } from '../../records/shapes/session';
import { ScrollX } from '../shell/ScrollX';
import { SessionLine } from './SessionLine';
import { SORT_KEYS, type SessionOrder } from './session-order';
import classes from './Sessions.module.css';

interface SessionTableProps {
  rows: readonly SessionRow[];
  order: SessionOrder;
  onOrder: (order: SessionOrder) => void;
  /** Ids of those to be compared. */
  picked: readonly string[];
  onPick: (id: string) => void;
}

export function SessionTable({ rows, order, onOrder, picked, onPick }: SessionTableProps) {
  const { t } = useTranslation();
  return (
    <ScrollX label={t('sessions.list')}>
      <table className={classes.table} data-testid="session-table">
        <thead>
          <tr>
            <td />
            {SORT_KEYS.map((key) => {
              const current = key === order.key;
              const Arrow = order.descending ? IconArrowDown : IconArrowUp;
              return (
                <th
                  key={key}
                  scope="col"
                  aria-sort={current ? (order.descending ? 'descending' : 'ascending') : undefined}
                >
                  <button
                    type="button"
                    className={classes.sort}
                    onClick={() => onOrder({ key, descending: current ? !order.descending : key === 'date' })}
                    data-testid={`sort-${key}`}
                  >
                    {t(`sessions.columns.${key}`)}
                    {current && <Arrow size={14} aria-hidden />}
                  </button>
                </th>
              );
            })}
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <SessionLine key={row.id} row={row} picked={picked.includes(row.id)} onPick={onPick} />
          ))}
        </tbody>
      </table>
    </ScrollX>
  );
}
