import { fitWhitening } from '../../forecast/regression/whitening';
import { COMPONENTS } from '../closed-form/correction';
import { type BaseModel, type NetworkModel, startOf } from '../base-model';
import type { AdaptationData } from '../methods/method';
import { originsOf, type StrideSet } from '../strides/stride-set';
import { type Walk, walksWith } from '../walk';
import { type DeepRows, DeepReader } from './deep-reader';
import { completeRows, cutWindows, joinFloats, joinWindows, takeRows, type WindowSet } from './window-set';

/** Base windows are taken every so many ticks. */
const REPLAY_EVERY = 7;

/** What a network makes of generated strides: the same for everybody who is adapted to. */
export interface ReplayRows {
  readonly walks: readonly Walk[];
  readonly windows: WindowSet;
  readonly deep: DeepRows;
}

/**
 * `replay`: generated walks, the right leg as the forecast one; those without the network's channels are left out. `onWalk`:
 * one more of them is read; all of them together take a while.
 */
export async function readReplay(
  base: BaseModel,
  replay: readonly Walk[],
  onWalk: () => void = () => undefined,
): Promise<ReplayRows> {
  const start = startOf(base);
  const { card } = start;
  const walks = walksWith(card, replay);
  const reader = await DeepReader.open(card.architecture, start.weights);
  try {
    const read = walks.map((walk) => {
      const origins: number[] = [];
      for (let t = card.windowTicks - 1; t + card.steps < walk.ticks; t += REPLAY_EVERY) origins.push(t);
      const cut = cutWindows(walk, card, 'r', origins);
      const windows = takeRows(cut, completeRows(cut));
      const deep = reader.read(windows);
      onWalk();
      return { windows, deep };
    });
    return {
      walks,
      windows: joinWindows(read.map((r) => r.windows)),
      deep: {
        featureCount: reader.featureCount,
        features: joinFloats(read.map((r) => r.deep.features)),
        output: joinFloats(read.map((r) => r.deep.output)),
      },
    };
  } finally {
    reader.dispose();
  }
}

/** Everything that the methods learn from, of these strides. */
export async function readData(
  base: BaseModel,
  set: StrideSet,
  replay: ReplayRows,
  seed: number,
): Promise<AdaptationData> {
  const start = startOf(base);
  const cut = (card: NetworkModel['card'], origins: ArrayLike<number>): WindowSet =>
    cutWindows(set.walk, card, set.side, origins, set.end, set.usable);
  const found = cut(base.card, originsOf(set.strides));
  // The base hears whatever the start does, so where it has a window the start has one too.
  const windows = start === base ? found : cut(start.card, found.origins);
  const deep = await readDeep(start, windows);
  const output = start === base ? deep.output : (await readDeep(base, found)).output;
  const reference = joinFloats([replay.deep.features, deep.features]);
  const whitening = fitWhitening(reference, deep.featureCount, COMPONENTS);
  const own = { windows: found, output };
  const remembers = start !== base;
  return {
    start,
    remembers,
    windows,
    deep,
    base: own,
    replay: replay.windows,
    replayDeep: replay.deep,
    whitening,
    seed,
  };
}

async function readDeep(network: NetworkModel, windows: WindowSet): Promise<DeepRows> {
  const reader = await DeepReader.open(network.card.architecture, network.weights);
  try {
    return reader.read(windows);
  } finally {
    reader.dispose();
  }
}
