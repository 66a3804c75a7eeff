import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { PRESETS, type VirtualPreset } from '../../src/device/virtual/presets';
import { dataDir } from '../data/dir';
import { type Figure, figure, note, printFigures } from '../figures';
import { judgeWalker, type JudgedRow } from '../virtual/judge';
import { COMMITTED, INDEX, indexEntry, makeRecording, type RecordingRecipe } from '../virtual/recordings';

/**
 * `npm run lab -- virtual [--json]`: is the virtual exoskeleton's walker like the people it was fitted to?
 * `npm run lab -- virtual --record FILE [--preset P --seed N --seconds S --sensors standard|knee --script T:ACTION,...]`:
 * its wire bytes in a file. `--record committed` makes the committed ones anew.
 */
export function run(args: string[]): Promise<void> {
  command(args);
  return Promise.resolve();
}

function command(args: string[]): void {
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
  if (values.record === undefined) {
    judge(values.json);
    return;
  }
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

/** People drawn for each preset. */
const SEEDS = [1, 2, 3, 4, 5, 6];

function judge(json: boolean): void {
  const dir = dataDir();
  if (dir === null) throw new Error('No data: set STRIDECAST_DATA to the directory of the data sets.');
  const rows = judgeWalker(dir, SEEDS, (preset) => note(`walking: ${preset}`));
  if (!json) note(table(rows));
  printFigures(rows.map(figureOf), { spread: SPREAD, seeds: SEEDS, rows }, json);
}

/** How a row is judged, for whoever reads the figures. */
const SPREAD =
  'curves: share of points within 2 SD of the real mean by phase, goal 0.95; all else: distance of the median walker ' +
  'from the middle of the real people, 1 is the smallest or largest of them';

function figureOf(r: JudgedRow): Figure {
  const name = `virtual.${r.preset}.${r.what}`;
  if (r.what.includes('curve.')) return figure(name, r.walker, r.unit, r.low, 'above');
  const half = (r.high - r.low) / 2;
  return figure(name, Math.abs(r.walker - r.low - half) / half, 'of spread', 1);
}

function table(rows: readonly JudgedRow[]): string {
  const lines = rows.map((r) => {
    const spread = `${r.low.toFixed(3)} .. ${r.high.toFixed(3)}`;
    return (
      `${r.preset.padEnd(16)}${r.what.padEnd(30)}${r.walker.toFixed(3).padStart(8)} ${spread.padStart(20)} ` +
      `${r.unit.padEnd(14)}${r.against.padEnd(9)}${String(r.people).padStart(3)} people  ${r.within ? 'pass' : 'FAIL'}`
    );
  });
  const passed = rows.filter((r) => r.within).length;
  return [...lines, `${passed} of ${rows.length} within the spread of the real people`].join('\n');
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
