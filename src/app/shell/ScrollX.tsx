import type { ReactNode } from 'react';
import classes from './ScrollX.module.css';

/** Room for a table that may be wider than the screen; the keyboard can scroll it too. */
export function ScrollX({ label, children }: { label: string; children: ReactNode }) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <div className={classes.scroll} role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
