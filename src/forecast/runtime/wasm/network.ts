import type { NetworkSpec } from '../../network-spec';
import type { ConvStage, PoolStage, Stage } from '../plan';
import { planNetwork } from '../plan';
import type { Kernels } from './kernels';
import { convolution } from './layers/convolution';
import { basis, dense } from './layers/dense';
import type { Layer, Sliding, Workshop } from './layers/layer';
import { load } from './layers/load';
import { lstm } from './layers/lstm';
import { pool } from './layers/pool';
import { reweight } from './layers/reweight';
import type { Sequence } from './layers/sequence';
import { rawSequence } from './layers/sequence';
import { summary } from './layers/summary';
import type { Vector } from './layers/vector';
import { Arena } from './memory';
import { Parameters } from './parameters';

/** A spec laid out in the memory of one kernel instance: layers in order, and where its ends are. */
export interface LaidOutNetwork {
  readonly shop: Workshop;
  readonly layers: readonly Layer[];
  /** [batch][ticks][channels] and [batch][context], gapless. */
  readonly sequence: { at: number; size: number };
  readonly context: { at: number; size: number };
  readonly output: Vector;
  readonly outputs: number;
  /** Of the input. */
  readonly ticks: number;
  /** The stages before the first that is neither convolution nor pool; none where the network begins otherwise. */
  readonly head: readonly HeadStage[];
}

/** A convolution (with `sliding`) or a pool; `layers[i]` is stage i. */
export interface HeadStage {
  readonly stage: ConvStage | PoolStage;
  readonly output: Sequence;
  readonly sliding: Sliding | null;
}

/** Plans the memory; the caller reserves its own and then opens the arena. */
export function layOut(
  kernels: Kernels,
  spec: NetworkSpec,
  maxBatch: number,
  training: boolean,
): LaidOutNetwork {
  const plan = planNetwork(spec);
  const arena = new Arena(kernels);
  const shop: Workshop = {
    kernels,
    arena,
    parameters: new Parameters(spec),
    maxBatch,
    training,
    weights: 0,
    gradients: 0,
    dropoutSeed: 0,
  };
  const layers: Layer[] = [];
  const add = <T>({ layer, output }: { layer: Layer; output: T }): T => {
    layers.push(layer);
    return output;
  };

  const input = rawSequence(shop, spec.input);
  const context = { size: plan.context, at: arena.floats(maxBatch * plan.context) };
  const first = plan.stages.at(0)?.kind;
  // Convolution and LSTM read the raw input as it is; the others work on whole lanes.
  let sequence = first === 'conv1d' || first === 'lstm' ? input : add(load(shop, input));
  const head: HeadStage[] = [];
  for (const [i, stage] of plan.stages.entries()) {
    const made = makeStage(shop, stage, sequence);
    sequence = add(made);
    const follows = head.length === i && first === 'conv1d';
    if (follows && (stage.kind === 'conv1d' || stage.kind === 'pool'))
      head.push({
        stage,
        output: sequence,
        sliding: stage.kind === 'conv1d' ? (made.layer as Layer & Sliding) : null,
      });
  }
  let vector = add(summary(shop, plan, sequence, context));
  for (const stage of plan.dense) vector = add(dense(shop, stage, vector, context));
  if (plan.basis !== null) vector = add(basis(shop, vector, plan.outputs));
  return {
    shop,
    layers,
    sequence: { at: input.at, size: input.ticks * input.channels },
    context: { at: context.at, size: context.size },
    output: vector,
    outputs: plan.outputs,
    ticks: input.ticks,
    head,
  };
}

function makeStage(shop: Workshop, stage: Stage, input: Sequence): { layer: Layer; output: Sequence } {
  switch (stage.kind) {
    case 'conv1d':
      return convolution(shop, stage, input);
    case 'pool':
      return pool(shop, stage, input);
    case 'lstm':
      return lstm(shop, stage, input);
    case 'reweight':
      return reweight(shop, stage, input);
  }
}

/** Copies the first `count` values to byte address `at` without making a view where it can be avoided. */
export function put(heap: Float32Array, at: number, values: Float32Array, count: number): void {
  if (values.length < count) throw new RangeError(`${values.length} values given, ${count} needed`);
  const start = at / 4;
  if (values.length === count) heap.set(values, start);
  else for (let i = 0; i < count; i++) heap[start + i] = values[i];
}

/** The network's output of `batch` samples, without the padding. */
export function take(
  heap: Float32Array,
  { output, outputs }: LaidOutNetwork,
  batch: number,
  out: Float32Array,
): void {
  const start = output.at / 4;
  for (let s = 0; s < batch; s++)
    for (let n = 0; n < outputs; n++) out[s * outputs + n] = heap[start + s * output.width + n];
}
