import { usualBlend } from '../../src/adapt/blend';
import { COMPONENTS } from '../../src/adapt/closed-form/correction';
import { usualOf } from '../../src/adapt/expectations';
import { startOf } from '../../src/adapt/base-model';
import { closedForm } from '../../src/adapt/methods/closed-form';
import type { PersonalModel } from '../../src/adapt/personal-model';
import { originsOf } from '../../src/adapt/strides/stride-set';
import type { MarkedStride, Walk } from '../../src/adapt/walk';
import { DeepReader } from '../../src/adapt/windows/deep-reader';
import { completeRows, cutWindows } from '../../src/adapt/windows/window-set';
import type { LoadedModel } from '../../src/forecast/model-library';
import { fitWhitening } from '../../src/forecast/regression/whitening';

const SIDE = 'r';
/** Base windows are taken every so many ticks. */
const REPLAY_EVERY = 7;

/**
 * What the closed form makes of a single stride. The product refuses to learn from so little (nothing is left to decide by);
 * the study shows what it would be worth. Null where no window with a known future lies in the stride.
 */
export async function learnFromOne(
  base: LoadedModel,
  walk: Walk,
  stride: MarkedStride,
  replay: readonly Walk[],
): Promise<PersonalModel | null> {
  const start = startOf(base);
  const { card, weights } = start;
  const usable = new Uint8Array(walk.ticks).fill(1, stride.start, stride.end);
  const windows = cutWindows(walk, card, SIDE, originsOf([stride]), stride.end, usable);
  const rows = completeRows(windows);
  if (rows.length === 0) return null;
  const reader = await DeepReader.open(card.architecture, weights);
  const deep = reader.read(windows);
  const reference = [deep.features];
  for (const other of replay) {
    const origins: number[] = [];
    for (let t = card.windowTicks - 1; t + card.steps < other.ticks; t += REPLAY_EVERY) origins.push(t);
    reference.push(reader.read(cutWindows(other, card, SIDE, origins)).features);
  }
  reader.dispose();
  const whitening = fitWhitening(joined(reference), reader.featureCount, COMPONENTS);
  const remembers = start !== base;
  const own = { windows, output: deep.output };
  const replayed = { replay: windows, replayDeep: deep };
  const data = { start, remembers, windows, deep, base: own, ...replayed, whitening, seed: 1 };
  const fitted = await closedForm.fit(data, rows, () => Promise.resolve());
  const blend = usualBlend(usualOf('closed_form', card, remembers).trust, 1, card.steps, card.rate);
  return {
    version: 2,
    method: 'closed_form',
    memory: remembers,
    ...fitted.parts,
    blend: Float32Array.from({ length: card.outputs.length * card.steps }, (_, i) => blend[i % card.steps]),
    use: new Float32Array(card.outputs.length * card.steps).fill(1),
  };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
