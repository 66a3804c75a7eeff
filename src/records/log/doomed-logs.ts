import type { Database } from '../database/database';
import { deleteLog } from './log-store';

/** Deletes the logs of sessions that were deleted, but for those that are still being written. */
export async function deleteDoomed(database: Database): Promise<void> {
  for (const name of await doomedLogs(database))
    if (await deleteLog(name).catch(() => false))
      await database.write(['doomedFiles'], (tx) => tx.objectStore('doomedFiles').delete(name));
}

/** Names of logs whose sessions were deleted. */
export function doomedLogs(database: Database): Promise<string[]> {
  return database.read(['doomedFiles'], (tx) => tx.objectStore('doomedFiles').getAllKeys());
}
