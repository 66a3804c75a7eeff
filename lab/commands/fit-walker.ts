import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataDir } from '../data/dir';
import { readNorm } from '../data/normative';
import { note } from '../figures';
import { fitWalker } from '../virtual/fit';
import { mean } from '../virtual/statistics';

const OUT = 'src/device/virtual/coefficients/walker-coefficients.json';

/** `npm run lab -- fit-walker [--out FILE]`: fits the virtual exoskeleton's walker to the real people. */
export function run(args: string[]): Promise<void> {
  const dir = dataDir();
  if (dir === null) throw new Error('No data: set STRIDECAST_DATA to the directory of the data sets.');
  const at = args.indexOf('--out');
  const out = at >= 0 && args[at + 1] !== undefined ? args[at + 1] : OUT;
  const norms = join(dir, 'normative', 'normative_sagittal_tidy.csv');
  const levels = ['hip', 'ankle'].map((joint) =>
    mean(readNorm(norms, 'winter1987', 'natural_cadence', joint).mean),
  );
  const fitted = fitWalker(dir, levels);
  writeFileSync(out, `${JSON.stringify(fitted)}\n`);
  note(
    `${out}: knees of ${fitted.knee.normal.people} healthy and ${fitted.knee.abnormal.people} affected people, ` +
      `EMG of ${fitted.emg.normal.people} and ${fitted.emg.abnormal.people}`,
  );
  return Promise.resolve();
}
