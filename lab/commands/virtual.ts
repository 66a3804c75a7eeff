import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { PRESETS, type VirtualPreset } from '../../src/device/virtual/presets';
import { note } from '../figures';
import { COMMITTED, INDEX, indexEntry, makeRecording, type RecordingRecipe } from '../virtual/recordings';

/**
 * `npm run lab -- virtual [--json]`: is the virtual exoskeleton's walker like the people it was fitted to?
 * `npm run lab -- virtual --record FILE [--preset P --seed N --seconds S --sensors standard|knee --script T:ACTION,...]`:
 * its wire bytes in a file. `--record committed` makes the committed ones anew.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: 'boolean', default: false },
      record: { type: 'string' },
      preset: { type: 'string', default: 'typical' },
      seed: { type: 'string', default: '1' },
      seconds: { type: 'string', default: '60' },
      sensors: { type: 'string', default: 'standard' },
      script: { type: 'string', default: '1:walk' },
    },
  });
  if (values.record === undefined) throw new Error('nothing to do');
  if (values.record === 'committed') {
    const index = Object.entries(COMMITTED).flatMap(([path, recipe]) => {
      const bytes = write(path, recipe);
      return path.startsWith('public/') ? [indexEntry(path, recipe, bytes)] : [];
    });
    writeFileSync(INDEX, `${JSON.stringify(index, null, 2)}\n`);
    return;
  }
  write(values.record, recipeOf(values));
}

function write(path: string, recipe: RecordingRecipe): Uint8Array {
  const bytes = makeRecording(recipe);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  note(`${path}: ${recipe.seconds} s, ${bytes.length} bytes`);
  return bytes;
}

function recipeOf(
  values: Record<'preset' | 'seed' | 'seconds' | 'sensors' | 'script', string>,
): RecordingRecipe {
  const { preset, sensors, script } = values;
  const seed = Number(values.seed);
  const seconds = Number(values.seconds);
  if (!(preset in PRESETS)) throw new Error(`--preset: one of ${Object.keys(PRESETS).join(', ')}`);
  if (sensors !== 'standard' && sensors !== 'knee') throw new Error('--sensors: standard or knee');
  if (!Number.isInteger(seed)) throw new Error('--seed: a whole number');
  if (!(seconds > 0 && seconds <= 3600)) throw new Error('--seconds: up to 3600');
  return { preset: preset as VirtualPreset, seed, seconds, sensors, script };
}
