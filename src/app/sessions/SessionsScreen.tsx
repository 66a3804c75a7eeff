import { partsOf, useHash } from '../routes';
import { ListScreen } from './ListScreen';

/** Everything that was recorded: the list, one session, two beside each other, a patient's way. */
export default function SessionsScreen() {
  partsOf(useHash());
  return <ListScreen />;
}
