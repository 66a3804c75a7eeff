import { useTranslation } from 'react-i18next';
import type { ReviewGoal } from '../../records/review/review';
import { goalText, outcomeText } from '../sessions/order/goal-text';
import classes from './Report.module.css';

/** More would need a third page; those that were in force last are printed. */
const MOST_GOALS = 4;

/** What was aimed for, and what came. */
export function Goals({ goals }: { goals: readonly ReviewGoal[] }) {
  const { t } = useTranslation();
  if (goals.length === 0) return null;
  return (
    <section className={classes.part} aria-labelledby="report-goals" data-testid="report-goals">
      <h2 id="report-goals">{t('goals.title')}</h2>
      {goals.slice(-MOST_GOALS).map((goal) => {
        const text = goalText(t, goal);
        return (
          <p key={text}>
            {text} {outcomeText(t, goal)}
          </p>
        );
      })}
    </section>
  );
}
