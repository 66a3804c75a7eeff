import * as tf from '@tensorflow/tfjs-core';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { LSTM, LSTM_BACKWARD, registerLstmGradient } from './lstm-op';
import type { LstmBackwardInputs, LstmInputs } from './lstm-op';

/** Kernels of the LSTM op in plain TypeScript, for TF.js's cpu backend. */
export function registerCpuLstm(): void {
  if ((tf.getKernel(LSTM, 'cpu') as object | undefined) !== undefined) return;
  registerLstmGradient();
  tf.registerKernel({
    kernelName: LSTM,
    backendName: 'cpu',
    kernelFunc: ({ inputs, backend }) => forward(inputs as unknown as LstmInputs, backend as MathBackendCPU),
  });
  tf.registerKernel({
    kernelName: LSTM_BACKWARD,
    backendName: 'cpu',
    kernelFunc: ({ inputs, backend }) =>
      backward(inputs as unknown as LstmBackwardInputs, backend as MathBackendCPU),
  });
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

const valuesOf = (backend: MathBackendCPU, { dataId }: tf.TensorInfo): Float32Array =>
  backend.data.get(dataId).values as Float32Array;

function forward({ projected, recurrent }: LstmInputs, backend: MathBackendCPU): tf.TensorInfo[] {
  const [batch, ticks] = projected.shape;
  const units = recurrent.shape[0];
  const x = valuesOf(backend, projected);
  const weights = valuesOf(backend, recurrent);
  const hidden = new Float32Array(batch * ticks * units);
  const cell = new Float32Array(batch * ticks * units);
  const sums = new Float64Array(4 * units);
  for (let b = 0; b < batch; b++)
    for (let t = 0; t < ticks; t++) {
      const at = (b * ticks + t) * units;
      for (let n = 0; n < 4 * units; n++) sums[n] = x[4 * at + n];
      if (t > 0)
        for (let k = 0; k < units; k++) {
          const h = hidden[at - units + k];
          for (let n = 0; n < 4 * units; n++) sums[n] += h * weights[4 * units * k + n];
        }
      for (let u = 0; u < units; u++) {
        const before = t > 0 ? cell[at - units + u] : 0;
        const candidate = Math.tanh(sums[2 * units + u]);
        cell[at + u] = sigmoid(sums[units + u]) * before + sigmoid(sums[u]) * candidate;
        hidden[at + u] = sigmoid(sums[3 * units + u]) * Math.tanh(cell[at + u]);
      }
    }
  const shape = [batch, ticks, units];
  return [hidden, cell].map((values) => backend.makeTensorInfo(shape, 'float32', values));
}

function backward(
  { gates, recurrent, cell, dHidden, dCell }: LstmBackwardInputs,
  backend: MathBackendCPU,
): tf.TensorInfo {
  const [batch, ticks, units] = cell.shape;
  const sums = valuesOf(backend, gates);
  const weights = valuesOf(backend, recurrent);
  const cells = valuesOf(backend, cell);
  const dh = valuesOf(backend, dHidden);
  const dc = valuesOf(backend, dCell);
  const result = new Float32Array(batch * ticks * 4 * units);
  const carried = new Float64Array(units);
  for (let b = 0; b < batch; b++) {
    carried.fill(0);
    for (let t = ticks - 1; t >= 0; t--) {
      const at = (b * ticks + t) * units;
      const next = 4 * (at + units);
      for (let u = 0; u < units; u++) {
        let h = dh[at + u];
        if (t + 1 < ticks)
          for (let n = 0; n < 4 * units; n++) h += result[next + n] * weights[4 * units * u + n];
        const row = 4 * at + u;
        const i = sigmoid(sums[row]);
        const f = sigmoid(sums[row + units]);
        const g = Math.tanh(sums[row + 2 * units]);
        const o = sigmoid(sums[row + 3 * units]);
        const squashed = Math.tanh(cells[at + u]);
        const before = t > 0 ? cells[at - units + u] : 0;
        const c = carried[u] + dc[at + u] + h * o * (1 - squashed * squashed);
        result[row] = c * g * i * (1 - i);
        result[row + units] = c * before * f * (1 - f);
        result[row + 2 * units] = c * i * (1 - g * g);
        result[row + 3 * units] = h * squashed * o * (1 - o);
        carried[u] = c * f;
      }
    }
  }
  return backend.makeTensorInfo(gates.shape, 'float32', result);
}
