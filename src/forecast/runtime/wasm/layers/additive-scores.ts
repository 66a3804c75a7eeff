import { ACCUMULATE } from '../kernels';
import { padded } from '../memory';
import { inOrder } from '../parameters';
import type { Parameter } from '../parameters';
import type { Workshop } from './layer';
import { forTraining, gradientAt, weightAt } from './layer';
import type { Sequence } from './sequence';

/** Scores v . tanh(W step + b) of all steps, and their gradients: shared by attention before and after the LSTM. */
export interface AdditiveScores {
  readonly parameters: readonly Parameter[];
  /** [batch][ticks padded to 4] */
  forward(batch: number, scores: number): void;
  /** Adds to the gradients of the sequence and of the weights. */
  backward(batch: number, dScores: number, wanted: { inputs: boolean; weights: boolean }): void;
}

export function additiveScores(shop: Workshop, name: string, units: number, input: Sequence): AdditiveScores {
  const { kernels, arena, parameters, maxBatch } = shop;
  const { ticks, width } = input;
  const unitWidth = padded(units);
  const hidden = arena.floats(maxBatch * ticks * unitWidth);
  const transposed = forTraining(shop, width * unitWidth);
  const kernel = parameters.matrix(`${name}_hidden/kernel`, width, unitWidth, inOrder, inOrder);
  const bias = parameters.vector(`${name}_hidden/bias`, unitWidth, inOrder);
  const score = parameters.vector(`${name}_score/kernel`, unitWidth, inOrder);
  const hiddenRow = (batch: number) => (input.stepwise ? batch * unitWidth : unitWidth);
  const hiddenSample = input.stepwise ? unitWidth : ticks * unitWidth;

  return {
    parameters: [kernel, bias, score],
    forward(batch, scores) {
      kernels.batchedProduct(
        1,
        batch * ticks,
        unitWidth,
        width,
        input.at,
        width,
        0,
        weightAt(shop, kernel),
        8 * width,
        hidden,
        unitWidth,
        0,
        weightAt(shop, bias),
        0,
      );
      kernels.additiveScores(
        batch,
        ticks,
        unitWidth,
        hidden,
        hiddenRow(batch),
        hiddenSample,
        weightAt(shop, score),
        scores,
      );
    },
    backward(batch, dScores, wanted) {
      kernels.additiveScoresBackward(
        batch,
        ticks,
        unitWidth,
        hidden,
        hiddenRow(batch),
        hiddenSample,
        weightAt(shop, score),
        gradientAt(shop, score),
        dScores,
      );
      const rows = batch * ticks;
      if (wanted.weights) {
        kernels.addTransposedProduct(
          width,
          unitWidth,
          rows,
          input.at,
          width,
          hidden,
          unitWidth,
          gradientAt(shop, kernel),
          8 * width,
        );
        kernels.addColumnSums(rows, unitWidth, hidden, unitWidth, gradientAt(shop, bias));
      }
      if (wanted.inputs) {
        kernels.transposePanels(
          0,
          width,
          unitWidth,
          weightAt(shop, kernel),
          8 * width,
          transposed,
          8 * unitWidth,
        );
        kernels.batchedProduct(
          1,
          rows,
          width,
          unitWidth,
          hidden,
          unitWidth,
          0,
          transposed,
          8 * unitWidth,
          input.gradient,
          width,
          0,
          0,
          ACCUMULATE,
        );
      }
    },
  };
}

/** Floats of one sample's scores. */
export const scoresWidth = (ticks: number): number => Math.ceil(ticks / 4) * 4;
