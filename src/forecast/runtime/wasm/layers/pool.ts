import type { PoolStage } from '../../plan';
import type { Layer, Workshop } from './layer';
import type { Sequence } from './sequence';
import { newSequence, rowStride, sampleStride } from './sequence';

/** Largest or mean of `size` neighbouring steps. */
export function pool(shop: Workshop, stage: PoolStage, input: Sequence): { layer: Layer; output: Sequence } {
  const { kernels } = shop;
  const output = newSequence(shop, stage.to, false);
  const { ticks, width } = output;
  const largest = stage.op === 'max' ? 1 : 0;
  const layer: Layer = {
    parameters: [],
    forward(batch) {
      kernels.poolForward(
        batch,
        ticks,
        width,
        stage.size,
        largest,
        input.at,
        rowStride(input, batch),
        sampleStride(input),
        output.at,
        width,
        ticks * width,
      );
    },
    backward(batch, wanted) {
      if (!wanted.inputs) return;
      // Steps that no pool covers get no gradient.
      if (input.ticks > ticks * stage.size)
        kernels.clear(input.gradient, 4 * batch * input.ticks * input.width);
      kernels.poolBackward(
        batch,
        ticks,
        width,
        stage.size,
        largest,
        input.at,
        input.gradient,
        rowStride(input, batch),
        sampleStride(input),
        output.at,
        output.gradient,
        width,
        ticks * width,
      );
    },
  };
  return { layer, output };
}
