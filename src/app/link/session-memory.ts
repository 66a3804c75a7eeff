import type { EngineState } from '../../engine/protocol';
import { type JournalEntry, writeJournal } from '../../records/session-journal';
import { useApp } from '../store/store';

/**
 * Writes each session into the journal: from the first stream of a source until it is let go, with its signal check,
 * calibration and markers as they change. A loss and a reconnect stay within one session. Replays are no sessions.
 */
export function rememberSessions(): () => void {
  let current: JournalEntry | null = null;
  return useApp.subscribe(({ engine }, before) => {
    if (!engine || engine === before.engine) return;
    if (engine.source === null || engine.source.kind === 'replay') {
      current = null;
      return;
    }
    if (current !== null && engine.device !== null && engine.device.serial !== current.serial) current = null;
    if (engine.phase !== 'streaming' || !engine.device) return;
    const next: JournalEntry = {
      id: current?.id ?? crypto.randomUUID(),
      startedAt: current?.startedAt ?? new Date().toISOString(),
      source: engine.source.kind,
      device: engine.device.name,
      serial: engine.device.serial,
      affectedSide: useApp.getState().settings.affectedSide,
      signalCheck: checkOf(engine, current),
      calibration: engine.calibration,
      markers: engine.markers,
    };
    if (current !== null && JSON.stringify(next) === JSON.stringify(current)) return;
    current = next;
    writeJournal(next);
  });
}

/** A check that is under way does not wipe out the one before it. */
function checkOf(engine: EngineState, current: JournalEntry | null): JournalEntry['signalCheck'] {
  const { report } = engine.signalCheck;
  if (report === null) return current?.signalCheck ?? null;
  const { sound, steps, findings } = report;
  const same = JSON.stringify(current?.signalCheck?.findings) === JSON.stringify(findings);
  const at = same ? (current?.signalCheck?.at ?? '') : new Date().toISOString();
  return { at, sound, steps, findings };
}
