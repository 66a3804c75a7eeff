import type { LstmStage } from '../../plan';
import { inOrder } from '../parameters';
import type { Layer, Workshop } from './layer';
import { forTraining, gradientAt, weightAt } from './layer';
import type { Sequence } from './sequence';
import { newSequence, rowStride, sampleStride } from './sequence';

/** LSTM that returns all its states; the inputs of all steps are projected in one product before the first step. */
export function lstm(shop: Workshop, stage: LstmStage, input: Sequence): { layer: Layer; output: Sequence } {
  const { kernels, arena, parameters, maxBatch } = shop;
  const { name } = stage;
  const output = newSequence(shop, stage.to, true);
  const { ticks, width, channels } = output;
  const gateWidth = 4 * width;
  const gates = arena.floats(maxBatch * ticks * gateWidth);
  const state = arena.floats(maxBatch * ticks * width);
  const tanhState = arena.floats(maxBatch * ticks * width);
  const kernelTransposed = forTraining(shop, gateWidth * input.width);
  const recurrentTransposed = forTraining(shop, gateWidth * width);
  const dh = forTraining(shop, maxBatch * width);
  const dc = forTraining(shop, maxBatch * width);

  const gate = (i: number) => Math.floor(i / channels) * width + (i % channels);
  const kernel = parameters.matrix(`${name}/kernel`, input.width, gateWidth, inOrder, gate);
  const recurrent = parameters.matrix(`${name}/recurrent_kernel`, width, gateWidth, inOrder, gate);
  const bias = parameters.vector(`${name}/bias`, gateWidth, gate);

  const layer: Layer = {
    parameters: [kernel, recurrent, bias],
    forward(batch) {
      kernels.batchedProduct(
        batch,
        ticks,
        gateWidth,
        input.width,
        input.at,
        rowStride(input, batch),
        sampleStride(input),
        weightAt(shop, kernel),
        8 * input.width,
        gates,
        batch * gateWidth,
        gateWidth,
        weightAt(shop, bias),
        0,
      );
      kernels.lstmForward(batch, ticks, width, gates, weightAt(shop, recurrent), output.at, state, tanhState);
    },
    backward(batch, wanted) {
      if (!wanted.weights && !wanted.inputs) return;
      kernels.transposePanels(
        0,
        width,
        gateWidth,
        weightAt(shop, recurrent),
        8 * width,
        recurrentTransposed,
        8 * gateWidth,
      );
      kernels.lstmBackward(
        batch,
        ticks,
        width,
        gates,
        recurrentTransposed,
        state,
        tanhState,
        output.gradient,
        dh,
        dc,
      );
      if (wanted.weights) addWeightGradients(batch);
      if (wanted.inputs) toInputs(batch);
    },
  };

  function addWeightGradients(batch: number): void {
    if (input.stepwise)
      kernels.addTransposedProduct(
        input.width,
        gateWidth,
        ticks * batch,
        input.at,
        input.width,
        gates,
        gateWidth,
        gradientAt(shop, kernel),
        8 * input.width,
      );
    else
      kernels.addBatchedTransposedProduct(
        batch,
        input.width,
        gateWidth,
        ticks,
        input.at,
        input.width,
        ticks * input.width,
        gates,
        batch * gateWidth,
        gateWidth,
        gradientAt(shop, kernel),
        8 * input.width,
      );
    // The state before step t is the output of step t - 1.
    kernels.addTransposedProduct(
      width,
      gateWidth,
      (ticks - 1) * batch,
      output.at,
      width,
      gates + 4 * batch * gateWidth,
      gateWidth,
      gradientAt(shop, recurrent),
      8 * width,
    );
    kernels.addColumnSums(ticks * batch, gateWidth, gates, gateWidth, gradientAt(shop, bias));
  }

  function toInputs(batch: number): void {
    kernels.transposePanels(
      0,
      input.width,
      gateWidth,
      weightAt(shop, kernel),
      8 * input.width,
      kernelTransposed,
      8 * gateWidth,
    );
    kernels.batchedProduct(
      batch,
      ticks,
      input.width,
      gateWidth,
      gates,
      batch * gateWidth,
      gateWidth,
      kernelTransposed,
      8 * gateWidth,
      input.gradient,
      rowStride(input, batch),
      sampleStride(input),
      0,
      0,
    );
  }
  return { layer, output };
}
