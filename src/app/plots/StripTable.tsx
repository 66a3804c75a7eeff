import { useTranslation } from 'react-i18next';
import { fixed } from '../format';
import { Dialog } from '../shell/Dialog';
import { ownValue } from './marks';
import classes from './StripTable.module.css';
import type { StripChart } from './strip-chart';

const PITCH_TICKS = 10;

export interface TableColumn {
  name: string;
  values: string[];
}

/** The strip as it stands, every tenth tick, newest first; areas become a lower and an upper column. */
export function takeTable(chart: StripChart): TableColumn[] {
  const rows = Array.from({ length: chart.xs.length }, (_, i) => chart.xs.length - 1 - i).filter(
    (i) => (i - chart.past) % PITCH_TICKS === 0,
  );
  const columns: TableColumn[] = [{ name: '', values: rows.map((i) => fixed(chart.xs[i], 1)) }];
  for (const drawn of chart.drawn) {
    const { mark, values, upper } = drawn;
    if (mark.kind === 'error') continue;
    columns.push({
      name: mark.label,
      values: rows.map((i) =>
        upper && !Number.isNaN(values[i])
          ? `${fixed(values[i])} … ${fixed(upper[i])}`
          : fixed(ownValue(drawn, i), mark.kind === 'envelope' ? 2 : 1),
      ),
    });
  }
  return columns;
}

interface StripTableProps {
  title: string;
  columns: TableColumn[];
  onClose: () => void;
}

export function StripTable({ title, columns, onClose }: StripTableProps) {
  const { t } = useTranslation();
  return (
    <Dialog title={title} onClose={onClose}>
      <p className={classes.note}>{t('strips.tableNote', { ms: 100 })}</p>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolled region must be reachable by keyboard */}
      <div className={classes.scroll} role="region" aria-label={title} tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              {columns.map((column, i) => (
                <th key={column.name} scope="col">
                  {i === 0 ? t('strips.time') : column.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {columns[0].values.map((time, row) => (
              <tr key={time}>
                {columns.map((column, i) =>
                  i === 0 ? (
                    <th key={column.name} scope="row">
                      {time}
                    </th>
                  ) : (
                    <td key={column.name}>{column.values[row]}</td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Dialog>
  );
}
