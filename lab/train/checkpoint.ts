import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { WeightTensor } from '../../src/forecast/runtime/executor';
import type { TrainerState } from '../../src/forecast/runtime/trainer';

/** Where a training run stands; lies in a folder that git does not see. */
export interface Checkpoint {
  /** What is being trained, on whom and how: another key is another run. */
  readonly key: string;
  readonly step: number;
  readonly done: boolean;
  readonly weights: readonly WeightTensor[];
  readonly state: TrainerState;
}

const NAME = 'checkpoint.bin';

/** The checkpoint of this very run, or undefined. */
export async function readCheckpoint(dir: string, key: string): Promise<Checkpoint | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(join(dir, NAME));
  } catch {
    return undefined;
  }
  const found = deserialize(bytes) as Checkpoint;
  return found.key === key ? found : undefined;
}

/** Written aside and renamed, so that a run cut short leaves the last whole one. */
export async function writeCheckpoint(dir: string, checkpoint: Checkpoint): Promise<void> {
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, `${NAME}.new`), serialize(checkpoint));
  await rename(join(dir, `${NAME}.new`), join(dir, NAME));
}
