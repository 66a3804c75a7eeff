import type { DenseStage } from '../../plan';
import { RELU } from '../kernels';
import { padded } from '../memory';
import { inOrder, inParts } from '../parameters';
import type { Layer, Workshop } from './layer';
import { forTraining, gradientAt, weightAt } from './layer';
import type { Context, Vector } from './vector';
import { newVector } from './vector';

/** Dense layer with dropout of its inputs in training; `rejoin` puts the context behind its output again. */
export function dense(
  shop: Workshop,
  stage: DenseStage,
  input: Vector,
  context: Context,
): { layer: Layer; output: Vector } {
  const { kernels, parameters, maxBatch } = shop;
  const { name, units, activation, dropout } = stage;
  const own = { size: units, width: padded(units) };
  const rejoined = stage.rejoin && context.size > 0;
  const output = newVector(
    shop,
    rejoined ? [own, { size: context.size, width: padded(context.size) }] : [own],
  );
  const depth = input.width;
  const width = own.width;
  const dropping = shop.training && dropout > 0;
  const mask = dropping ? shop.arena.floats(maxBatch * depth) : 0;
  const dropped = dropping ? shop.arena.floats(maxBatch * depth) : 0;
  const transposed = forTraining(shop, depth * width);
  const kernel = parameters.matrix(`${name}/kernel`, depth, width, inParts(input.parts), inOrder);
  const bias = parameters.vector(`${name}/bias`, width, inOrder);
  const seed = hash(name);
  let source = input.at;

  const layer: Layer = {
    parameters: [kernel, bias],
    forward(batch) {
      source = input.at;
      if (dropping && shop.dropoutSeed !== 0) {
        kernels.dropoutMask(batch * depth, dropout, (shop.dropoutSeed ^ seed) >>> 0, mask);
        kernels.multiply(batch * depth, input.at, mask, dropped);
        source = dropped;
      }
      kernels.batchedProduct(
        1,
        batch,
        width,
        depth,
        source,
        depth,
        0,
        weightAt(shop, kernel),
        8 * depth,
        output.at,
        output.width,
        0,
        weightAt(shop, bias),
        activation === 'relu' ? RELU : 0,
      );
      if (activation === 'tanh') kernels.tanhRows(batch, width, output.at, output.width);
      if (rejoined)
        kernels.copyRows(
          batch,
          1,
          context.size,
          context.at,
          0,
          context.size,
          output.at + 4 * width,
          0,
          output.width,
        );
    },
    backward(batch, wanted) {
      if (activation === 'relu') kernels.reluBackward(batch, width, output.at, output.gradient, output.width);
      if (activation === 'tanh') kernels.tanhBackward(batch, width, output.at, output.gradient, output.width);
      if (wanted.weights) {
        kernels.addTransposedProduct(
          depth,
          width,
          batch,
          source,
          depth,
          output.gradient,
          output.width,
          gradientAt(shop, kernel),
          8 * depth,
        );
        kernels.addColumnSums(batch, width, output.gradient, output.width, gradientAt(shop, bias));
      }
      if (wanted.inputs) {
        kernels.transposePanels(0, depth, width, weightAt(shop, kernel), 8 * depth, transposed, 8 * width);
        kernels.batchedProduct(
          1,
          batch,
          depth,
          width,
          output.gradient,
          output.width,
          0,
          transposed,
          8 * width,
          input.gradient,
          depth,
          0,
          0,
          0,
        );
        if (source === dropped && dropping)
          kernels.multiply(batch * depth, input.gradient, mask, input.gradient);
      }
    },
  };
  return { layer, output };
}

/** The fixed dense layer behind the coefficients: no bias, no gradient of its weights. */
export function basis(shop: Workshop, input: Vector, outputs: number): { layer: Layer; output: Vector } {
  const { kernels, parameters } = shop;
  const width = padded(outputs);
  const output = newVector(shop, [{ size: outputs, width }]);
  const depth = input.width;
  const transposed = forTraining(shop, depth * width);
  const kernel = parameters.matrix('basis/kernel', depth, width, inOrder, inOrder);
  const layer: Layer = {
    parameters: [kernel],
    forward(batch) {
      kernels.batchedProduct(
        1,
        batch,
        width,
        depth,
        input.at,
        depth,
        0,
        weightAt(shop, kernel),
        8 * depth,
        output.at,
        width,
        0,
        0,
        0,
      );
    },
    backward(batch, wanted) {
      if (!wanted.inputs) return;
      kernels.transposePanels(0, depth, width, weightAt(shop, kernel), 8 * depth, transposed, 8 * width);
      kernels.batchedProduct(
        1,
        batch,
        depth,
        width,
        output.gradient,
        width,
        0,
        transposed,
        8 * width,
        input.gradient,
        depth,
        0,
        0,
        0,
      );
    },
  };
  return { layer, output };
}

/** Layers drop different inputs in the same step. */
function hash(name: string): number {
  let h = 2166136261;
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 16777619);
  return h >>> 0;
}
