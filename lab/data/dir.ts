import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * Where the raw recordings lie: STRIDECAST_DATA, else ../shared/data beside the repository, else null. They are never part of the
 * repository. Throws if STRIDECAST_DATA names a directory that does not exist, rather than quietly using another.
 */
export function dataDir(root = process.cwd()): string | null {
  const named = process.env.STRIDECAST_DATA;
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`STRIDECAST_DATA: no directory ${named}`);
    return resolve(named);
  }
  const beside = resolve(root, '../shared/data');
  return existsSync(beside) ? beside : null;
}
