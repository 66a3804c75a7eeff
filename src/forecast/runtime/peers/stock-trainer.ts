import * as tf from '@tensorflow/tfjs-core';
import type { NetworkSpec } from '../../network-spec';
import type { WeightTensor } from '../executor';
import { onBackend, startBackend, useBackend } from '../tfjs/backends';
import type { BackendName } from '../tfjs/backends';
import { buildModel, setModelWeights } from '../tfjs/build-model';

/** The same training step by TF.js alone, as any TF.js program would do it: what the bench holds ours against. */
export interface StockTrainer {
  /** One Adam step on the mean squared error; resolves with the loss when it has been done. */
  step(batch: number, sequence: Float32Array, context: Float32Array, target: Float32Array): Promise<number>;
  weights(): Promise<WeightTensor[]>;
  dispose(): void;
}

export interface StockTrainerOptions {
  readonly backend: BackendName;
  readonly learningRate: number;
  /** Layers whose weights stay, by the start of their names. The backend need not have their gradients. */
  readonly frozen: readonly string[];
}

export async function createStockTrainer(
  spec: NetworkSpec,
  weights: readonly WeightTensor[],
  { backend, learningRate, frozen }: StockTrainerOptions,
): Promise<StockTrainer> {
  await startBackend(backend);
  const { ticks, channels, context: contextSize } = spec.input;
  const outputs = spec.output.joints * spec.output.steps;
  useBackend(backend);
  const model = buildModel(spec);
  setModelWeights(model, spec, weights);
  // The layers API keeps its variables to itself; they are what TF.js differentiates by.
  const learning = model.trainableWeights
    .filter((w) => !frozen.some((name) => w.originalName.startsWith(name)))
    .map((w) => (w as unknown as { val: tf.Variable }).val);
  const optimizer = tf.train.adam(learningRate, 0.9, 0.999, 1e-7);

  return {
    async step(batch, sequence, context, target) {
      const loss = onBackend(backend, () => {
        const inputs: tf.Tensor[] = [
          tf.tensor3d(sequence.subarray(0, batch * ticks * channels), [batch, ticks, channels]),
        ];
        if (contextSize > 0)
          inputs.push(tf.tensor2d(context.subarray(0, batch * contextSize), [batch, contextSize]));
        const truth = tf.tensor2d(target.subarray(0, batch * outputs), [batch, outputs]);
        const { value, grads } = tf.variableGrads(
          () => tf.mean(tf.square(tf.sub(model.apply(inputs, { training: true }) as tf.Tensor, truth))),
          learning,
        );
        optimizer.applyGradients(grads as unknown as Record<string, tf.Variable>);
        return value;
      });
      const [value] = await loss.data();
      loss.dispose();
      return value;
    },
    async weights() {
      return Promise.all(
        model.weights.map(async (variable) => ({
          name: variable.originalName,
          shape: variable.shape as number[],
          data: ((await variable.read().data()) as Float32Array).slice(),
        })),
      );
    },
    dispose() {
      useBackend(backend);
      optimizer.dispose();
      model.dispose();
    },
  };
}

/** Tensors that TF.js holds now, in all backends. */
export const tensorsHeld = (): number => tf.engine().state.numTensors;
