import type { ReweightStage } from '../../plan';
import { additiveScores, scoresWidth } from './additive-scores';
import type { Layer, Workshop } from './layer';
import { forTraining } from './layer';
import type { Sequence } from './sequence';
import { newSequence, rowStride, sampleStride } from './sequence';

/** Attention before the LSTM: each step is multiplied by its softmax weight, times the number of steps. */
export function reweight(
  shop: Workshop,
  stage: ReweightStage,
  input: Sequence,
): { layer: Layer; output: Sequence } {
  const { kernels, arena, maxBatch } = shop;
  const output = newSequence(shop, stage.to, input.stepwise);
  const { ticks, width } = output;
  const scores = additiveScores(shop, stage.name, stage.units, input);
  const weights = arena.floats(maxBatch * scoresWidth(ticks));
  const dScores = forTraining(shop, maxBatch * scoresWidth(ticks));
  const layer: Layer = {
    parameters: scores.parameters,
    forward(batch) {
      scores.forward(batch, weights);
      kernels.softmax(batch, ticks, weights, ticks);
      kernels.reweight(
        batch,
        ticks,
        width,
        input.at,
        rowStride(input, batch),
        sampleStride(input),
        weights,
        output.at,
      );
    },
    backward(batch, wanted) {
      kernels.reweightBackward(
        batch,
        ticks,
        width,
        input.at,
        input.gradient,
        rowStride(input, batch),
        sampleStride(input),
        weights,
        dScores,
        output.gradient,
      );
      scores.backward(batch, dScores, wanted);
    },
  };
  return { layer, output };
}
