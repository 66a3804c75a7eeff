import { createHash } from 'node:crypto';
import type { VirtualPreset } from '../../src/device/virtual/presets';
import { KNEE_SENSORS, type SensorSet, STANDARD_SENSORS } from '../../src/device/virtual/sensors';
import { parseScript, recordVirtual } from './record';

/** What one recording of the virtual exoskeleton is made from. */
export interface RecordingRecipe {
  readonly preset: VirtualPreset;
  readonly seed: number;
  readonly seconds: number;
  readonly sensors: 'standard' | 'knee';
  readonly script: string;
}

/** The committed recordings, by path from the repository's root. A test makes them anew and compares every byte. */
export const COMMITTED: Readonly<Record<string, RecordingRecipe>> = {
  'public/recordings/demo.stridelink': {
    preset: 'typical',
    seed: 1,
    seconds: 56,
    sensors: 'standard',
    script: '2.5:knee_bend,15:walk,50:stand',
  },
  'e2e/fixtures/recordings/virtual-knee.stridelink': {
    preset: 'typical',
    seed: 2,
    seconds: 45,
    sensors: 'knee',
    script: '1:walk',
  },
};

export const INDEX = 'public/recordings/index.json';

const SENSORS: Readonly<Record<RecordingRecipe['sensors'], SensorSet>> = {
  standard: STANDARD_SENSORS,
  knee: KNEE_SENSORS,
};

export function makeRecording(r: RecordingRecipe): Uint8Array {
  return recordVirtual(
    { preset: r.preset, seed: r.seed, sensors: SENSORS[r.sensors] },
    parseScript(r.script),
    r.seconds,
  );
}

/** One entry of public/recordings/index.json. `name` is a code: the words are in the app's catalogues. */
export function indexEntry(path: string, r: RecordingRecipe, bytes: Uint8Array): Record<string, unknown> {
  const file = path.split('/').at(-1)!;
  return {
    name: file.replace(/\.stridelink$/, ''),
    file,
    preset: r.preset,
    durationS: r.seconds,
    seed: r.seed,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    command: commandFor(path, r),
  };
}

function commandFor(path: string, r: RecordingRecipe): string {
  return (
    `npm run lab -- virtual --record ${path} --preset ${r.preset} --seed ${r.seed} --seconds ${r.seconds} ` +
    `--sensors ${r.sensors} --script ${r.script}`
  );
}
