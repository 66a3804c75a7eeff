import * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';

/**
 * The LSTM over a whole sequence as one TF.js op with its gradient, in place of a dozen kernels for each step. Kernels
 * for it are registered per backend: `registerCpuLstm`, `registerWebglLstm`. Initial states are zero, activations
 * sigmoid and tanh, gates in the order i, f, c, o.
 */
export const LSTM = 'StridecastLstm';
export const LSTM_BACKWARD = 'StridecastLstmBackward';

/** projected [batch, ticks, 4 units] = x . kernel + bias; recurrent [units, 4 units] -> hidden, cell [batch, ticks, units] */
export type LstmInputs<T = tf.TensorInfo> = { readonly projected: T; readonly recurrent: T };

/**
 * gates [batch, ticks, 4 units]: sums before their activations; recurrent; cell; the gradients of hidden and cell
 * -> gradient of `gates`, which is that of `projected`.
 */
export type LstmBackwardInputs<T = tf.TensorInfo> = {
  readonly gates: T;
  readonly recurrent: T;
  readonly cell: T;
  readonly dHidden: T;
  readonly dCell: T;
};

/** Hidden states [batch, ticks, units] of x [batch, ticks, channels]. The current backend must have the op's kernels. */
function lstmSequence(
  x: tf.Tensor3D,
  kernel: tf.Tensor2D,
  recurrent: tf.Tensor2D,
  bias: tf.Tensor1D,
): tf.Tensor3D {
  return tf.tidy(() => {
    const [batch, ticks, channels] = x.shape;
    const flat = tf.add(tf.matMul(tf.reshape(x, [batch * ticks, channels]), kernel), bias);
    const projected = tf.reshape(flat, [batch, ticks, kernel.shape[1]]);
    const inputs: LstmInputs<tf.Tensor> = { projected, recurrent };
    const [hidden] = tf.engine().runKernel<tf.Tensor[]>(LSTM, inputs);
    return hidden as tf.Tensor3D;
  });
}

/** Lets TF.js's own training differentiate the op. */
export function registerLstmGradient(): void {
  if ((tf.getGradient(LSTM) as object | undefined) !== undefined) return;
  tf.registerGradient({
    kernelName: LSTM,
    inputsToSave: ['projected', 'recurrent'],
    outputsToSave: [true, true],
    gradFunc: (dy, saved) => {
      const [dHidden, dCell] = dy as tf.Tensor3D[];
      const [projected, recurrent, hidden, cell] = saved as [
        tf.Tensor3D,
        tf.Tensor2D,
        tf.Tensor3D,
        tf.Tensor3D,
      ];
      const [batch, ticks, units] = hidden.shape;
      const before = tf.reshape(
        tf.concat([tf.zeros([batch, 1, units]), tf.slice(hidden, [0, 0, 0], [batch, ticks - 1, units])], 1),
        [batch * ticks, units],
      );
      const gates = tf.add(projected, tf.reshape(tf.matMul(before, recurrent), projected.shape));
      const inputs: LstmBackwardInputs<tf.Tensor> = { gates, recurrent, cell, dHidden, dCell };
      const dGates = tf.engine().runKernel<tf.Tensor>(LSTM_BACKWARD, inputs);
      return {
        projected: () => dGates,
        recurrent: () => tf.matMul(before, tf.reshape(dGates, [batch * ticks, 4 * units]), true),
      };
    },
  });
}

/**
 * Makes the LSTM layers of a model use the op, in forecasts and in training; the model stays what it is and saves as
 * before. Layers that the op cannot stand in for are left alone. Returns the number of layers changed.
 */
export function fuseLstmLayers(model: tfl.LayersModel): number {
  const layers = model.layers.filter(
    (layer) => layer.getClassName() === 'LSTM' && isPlain(layer.getConfig()),
  );
  for (const layer of layers) {
    const [kernel, recurrent, bias] = layer.weights;
    layer.call = (inputs) =>
      lstmSequence(
        (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor3D,
        kernel.read() as tf.Tensor2D,
        recurrent.read() as tf.Tensor2D,
        bias.read() as tf.Tensor1D,
      );
  }
  return layers.length;
}

function isPlain(config: tf.serialization.ConfigDict): boolean {
  const wanted = { activation: 'tanh', recurrentActivation: 'sigmoid', returnSequences: true, useBias: true };
  const unwanted = ['goBackwards', 'stateful', 'returnState', 'dropout', 'recurrentDropout'];
  return (
    Object.entries(wanted).every(([key, value]) => config[key] === value) &&
    unwanted.every((key) => !config[key])
  );
}
