import { fitWhitening } from '../../forecast/regression/whitening';
import { COMPONENTS } from '../closed-form/correction';
import type { AdaptationData, BaseModel } from '../methods/method';
import { originsOf, type StrideSet } from '../strides/stride-set';
import { type Walk, walksWith } from '../walk';
import { type DeepRows, DeepReader } from './deep-reader';
import { completeRows, cutWindows, joinWindows, takeRows, type WindowSet } from './window-set';

/** Base windows are taken every so many ticks. */
const REPLAY_EVERY = 7;

/** What a base model makes of generated strides: the same for everybody who is adapted to. */
export interface ReplayRows {
  readonly walks: readonly Walk[];
  readonly windows: WindowSet;
  readonly deep: DeepRows;
}

/** `replay`: generated walks, the right leg as the forecast one; those without the base model's channels are left out. */
export async function readReplay(base: BaseModel, replay: readonly Walk[]): Promise<ReplayRows> {
  const { card } = base;
  const walks = walksWith(card, replay);
  const windows = joinWindows(
    walks.map((walk) => {
      const origins: number[] = [];
      for (let t = card.windowTicks - 1; t + card.steps < walk.ticks; t += REPLAY_EVERY) origins.push(t);
      const cut = cutWindows(walk, card, 'r', origins);
      return takeRows(cut, completeRows(cut));
    }),
  );
  return { walks, windows, deep: await readDeep(base, windows) };
}

/** Everything that the methods learn from, of these strides. */
export async function readData(
  base: BaseModel,
  set: StrideSet,
  replay: ReplayRows,
  seed: number,
): Promise<AdaptationData> {
  const windows = cutWindows(set.walk, base.card, set.side, originsOf(set.strides), set.end, set.usable);
  const deep = await readDeep(base, windows);
  const reference = new Float32Array(replay.deep.features.length + deep.features.length);
  reference.set(replay.deep.features);
  reference.set(deep.features, replay.deep.features.length);
  const whitening = fitWhitening(reference, deep.featureCount, COMPONENTS);
  return { base, windows, deep, replay: replay.windows, replayDeep: replay.deep, whitening, seed };
}

async function readDeep(base: BaseModel, windows: WindowSet): Promise<DeepRows> {
  const reader = await DeepReader.open(base.card.architecture, base.weights);
  try {
    return reader.read(windows);
  } finally {
    reader.dispose();
  }
}
