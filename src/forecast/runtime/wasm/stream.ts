import type { ForecastStream } from '../executor';
import type { HeadStage, LaidOutNetwork } from './network';
import { put, take } from './network';

/** What is done again of a convolution's output when the window has moved on by one period: rows before `head`, from `tail` on. */
interface Reuse {
  readonly layer: number;
  /** Rows by which the output moves in one period. */
  readonly shift: number;
  readonly head: number;
  readonly tail: number;
  readonly rowFloats: number;
  /** The output in the kernels' memory. */
  readonly live: Float32Array;
  /** The same as it was for the last window of each phase. */
  readonly kept: readonly Float32Array[];
}

/**
 * A stream of windows, each the one before moved on by a tick. Of the convolutions at the network's start only the rows
 * at the ends are computed; with strides the rows of one window come again `period` ticks later, so as many sets are kept.
 */
export function openStream(network: LaidOutNetwork, heap: Float32Array): ForecastStream {
  const { sequence, context, layers } = network;
  const period = periodOf(network.head);
  const reuses = reusesOf(network.head, period, heap);
  const channels = sequence.size / network.ticks;
  const before = new Float32Array(sequence.size).fill(Number.NaN);
  /** Windows in a row that each follow the one before. */
  let streak = 0;

  /** Row 0 is left out: it has no velocity. */
  const follows = (values: Float32Array): boolean => {
    for (let i = channels; i < values.length - channels; i++)
      if (values[i] !== before[i + channels]) return false;
    return true;
  };

  return {
    run(sequenceValues, contextValues, out) {
      streak = follows(sequenceValues) ? streak + 1 : 0;
      before.set(sequenceValues);
      put(heap, sequence.at, sequenceValues, sequence.size);
      put(heap, context.at, contextValues, context.size);
      const phase = streak % period;
      let next = 0;
      for (let i = 0; i < layers.length; i++) {
        const reuse = next < reuses.length && reuses[next].layer === i ? reuses[next++] : null;
        if (reuse === null) {
          layers[i].forward(1);
          continue;
        }
        const { live, kept, shift, rowFloats, head, tail } = reuse;
        if (streak < period) layers[i].forward(1);
        else {
          live.set(kept[phase]);
          live.copyWithin(0, shift * rowFloats);
          network.head[i].sliding!.forwardEdges(head, tail);
        }
        kept[phase].set(live);
      }
      take(heap, network, 1, out);
    },
  };
}

/** Ticks after which the rows of all convolutions lie where they lay before. */
function periodOf(head: readonly HeadStage[]): number {
  const last = head.findLastIndex((h) => h.sliding !== null);
  return head.slice(0, last + 1).reduce((product, { stage }) => product * strideOf(stage), 1);
}

function reusesOf(head: readonly HeadStage[], period: number, heap: Float32Array): Reuse[] {
  const reuses: Reuse[] = [];
  // Rows whose value does not depend on where the window begins and ends.
  let from = 1;
  let to = head.length === 0 ? 0 : head[0].stage.from.ticks;
  let stride = 1;
  head.forEach(({ stage, output, sliding }, layer) => {
    const step = strideOf(stage);
    const pad = stage.kind === 'conv1d' ? stage.padLeft : 0;
    const reach = stage.kind === 'conv1d' ? stage.kernel : stage.size;
    from = Math.ceil((from + pad) / step);
    to = Math.min(output.ticks, Math.floor((to - reach + pad) / step) + 1);
    stride *= step;
    const shift = period / stride;
    if (sliding === null || to - shift <= from) return;
    const floats = output.ticks * output.width;
    reuses.push({
      layer,
      shift,
      head: from,
      tail: to - shift,
      rowFloats: output.width,
      live: heap.subarray(output.at / 4, output.at / 4 + floats),
      kept: Array.from({ length: period }, () => new Float32Array(floats)),
    });
  });
  return reuses;
}

const strideOf = (stage: HeadStage['stage']): number => (stage.kind === 'conv1d' ? stage.stride : stage.size);
