import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dataDir } from '../../lab/data/dir';
import { readUci } from '../../lab/data/uci';
import { uciToWire } from '../../lab/wire/uci-to-wire';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** A committed recording of the virtual exoskeleton, 45 s, in the same shape as a UCI recording on the wire. */
export const VIRTUAL_RECORDING = join(repository, 'e2e/fixtures/recordings/virtual-knee.stridelink');

/** The walk of 3A, where the raw recordings are at hand; else null. */
export function walkOf3A(): string | null {
  const dir = dataDir(repository);
  if (dir === null) return null;
  const found = ['uci/A_TXT/3Amar.txt.gz', 'uci/A_TXT/3Amar.txt']
    .map((path) => join(dir, path))
    .find(existsSync);
  return found ?? null;
}

export const readVirtual = (): Uint8Array => readFileSync(VIRTUAL_RECORDING);

/** A recording of the UCI layout (.txt or .gz) as a device would send it. */
export const wireOfUci = (path: string): Uint8Array => uciToWire(readUci(path)).bytes;
