import type { SessionRow } from '../../records/shapes/session';
import { RemoveSession } from './RemoveSession';
import classes from './Sessions.module.css';
import { useSessionName } from './use-session-name';

interface SessionActionsProps {
  row: SessionRow;
  onRemoved: () => void;
}

/** What can be done with one session: the buttons in the head of its review. */
export function SessionActions({ row, onRemoved }: SessionActionsProps) {
  const name = useSessionName()(row);
  return (
    <div className={classes.actions}>
      <RemoveSession row={row} name={name} onRemoved={onRemoved} />
    </div>
  );
}
