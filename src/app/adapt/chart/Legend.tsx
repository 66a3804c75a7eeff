import type { Look } from './Chart';
import classes from './Chart.module.css';
import legend from './Legend.module.css';

/** What the lines of a chart mean. */
export function Legend({ entries }: { entries: readonly (readonly [Look | 'band', string])[] }) {
  return (
    <p className={legend.legend}>
      {entries.map(([look, text]) => (
        <span key={text}>
          <svg width="26" height="10" aria-hidden>
            {look === 'band' ? (
              <rect className={classes.band} width="26" height="10" />
            ) : (
              <path className={classes[look]} d="M1 5H25" />
            )}
          </svg>
          {text}
        </span>
      ))}
    </p>
  );
}
