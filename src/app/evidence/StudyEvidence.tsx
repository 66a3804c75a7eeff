import { useTranslation } from 'react-i18next';
import type { Study, StudyTable } from '../../forecast/evidence/study';
import { fixed } from '../format';
import { ScrollX } from '../shell/ScrollX';
import { CurveChart } from './CurveChart';
import classes from './EvidenceScreen.module.css';
import { useWords } from './words';

/** A study: what it found, its tables and curves, and the command that makes it again. */
export function StudyEvidence({ study }: { study: Study }) {
  const { t } = useTranslation();
  const words = useWords();
  const { id, title, findings, tables, curves, command, seed, generated } = study;
  return (
    <section aria-labelledby={`study-${id}`} data-testid={`study-${id}`}>
      <h2 id={`study-${id}`}>{words.phrase(title)}</h2>
      {findings.length > 0 && (
        <ul className={classes.findings}>
          {findings.map((f) => (
            <li key={f.code}>{words.phrase(f)}</li>
          ))}
        </ul>
      )}
      {curves.map((curve) => (
        <CurveChart key={curve.id} curve={curve} />
      ))}
      {tables.map((table) => (
        <TableView key={table.id} table={table} />
      ))}
      <p className={classes.made}>
        {t('evidence.made', { date: generated, seed })} <code>{command}</code>
      </p>
    </section>
  );
}

function TableView({ table: { id, title, caption, columns, rows, notes } }: { table: StudyTable }) {
  const words = useWords();
  const isNumber = columns.map((_, i) => rows.some((row) => typeof row[i] === 'number'));
  // The first column names its row; so do further ones before the first number.
  const firstNumber = isNumber.indexOf(true) < 0 ? 1 : isNumber.indexOf(true);
  const name = words.phrase(title);
  return (
    <div>
      <h3 id={`table-${id}`}>{name}</h3>
      {caption && <p className={classes.made}>{words.phrase(caption)}</p>}
      <ScrollX label={name}>
        <table className={classes.table} aria-labelledby={`table-${id}`} data-testid={`table-${id}`}>
          <thead>
            <tr>
              {columns.map((column, i) => (
                <th key={i} scope="col" className={isNumber[i] ? classes.number : ''}>
                  {words.phrase(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, r) => (
              <tr key={r}>
                {row.map((cell, i) => {
                  const text =
                    typeof cell === 'number'
                      ? fixed(cell, columns[i].digits ?? 2)
                      : cell === null
                        ? '–'
                        : words.name(cell);
                  return i === 0 && firstNumber > 0 ? (
                    <th key={i} scope="row" className={classes.text}>
                      {text}
                    </th>
                  ) : (
                    <td key={i} className={isNumber[i] ? classes.number : classes.text}>
                      {text}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollX>
      {notes.length > 0 && (
        <ul className={classes.note}>
          {notes.map((n, i) => (
            <li key={i}>{words.phrase(n)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
