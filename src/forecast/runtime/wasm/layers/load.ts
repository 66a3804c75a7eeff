import type { Layer, Workshop } from './layer';
import type { Sequence } from './sequence';
import { newSequence, rowStride, sampleStride } from './sequence';

/** Gives the raw input rows of padded width, for layers that work on whole lanes. */
export function load(shop: Workshop, input: Sequence): { layer: Layer; output: Sequence } {
  const { kernels } = shop;
  const output = newSequence(shop, input, false);
  const layer: Layer = {
    parameters: [],
    forward(batch) {
      kernels.copyRows(
        batch,
        input.ticks,
        input.channels,
        input.at,
        rowStride(input, batch),
        sampleStride(input),
        output.at,
        rowStride(output, batch),
        sampleStride(output),
      );
    },
    backward() {
      // Nothing before the input wants a gradient.
    },
  };
  return { layer, output };
}
