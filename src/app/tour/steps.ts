import type { en } from '../i18n/en';
import type { Screen } from '../routes';

export interface TourStep {
  id: keyof (typeof en)['tour']['steps'];
  screen: Screen;
  /** What it points at, by the names under which tests find it too: the first of them that is on screen. */
  targets: readonly string[];
  /** There is more to see while something streams. */
  needsStream?: true;
}

export const STEPS: readonly TourStep[] = [
  { id: 'connect', screen: 'live', targets: ['connect', 'demo', 'status-device'] },
  { id: 'forecast', screen: 'live', targets: ['strip-main', 'demo'], needsStream: true },
  { id: 'scores', screen: 'live', targets: ['scores', 'demo'], needsStream: true },
  { id: 'stop', screen: 'live', targets: ['stop-request'] },
  { id: 'adapt', screen: 'adapt', targets: ['rail-adapt'] },
  { id: 'sessions', screen: 'sessions', targets: ['rail-sessions'] },
  { id: 'evidence', screen: 'evidence', targets: ['rail-evidence'] },
];
