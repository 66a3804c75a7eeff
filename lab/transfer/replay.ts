import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeReplay, encodeReplay } from '../../src/adapt/replay-file';
import type { Walk } from '../../src/adapt/walk';
import { bindToSide, channelInfo } from '../../src/gait/channels';
import { knee } from '../train/recipes/knee';
import { kneeEmg } from '../train/recipes/knee-emg';
import { kneeEmgOnly } from '../train/recipes/knee-emg-only';
import { kneeForce } from '../train/recipes/knee-force';
import { virtualPeople } from './virtual-people';

const SHIPPED = join('public', 'models');
/** Seeds of nobody who is trained or judged. */
const FROM = 901;
const EACH = 2;
const SECONDS = 10;
/** Steps of what is kept: deg, N; mV. */
const STEP = 0.01;
const EMG_STEP = 1e-4;

const fileOf = (id: string): string => join(SHIPPED, `replay-${id}.bin`);

/** Writes the generated base strides of every model that hears muscles, each with its own channels. */
export async function writeReplays(command: string): Promise<void> {
  const walks = virtualPeople(EACH, FROM, SECONDS, kneeEmg.features.rate).map((p) => p.walk);
  for (const { id, features } of [kneeEmg, kneeEmgOnly, kneeForce]) {
    const names = [...new Set([...features.inputs, ...features.outputs])].map((n) => bindToSide(n, 'r'));
    const own = walks.map((walk): Walk => {
      const channels = Object.fromEntries(names.map((name) => [name, walk.channels[name]]));
      return { ...walk, channels };
    });
    const step = (name: string) => (channelInfo(name)?.kind === 'emg' ? EMG_STEP : STEP);
    await writeFile(fileOf(id), encodeReplay(own, step, command));
  }
}

/** The base strides that ship beside model `id`; the knee's own where it has none. */
export const shippedReplay = async (id: string): Promise<Walk[]> =>
  decodeReplay(await readFile(fileOf(id)).catch(() => readFile(fileOf(knee.id))));
