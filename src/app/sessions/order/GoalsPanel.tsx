import { useTranslation } from 'react-i18next';
import type { ReviewGoal } from '../../../records/review/review';
import classes from '../Sessions.module.css';
import { goalText, outcomeText } from './goal-text';
import order from './Order.module.css';

/** What was aimed for, and what came; nothing where nothing was. */
export function GoalsPanel({ goals }: { goals: readonly ReviewGoal[] }) {
  const { t } = useTranslation();
  if (goals.length === 0) return null;
  return (
    <section className={classes.panel} aria-labelledby="goals-title" data-testid="review-goals">
      <h2 id="goals-title">{t('goals.title')}</h2>
      <dl className={order.goals}>
        {goals.map((goal) => {
          const text = goalText(t, goal);
          return (
            <div key={text} data-testid="review-goal" data-kind={goal.kind}>
              <dt>{text}</dt>
              <dd>{outcomeText(t, goal)}</dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
