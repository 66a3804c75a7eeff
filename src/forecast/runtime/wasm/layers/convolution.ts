import type { ConvStage } from '../../plan';
import { ACCUMULATE, RELU } from '../kernels';
import { inOrder, inParts } from '../parameters';
import type { Layer, Sliding, Workshop } from './layer';
import { forTraining, gradientAt, weightAt } from './layer';
import type { Sequence } from './sequence';
import { newSequence, rowStride, sampleStride } from './sequence';

/**
 * Conv1D as one matrix product: the input is copied between zeros, and an output step then reads `kernel` neighbouring
 * rows as one long row.
 */
export function convolution(
  shop: Workshop,
  stage: ConvStage,
  input: Sequence,
): { layer: Layer & Sliding; output: Sequence } {
  const { kernels, arena, parameters, maxBatch } = shop;
  const { name, kernel, stride, padLeft, activation } = stage;
  const output = newSequence(shop, stage.to, false);
  const { ticks, width } = output;
  const depth = kernel * input.width;
  const bufferTicks = Math.max(padLeft + input.ticks, (ticks - 1) * stride + kernel);
  const bufferSample = bufferTicks * input.width;
  const buffer = arena.floats(maxBatch * bufferSample);
  const inside = 4 * padLeft * input.width;
  const bufferGradient = forTraining(shop, maxBatch * bufferSample);
  const transposed = forTraining(shop, depth * width);
  const taps = Array.from({ length: kernel }, () => ({ size: input.channels, width: input.width }));
  const weights = parameters.matrix(`${name}/kernel`, depth, width, inParts(taps), inOrder);
  const bias = parameters.vector(`${name}/bias`, width, inOrder);

  const layer: Layer & Sliding = {
    parameters: [weights, bias],
    forward(batch) {
      takeInput(batch);
      multiply(batch, 0, ticks);
      if (activation === 'tanh') kernels.tanhRows(batch * ticks, width, output.at, width);
    },
    forwardEdges(head, tail) {
      takeInput(1);
      for (const [from, to] of [
        [0, head],
        [tail, ticks],
      ]) {
        multiply(1, from, to);
        if (activation === 'tanh') kernels.tanhRows(to - from, width, output.at + 4 * from * width, width);
      }
    },
    backward(batch, wanted) {
      const rows = batch * ticks;
      if (activation === 'relu') kernels.reluBackward(rows, width, output.at, output.gradient, width);
      if (activation === 'tanh') kernels.tanhBackward(rows, width, output.at, output.gradient, width);
      if (wanted.weights) {
        kernels.addBatchedTransposedProduct(
          batch,
          depth,
          width,
          ticks,
          buffer,
          stride * input.width,
          bufferSample,
          output.gradient,
          width,
          ticks * width,
          gradientAt(shop, weights),
          8 * depth,
        );
        kernels.addColumnSums(rows, width, output.gradient, width, gradientAt(shop, bias));
      }
      if (wanted.inputs) spreadToInputs(batch);
    },
  };

  function takeInput(batch: number): void {
    kernels.copyRows(
      batch,
      input.ticks,
      input.width,
      input.at,
      rowStride(input, batch),
      sampleStride(input),
      buffer + inside,
      input.width,
      bufferSample,
    );
  }

  /** Output rows `from` to before `to` of every sample, before any tanh. */
  function multiply(batch: number, from: number, to: number): void {
    kernels.batchedProduct(
      batch,
      to - from,
      width,
      depth,
      buffer + 4 * from * stride * input.width,
      stride * input.width,
      bufferSample,
      weightAt(shop, weights),
      8 * depth,
      output.at + 4 * from * width,
      width,
      ticks * width,
      weightAt(shop, bias),
      activation === 'relu' ? RELU : 0,
    );
  }

  /** Each tap of the kernel adds its share to the rows that it read. */
  function spreadToInputs(batch: number): void {
    kernels.clear(bufferGradient, 4 * batch * bufferSample);
    for (let tap = 0; tap < kernel; tap++) {
      const b = transposed + 4 * tap * input.width * width;
      kernels.transposePanels(
        tap * input.width,
        input.width,
        width,
        weightAt(shop, weights),
        8 * depth,
        b,
        8 * width,
      );
      kernels.batchedProduct(
        batch,
        ticks,
        input.width,
        width,
        output.gradient,
        width,
        ticks * width,
        b,
        8 * width,
        bufferGradient + 4 * tap * input.width,
        stride * input.width,
        bufferSample,
        0,
        ACCUMULATE,
      );
    }
    kernels.copyRows(
      batch,
      input.ticks,
      input.width,
      bufferGradient + inside,
      input.width,
      bufferSample,
      input.gradient,
      rowStride(input, batch),
      sampleStride(input),
    );
  }
  return { layer, output };
}
