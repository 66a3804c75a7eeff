import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { WeightTensor } from '../../src/forecast/runtime/executor';
import { sha256 } from '../../src/forecast/sha256';

/** What was made of the very same parts before is taken again: `key` names all of them. */
export async function madeBefore(
  dir: string,
  key: unknown,
  make: () => Promise<readonly WeightTensor[]>,
): Promise<readonly WeightTensor[]> {
  const name = sha256(new TextEncoder().encode(JSON.stringify(key)));
  const path = join(dir, `${name}.bin`);
  try {
    return deserialize(await readFile(path)) as readonly WeightTensor[];
  } catch {
    const weights = await make();
    await mkdir(dir, { recursive: true });
    await writeFile(path, serialize(weights));
    return weights;
  }
}
