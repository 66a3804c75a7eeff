import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Walk } from '../../src/adapt/walk';
import type { LoadedModel } from '../../src/forecast/model-library';
import { note } from '../figures';
import { judgePerson, type PersonErrors } from './judge-person';
import { RUNS } from './make-models';
import type { TransferPerson } from './people';

/** How strides are learned from: results by another method are not taken. */
const METHOD = 'combined';

interface Done {
  readonly key: string;
  readonly result: PersonErrors | null;
}

/**
 * Judges one person by one model, and keeps the result in a file of its own: with `resume` what is there for the very same
 * weights is taken. Null where too little is left to test on.
 */
export async function judgeJob(
  label: string,
  model: LoadedModel,
  person: TransferPerson,
  replay: readonly Walk[],
  resume: boolean,
): Promise<PersonErrors | null> {
  const path = join(RUNS, 'judged', `${label}-${person.id.replace(':', '-')}.json`);
  const sha256 = [model.card, model.memory?.card].map((card) => card?.files.weights.sha256 ?? '');
  const key = [METHOD, ...sha256].join();
  if (resume) {
    const found = await read(path);
    if (found?.key === key) return found.result;
  }
  const began = performance.now();
  const result = await judgePerson(model, person, replay);
  note(`${label}, ${person.id}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
  await mkdir(join(RUNS, 'judged'), { recursive: true });
  await writeFile(path, JSON.stringify({ key, result } satisfies Done));
  return result;
}

async function read(path: string): Promise<Done | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Done;
  } catch {
    return undefined;
  }
}
