import type { NetworkSpec } from '../../network-spec';
import type { WeightTensor } from '../executor';
import type { ShardTrainer, StepOptions, TrainerState } from '../trainer';
import type { KernelBuild } from './kernels';
import { bestKernelBuild, instantiateKernels } from './kernels';
import type { Wanted } from './layers/layer';
import type { LaidOutNetwork } from './network';
import { layOut, put, take } from './network';
import type { Parameter } from './parameters';

export interface TrainerOptions {
  readonly maxBatch: number;
  /** For dropout. */
  readonly seed: number;
  /** Default: the fastest that runs here. */
  readonly build?: KernelBuild;
}

/** A trainer on the WebAssembly kernels, in Node or in a worker. */
export async function createTrainer(
  spec: NetworkSpec,
  weights: readonly WeightTensor[],
  { maxBatch, seed, build = bestKernelBuild() }: TrainerOptions,
): Promise<ShardTrainer> {
  const kernels = await instantiateKernels(build);
  return new WasmTrainer(spec, layOut(kernels, spec, maxBatch, true), weights, seed);
}

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-7;
/** Parts of a batch drop inputs apart from each other. */
const SHARD_SEED = 0x5bd1e995;

class WasmTrainer implements ShardTrainer {
  readonly maxBatch: number;
  readonly gradientSize: number;
  private heap: Float32Array;
  private readonly first: number;
  private readonly second: number;
  private readonly target: number;
  private readonly outputWeights: number;
  private steps = 0;
  private plan: UpdatePlan;
  private readonly spec: NetworkSpec;
  private readonly network: LaidOutNetwork;
  private readonly seed: number;

  constructor(spec: NetworkSpec, network: LaidOutNetwork, weights: readonly WeightTensor[], seed: number) {
    this.spec = spec;
    this.network = network;
    this.seed = seed;
    const { shop, outputs } = network;
    const { arena, parameters } = shop;
    this.maxBatch = shop.maxBatch;
    this.gradientSize = parameters.size;
    shop.weights = parameters.block(arena);
    shop.gradients = parameters.block(arena);
    this.first = parameters.block(arena);
    this.second = parameters.block(arena);
    this.target = arena.floats(shop.maxBatch * outputs);
    this.outputWeights = arena.floats(outputs);
    this.heap = arena.open();
    parameters.write(this.heap, shop.weights, spec, weights);
    this.plan = planUpdate(network, []);
  }

  step(
    batch: number,
    sequence: Float32Array,
    context: Float32Array,
    target: Float32Array,
    outputWeights: Float32Array,
    options: StepOptions,
  ): number {
    const loss = this.begin(batch, sequence, context, target, outputWeights, options, 0);
    this.update(options);
    return loss;
  }

  accumulate(
    batch: number,
    sequence: Float32Array,
    context: Float32Array,
    target: Float32Array,
    outputWeights: Float32Array,
    options: StepOptions,
    shard: number,
    gradients: Float32Array,
  ): number {
    const loss = this.begin(batch, sequence, context, target, outputWeights, options, shard);
    const start = this.network.shop.gradients / 4;
    for (let i = 0; i < this.gradientSize; i++) gradients[i] = this.heap[start + i];
    return loss;
  }

  apply(gradients: Float32Array, options: StepOptions): void {
    put(this.heap, this.network.shop.gradients, gradients, this.gradientSize);
    this.update(options);
  }

  gradients(
    batch: number,
    sequence: Float32Array,
    context: Float32Array,
    target: Float32Array,
    outputWeights: Float32Array,
    options: Pick<StepOptions, 'loss' | 'beta'>,
  ) {
    const { shop } = this.network;
    shop.dropoutSeed = 0;
    const all = planUpdate(this.network, []);
    const loss = this.pass(batch, sequence, context, target, outputWeights, options, all);
    return { loss, gradients: shop.parameters.read(this.heap, shop.gradients) };
  }

  predict(batch: number, sequence: Float32Array, context: Float32Array, out: Float32Array): void {
    this.network.shop.dropoutSeed = 0;
    this.forward(batch, sequence, context);
    take(this.heap, this.network, batch, out);
  }

  weights(): WeightTensor[] {
    const { shop } = this.network;
    return shop.parameters.read(this.heap, shop.weights);
  }

  save(): TrainerState {
    const { parameters } = this.network.shop;
    return {
      step: this.steps,
      weights: this.weights(),
      firstMoments: parameters.read(this.heap, this.first),
      secondMoments: parameters.read(this.heap, this.second),
    };
  }

  restore(state: TrainerState): void {
    const { parameters, weights } = this.network.shop;
    this.steps = state.step;
    parameters.write(this.heap, weights, this.spec, state.weights);
    parameters.write(this.heap, this.first, this.spec, state.firstMoments);
    parameters.write(this.heap, this.second, this.spec, state.secondMoments);
  }

  dispose(): void {
    this.heap = new Float32Array(0);
  }

  private forward(batch: number, sequence: Float32Array, context: Float32Array): void {
    if (batch > this.maxBatch) throw new RangeError(`batch ${batch} is above ${this.maxBatch}`);
    const { network, heap } = this;
    put(heap, network.sequence.at, sequence, batch * network.sequence.size);
    put(heap, network.context.at, context, batch * network.context.size);
    for (const layer of network.layers) layer.forward(batch);
  }

  /** The first half of a step: gradients are left in their block. */
  private begin(
    batch: number,
    sequence: Float32Array,
    context: Float32Array,
    target: Float32Array,
    outputWeights: Float32Array,
    options: StepOptions,
    shard: number,
  ): number {
    this.plan = this.planFor(options.frozen ?? []);
    this.steps++;
    this.network.shop.dropoutSeed = dropoutSeed(this.seed + shard * SHARD_SEED, this.steps);
    return this.pass(batch, sequence, context, target, outputWeights, options, this.plan);
  }

  private pass(
    batch: number,
    sequence: Float32Array,
    context: Float32Array,
    target: Float32Array,
    outputWeights: Float32Array,
    { loss, beta = 1 }: Pick<StepOptions, 'loss' | 'beta'>,
    plan: UpdatePlan,
  ): number {
    const { shop, layers, output, outputs } = this.network;
    this.forward(batch, sequence, context);
    put(this.heap, this.target, target, batch * outputs);
    put(this.heap, this.outputWeights, outputWeights, outputs);
    shop.kernels.clear(shop.gradients, 4 * shop.parameters.size);
    const value = shop.kernels.loss(
      batch,
      outputs,
      output.at,
      output.width,
      this.target,
      this.outputWeights,
      loss === 'mse' ? 0 : 1,
      beta,
      output.gradient,
    );
    for (let i = layers.length - 1; i >= plan.firstLayer; i--) layers[i].backward(batch, plan.wanted[i]);
    return value;
  }

  private update({ learningRate, weightDecay = 0, clipNorm = Infinity }: StepOptions): void {
    const { kernels, weights, gradients } = this.network.shop;
    let clip = 1;
    if (clipNorm !== Infinity) {
      let squares = 0;
      for (const { offset, floats } of this.plan.learning)
        squares += kernels.sumOfSquares(floats, gradients + 4 * offset);
      clip = Math.min(1, clipNorm / Math.sqrt(squares));
    }
    const rate = learningRate / (1 - BETA1 ** this.steps);
    const root = 1 / Math.sqrt(1 - BETA2 ** this.steps);
    for (const { name, offset, floats } of this.plan.learning)
      kernels.adam(
        floats,
        weights + 4 * offset,
        gradients + 4 * offset,
        this.first + 4 * offset,
        this.second + 4 * offset,
        clip,
        rate,
        root,
        BETA1,
        BETA2,
        EPSILON,
        name.endsWith('kernel') ? learningRate * weightDecay : 0,
      );
  }

  private planFor(frozen: readonly string[]): UpdatePlan {
    const same =
      frozen.length === this.plan.frozen.length && frozen.every((n, i) => n === this.plan.frozen[i]);
    return same ? this.plan : planUpdate(this.network, frozen);
  }
}

/** What a backward pass has to reach, by what is frozen. */
interface UpdatePlan {
  readonly frozen: readonly string[];
  readonly learning: readonly Parameter[];
  readonly firstLayer: number;
  readonly wanted: readonly Wanted[];
}

/** Throws RangeError for a name in `frozen` that the network does not have. */
function planUpdate({ layers, shop }: LaidOutNetwork, frozen: readonly string[]): UpdatePlan {
  const names = new Set(frozen);
  const known = new Set(shop.parameters.list.flatMap((p) => [p.name, layerOf(p.name)]));
  for (const name of names) if (!known.has(name)) throw new RangeError(`nothing named ${name} to freeze`);
  const learns = (p: Parameter) => p.trainable && !names.has(p.name) && !names.has(layerOf(p.name));
  const learning = shop.parameters.list.filter(learns);
  const firstLayer = layers.findIndex((layer) => layer.parameters.some(learns));
  if (firstLayer < 0) throw new RangeError('all weights are frozen');
  const wanted = layers.map((layer, i) => ({
    inputs: i > firstLayer,
    weights: layer.parameters.some(learns),
  }));
  return { frozen: [...frozen], learning, firstLayer, wanted };
}

const layerOf = (name: string): string => name.slice(0, name.lastIndexOf('/'));

/** Never 0, which means none. */
function dropoutSeed(seed: number, step: number): number {
  return (Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(step, 0x85ebca77)) >>> 0 || 1;
}
