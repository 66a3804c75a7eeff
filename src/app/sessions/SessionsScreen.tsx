import { partsOf, useHash } from '../routes';
import { CompareScreen } from './compare/CompareScreen';
import { ListScreen } from './ListScreen';
import { ProgressScreen } from './progress/ProgressScreen';
import { ReviewScreen } from './review/ReviewScreen';

/** Everything that was recorded: the list, one session, two beside each other, a patient's way. */
export default function SessionsScreen() {
  const [first, second, third] = partsOf(useHash());
  if (first === undefined) return <ListScreen />;
  if (first === 'compare' && second !== undefined && third !== undefined)
    return <CompareScreen key={`${second} ${third}`} a={second} b={third} />;
  if (first === 'patient' && second !== undefined) return <ProgressScreen key={second} patientId={second} />;
  return <ReviewScreen key={first} id={first} />;
}
