import * as tf from '@tensorflow/tfjs-core';
import type { NetworkSpec } from '../../network-spec';
import type { WeightTensor } from '../executor';
import { onBackend, startBackend, useBackend } from '../tfjs/backends';
import type { BackendName } from '../tfjs/backends';
import { buildModel, getModelWeights, setModelWeights } from '../tfjs/build-model';
import { registerCpuLstm } from '../tfjs/lstm-cpu';
import { fuseLstmLayers, registerLstmGradient } from '../tfjs/lstm-op';
import type { StepOptions } from '../trainer';

/**
 * The steps of `Trainer` by TF.js with the fused LSTM op, for a GPU. Dropout draws by TF.js, so a run with dropout is not
 * the same twice. Rejects where the backend lacks what training needs (WebGL without 32 bit float textures).
 */
export interface TfjsTrainer {
  /** Resolves with the loss before the update, when the GPU has done it. */
  step(
    batch: number,
    sequence: Float32Array,
    context: Float32Array,
    target: Float32Array,
    outputWeights: Float32Array,
    options: StepOptions,
  ): Promise<number>;
  weights(): Promise<WeightTensor[]>;
  dispose(): void;
}

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-7;

interface Learning {
  readonly name: string;
  readonly variable: tf.Variable;
  readonly first: tf.Variable;
  readonly second: tf.Variable;
}

export async function createTfjsTrainer(
  spec: NetworkSpec,
  weights: readonly WeightTensor[],
  backend: Exclude<BackendName, 'wasm'>,
): Promise<TfjsTrainer> {
  await startBackend(backend);
  registerLstmGradient();
  if (backend === 'cpu') registerCpuLstm();
  else (await import('../webgl/lstm-kernels')).registerWebglLstm();
  const { ticks, channels, context: contextSize } = spec.input;
  const outputs = spec.output.joints * spec.output.steps;
  useBackend(backend);
  const model = buildModel(spec);
  setModelWeights(model, spec, weights);
  fuseLstmLayers(model);
  const all = model.trainableWeights.map((w): Learning => {
    // The layers API keeps its variables to itself; they are what TF.js differentiates by.
    const { val: variable } = w as unknown as { val: tf.Variable };
    const zeros = () => tf.tidy(() => tf.variable(tf.zeros(variable.shape), false));
    return { name: w.originalName, variable, first: zeros(), second: zeros() };
  });
  let steps = 0;

  return {
    async step(batch, sequence, context, target, outputWeights, options) {
      steps++;
      const frozen = new Set(options.frozen ?? []);
      const learning = all.filter(({ name }) => !frozen.has(name) && !frozen.has(layerOf(name)));
      const loss = onBackend(backend, () => {
        const inputs: tf.Tensor[] = [
          tf.tensor3d(sequence.subarray(0, batch * ticks * channels), [batch, ticks, channels]),
        ];
        if (contextSize > 0)
          inputs.push(tf.tensor2d(context.subarray(0, batch * contextSize), [batch, contextSize]));
        const truth = tf.tensor2d(target.subarray(0, batch * outputs), [batch, outputs]);
        const scale = tf.tensor1d(outputWeights);
        const { value, grads } = tf.variableGrads(
          () => {
            const error = tf.sub(model.apply(inputs, { training: true }) as tf.Tensor, truth);
            return tf.mean(tf.mul(scale, lossOf(error, options)));
          },
          learning.map((l) => l.variable),
        );
        update(learning, grads, steps, options);
        return value;
      });
      const [value] = await loss.data();
      loss.dispose();
      return value;
    },
    weights: () => {
      useBackend(backend);
      return getModelWeights(model, spec);
    },
    dispose() {
      useBackend(backend);
      for (const { first, second } of all) tf.dispose([first, second]);
      model.dispose();
    },
  };
}

function lossOf(error: tf.Tensor, { loss, beta = 1 }: StepOptions): tf.Tensor {
  if (loss === 'mse') return tf.square(error);
  // Huber written so that its gradient needs no mask: q is the part of |e| below beta.
  const size = tf.abs(error);
  const q = tf.minimum(size, beta);
  return tf.add(tf.div(tf.square(q), 2 * beta), tf.sub(size, q));
}

/** Adam with decoupled weight decay of kernels, gradients scaled down to `clipNorm`: as the WebAssembly trainer. */
function update(
  learning: readonly Learning[],
  grads: tf.NamedTensorMap,
  steps: number,
  { learningRate, weightDecay = 0, clipNorm }: StepOptions,
): void {
  const of = ({ variable }: Learning): tf.Tensor => grads[variable.name];
  let clip: tf.Scalar = tf.scalar(1);
  if (clipNorm !== undefined && clipNorm !== Infinity) {
    const squares = tf.addN(learning.map((l) => tf.sum(tf.square(of(l)))));
    clip = tf.minimum(1, tf.div(clipNorm, tf.sqrt(squares)));
  }
  const rate = learningRate / (1 - BETA1 ** steps);
  const root = 1 / Math.sqrt(1 - BETA2 ** steps);
  for (const l of learning) {
    const g = tf.mul(of(l), clip);
    l.first.assign(tf.add(tf.mul(l.first, BETA1), tf.mul(g, 1 - BETA1)));
    l.second.assign(tf.add(tf.mul(l.second, BETA2), tf.mul(tf.square(g), 1 - BETA2)));
    const step = tf.div(tf.mul(l.first, rate), tf.add(tf.mul(tf.sqrt(l.second), root), EPSILON));
    const decay = l.name.endsWith('kernel') ? learningRate * weightDecay : 0;
    l.variable.assign(tf.sub(tf.mul(l.variable, 1 - decay), step));
  }
}

const layerOf = (name: string): string => name.slice(0, name.lastIndexOf('/'));
