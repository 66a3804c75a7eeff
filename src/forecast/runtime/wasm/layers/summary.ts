import type { NetworkPlan, SummaryPart } from '../../plan';
import { padded } from '../memory';
import type { Part } from '../parameters';
import { additiveScores, scoresWidth } from './additive-scores';
import type { Layer, Wanted, Workshop } from './layer';
import { forTraining } from './layer';
import type { Sequence } from './sequence';
import { rowStride, sampleStride } from './sequence';
import type { Context, Vector } from './vector';
import { newVector } from './vector';

/** The sequence becomes one vector: its parts side by side, then the context. */
export function summary(
  shop: Workshop,
  plan: NetworkPlan,
  input: Sequence,
  context: Context,
): { layer: Layer; output: Vector } {
  const { kernels } = shop;
  const step = { size: input.channels, width: input.width };
  const parts: Part[] = [];
  const starts: number[] = [];
  let width = 0;
  for (const { part } of plan.summary) {
    starts.push(width);
    const added = part === 'flatten' ? new Array<Part>(input.ticks).fill(step) : [step];
    parts.push(...added);
    width += added.length * input.width;
  }
  const contextStart = width;
  if (context.size > 0) parts.push({ size: context.size, width: padded(context.size) });
  const output = newVector(shop, parts);
  const makers = { last, mean, flatten, attention };
  const pieces = plan.summary.map(({ part }, i) =>
    makers[part satisfies SummaryPart](shop, plan, input, {
      at: output.at + 4 * starts[i],
      gradient: output.gradient + 4 * starts[i],
      stride: output.width,
    }),
  );

  const layer: Layer = {
    parameters: pieces.flatMap((piece) => piece.parameters),
    forward(batch) {
      for (const piece of pieces) piece.forward(batch);
      if (context.size > 0)
        kernels.copyRows(
          batch,
          1,
          context.size,
          context.at,
          0,
          context.size,
          output.at + 4 * contextStart,
          0,
          output.width,
        );
    },
    backward(batch, wanted) {
      kernels.clear(input.gradient, 4 * batch * input.ticks * input.width);
      for (const piece of pieces) piece.backward(batch, wanted);
    },
  };
  return { layer, output };
}

/** Where a part stands in the summary. */
interface Place {
  readonly at: number;
  readonly gradient: number;
  readonly stride: number;
}

type Piece = (shop: Workshop, plan: NetworkPlan, input: Sequence, place: Place) => Layer;

const last: Piece = ({ kernels }, _plan, input, place) => {
  const end = (batch: number) => 4 * (input.ticks - 1) * rowStride(input, batch);
  const { width } = input;
  return {
    parameters: [],
    forward(batch) {
      const from = input.at + end(batch);
      kernels.copyRows(batch, 1, width, from, 0, sampleStride(input), place.at, 0, place.stride);
    },
    backward(batch, wanted) {
      if (!wanted.inputs) return;
      const to = input.gradient + end(batch);
      kernels.addRows(batch, 1, width, place.gradient, 0, place.stride, to, 0, sampleStride(input));
    },
  };
};

const mean: Piece = ({ kernels }, _plan, input, place) => {
  const { ticks, width } = input;
  return {
    parameters: [],
    forward(batch) {
      kernels.meanForward(
        batch,
        ticks,
        width,
        input.at,
        rowStride(input, batch),
        sampleStride(input),
        place.at,
        place.stride,
      );
    },
    backward(batch, wanted) {
      if (!wanted.inputs) return;
      kernels.addMeanBackward(
        batch,
        ticks,
        width,
        input.gradient,
        rowStride(input, batch),
        sampleStride(input),
        place.gradient,
        place.stride,
      );
    },
  };
};

const flatten: Piece = ({ kernels }, _plan, input, place) => {
  const { ticks, width } = input;
  return {
    parameters: [],
    forward(batch) {
      kernels.copyRows(
        batch,
        ticks,
        width,
        input.at,
        rowStride(input, batch),
        sampleStride(input),
        place.at,
        width,
        place.stride,
      );
    },
    backward(batch, wanted) {
      if (!wanted.inputs) return;
      kernels.addRows(
        batch,
        ticks,
        width,
        place.gradient,
        width,
        place.stride,
        input.gradient,
        rowStride(input, batch),
        sampleStride(input),
      );
    },
  };
};

const attention: Piece = (shop, plan, input, place) => {
  const { kernels, arena, maxBatch } = shop;
  const { ticks, width } = input;
  const scores =
    plan.attention?.form === 'additive'
      ? additiveScores(shop, 'attention', plan.attention.units, input)
      : dotScores(shop, input);
  const weights = arena.floats(maxBatch * scoresWidth(ticks));
  const dScores = forTraining(shop, maxBatch * scoresWidth(ticks));
  return {
    parameters: scores.parameters,
    forward(batch) {
      scores.forward(batch, weights);
      kernels.softmax(batch, ticks, weights, 1);
      kernels.weightedSum(
        batch,
        ticks,
        width,
        input.at,
        rowStride(input, batch),
        sampleStride(input),
        weights,
        place.at,
        place.stride,
      );
    },
    backward(batch, wanted) {
      kernels.addWeightedSumBackward(
        batch,
        ticks,
        width,
        input.at,
        input.gradient,
        rowStride(input, batch),
        sampleStride(input),
        weights,
        dScores,
        place.gradient,
        place.stride,
      );
      scores.backward(batch, dScores, wanted);
    },
  };
};

/** Scores step . last step / sqrt(channels). */
function dotScores({ kernels, arena }: Workshop, input: Sequence) {
  const { ticks, width } = input;
  const scale = 1 / Math.sqrt(input.channels);
  const dQuery = arena.floats(width);
  return {
    parameters: [],
    forward(batch: number, scores: number) {
      kernels.dotScores(
        batch,
        ticks,
        width,
        input.at,
        rowStride(input, batch),
        sampleStride(input),
        scale,
        scores,
      );
    },
    backward(batch: number, dScores: number, wanted: Wanted) {
      if (!wanted.inputs) return;
      kernels.addDotScoresBackward(
        batch,
        ticks,
        width,
        input.at,
        input.gradient,
        rowStride(input, batch),
        sampleStride(input),
        scale,
        dScores,
        dQuery,
      );
    },
  };
}
