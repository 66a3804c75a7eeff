import { useApp } from '../store/store';

/** Whether there is a stream to look at: one that runs, one that is being waited for, or a replay that has ended. */
export function useIsAtWork(): boolean {
  return useApp(({ engine, startOver }) => {
    if (!engine) return false;
    switch (engine.phase) {
      case 'streaming':
        return true;
      case 'lost':
      case 'reconnecting':
      case 'handshaking':
      case 'opening':
        return engine.ticks > 0;
      default:
        return !startOver && engine.ticks > 0 && engine.problem?.code === 'ended';
    }
  });
}
