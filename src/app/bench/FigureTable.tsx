import { useTranslation } from 'react-i18next';
import { fixed } from '../format';
import classes from './BenchScreen.module.css';
import setup from '../setup/SetupScreen.module.css';
import { type BenchFigure, type BenchResult, figuresOf } from './results';

const SHIPPED = 'shipped.';

/** The figures with goals, for both networks, as docs/performance.md has them. */
export function FigureTable({ result }: { result: BenchResult }) {
  const { t } = useTranslation();
  const all = figuresOf(result);
  const shipped = new Map(
    all.filter((f) => f.name.startsWith(SHIPPED)).map((f) => [f.name.slice(SHIPPED.length), f]),
  );
  // Peers that are tools of development do not ship: they are in the table of the command line.
  const rows = all.filter((f) => !f.name.startsWith(SHIPPED) && f.value !== null);
  return (
    <section aria-labelledby="bench-figures">
      <h2 id="bench-figures">{t('bench.figures')}</h2>
      <div className={setup.scroll}>
        <table className={`${setup.table} ${classes.figures}`} data-testid="bench-figures">
          <thead>
            <tr>
              <th scope="col">{t('bench.figure')}</th>
              <th scope="col" className={setup.number}>
                {t('bench.reference')}
              </th>
              <th scope="col" className={setup.number}>
                {t('bench.shipped')}
              </th>
              <th scope="col" className={setup.number}>
                {t('bench.goal')}
              </th>
              <th scope="col">{t('bench.met')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((f) => (
              <tr key={f.name} data-figure={f.name}>
                <th scope="row">{t(`bench.names.${f.name.replace('.', '_')}`, { defaultValue: f.name })}</th>
                <td className={setup.number}>{shown(f)}</td>
                <td className={setup.number}>{shown(shipped.get(f.name))}</td>
                <td className={setup.number}>
                  {f.goal === null ? '' : `${f.better === 'above' ? '≥' : '≤'} ${f.goal}`}
                </td>
                <td>{f.goal === null ? '' : t(isMet(f) ? 'bench.yes' : 'bench.no')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={setup.note}>{t('bench.ratios')}</p>
    </section>
  );
}

const shown = (f: BenchFigure | undefined): string =>
  f === undefined || f.value === null
    ? ''
    : `${fixed(f.value, f.value < 1 ? 3 : f.value < 20 ? 1 : 0)}${f.unit === '1' ? '' : f.unit === 'x' ? ' ×' : ` ${f.unit}`}`;

const isMet = ({ value, goal, better }: BenchFigure): boolean =>
  value !== null && goal !== null && (better === 'above' ? value >= goal : value <= goal);
