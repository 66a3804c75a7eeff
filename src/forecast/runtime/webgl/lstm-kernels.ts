import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';
import { LSTM, LSTM_BACKWARD, registerLstmGradient } from '../tfjs/lstm-op';
import type { LstmBackwardInputs, LstmInputs } from '../tfjs/lstm-op';
import { GlDevice, Programs } from './device';
import type { Draw, PassSource, Texture } from './device';
import { paddedUnits, stateColumns } from './layout';
import { lstmStepPass } from './passes/lstm-step';
import {
  gatesPass,
  gradientTensorPass,
  lstmBackwardPass,
  recurrentPass,
  statesTensorPass,
} from './passes/lstm-tensors';
import { newTensor, readTensor } from './tensor-textures';
import type { TensorTexture } from './tensor-textures';

/** Kernels of the LSTM op for TF.js's webgl backend: one draw for a step, forward and backward. */
export function registerWebglLstm(): void {
  if ((tf.getKernel(LSTM, 'webgl') as object | undefined) !== undefined) return;
  registerLstmGradient();
  tf.registerKernel({
    kernelName: LSTM,
    backendName: 'webgl',
    kernelFunc: ({ inputs, backend }) =>
      forward(inputs as unknown as LstmInputs, backend as MathBackendWebGL),
  });
  tf.registerKernel({
    kernelName: LSTM_BACKWARD,
    backendName: 'webgl',
    kernelFunc: ({ inputs, backend }) =>
      backward(inputs as unknown as LstmBackwardInputs, backend as MathBackendWebGL),
  });
}

/** The passes for LSTMs of some number of units; one object each, because programs are found by it. */
interface Passes {
  readonly recurrent: PassSource;
  readonly gates: PassSource;
  readonly openGates: PassSource;
  readonly step: PassSource;
  readonly hidden: PassSource;
  readonly cell: PassSource;
  readonly backward: PassSource;
  readonly gradient: PassSource;
}

const passesByUnits = new Map<number, Passes>();
const programsByContext = new WeakMap<WebGL2RenderingContext, Programs>();

function passesFor(units: number): Passes {
  let passes = passesByUnits.get(units);
  if (passes === undefined) {
    passes = {
      recurrent: recurrentPass(units),
      gates: gatesPass(units, false),
      openGates: gatesPass(units, true),
      step: lstmStepPass(units),
      hidden: statesTensorPass(units, 'hidden'),
      cell: statesTensorPass(units, 'cell'),
      backward: lstmBackwardPass(units),
      gradient: gradientTensorPass(units),
    };
    passesByUnits.set(units, passes);
  }
  return passes;
}

/** Runs `body` with a device whose textures, and the tensors in `temporary`, live for this call only. */
function withDevice<T>(
  backend: MathBackendWebGL,
  body: (device: GlDevice, read: (tensor: tf.TensorInfo) => TensorTexture) => T,
): T {
  const gl = backend.getGPGPUContext().gl as WebGL2RenderingContext;
  let programs = programsByContext.get(gl);
  if (programs === undefined) programsByContext.set(gl, (programs = new Programs(gl)));
  const device = new GlDevice(gl, programs);
  const temporary: tf.TensorInfo[] = [];
  try {
    return body(device, (tensor) => readTensor(backend, tensor, temporary));
  } finally {
    device.dispose();
    for (const tensor of temporary) backend.disposeIntermediateTensorInfo(tensor);
  }
}

/** One draw over the whole of a target. */
const whole = (
  pass: PassSource,
  inputs: readonly Texture[],
  ints: readonly number[],
  target: WebGLFramebuffer,
  width: number,
  height: number,
): Draw => ({ pass, inputs, ints, target, itemWidth: width, y: 0, height });

function forward({ projected, recurrent }: LstmInputs, backend: MathBackendWebGL): tf.TensorInfo[] {
  const [batch, ticks] = projected.shape;
  const units = recurrent.shape[0];
  const passes = passesFor(units);
  return withDevice(backend, (device, read) => {
    const columns = stateColumns(units) * batch;
    const x = read(projected);
    const weights = packRecurrent(device, passes, read(recurrent), units);
    const gates = device.texture(2 * columns, 4 * ticks);
    const states = [0, 1].map(() => device.texture(columns, 4 * Math.ceil(ticks / 2)));
    const targets = states.map((texture) => device.target(texture));
    const draws = [
      weights.draw,
      whole(passes.gates, [x], [x.width, x.start, ticks], device.target(gates), 2 * columns, 4 * ticks),
    ];
    for (let tick = 0; tick < ticks; tick++)
      draws.push({
        pass: passes.step,
        inputs: [weights.texture, gates, states[1 - (tick & 1)]],
        ints: [tick],
        target: targets[tick & 1],
        itemWidth: columns,
        y: 4 * (tick >> 1),
        height: 4,
      });
    const results = (['hidden', 'cell'] as const).map((what) => {
      const { info, texture } = newTensor(backend, [batch, ticks, units]);
      const { width, height } = texture;
      draws.push(whole(passes[what], states, [width, ticks], device.target(texture), width, height));
      return info;
    });
    device.run(draws, 1);
    return results;
  });
}

function backward(inputs: LstmBackwardInputs, backend: MathBackendWebGL): tf.TensorInfo {
  const [batch, ticks, units] = inputs.cell.shape;
  const passes = passesFor(units);
  return withDevice(backend, (device, read) => {
    const columns = 2 * stateColumns(units) * batch;
    const sums = read(inputs.gates);
    const cell = read(inputs.cell);
    const dHidden = read(inputs.dHidden);
    const dCell = read(inputs.dCell);
    const weights = packRecurrent(device, passes, read(inputs.recurrent), units);
    const gates = device.texture(columns, 4 * ticks);
    const height = 4 * Math.ceil(ticks / 2);
    const gradients = [0, 1].map(() => device.texture(columns, height));
    const carries = [0, 1].map(() => device.texture(columns, height));
    const targets = [0, 1].map((parity) => device.target(gradients[parity], carries[parity]));
    const places = [cell, dHidden, dCell].flatMap((t) => [t.width, t.start]);
    const draws = [
      weights.draw,
      whole(
        passes.openGates,
        [sums],
        [sums.width, sums.start, ticks],
        device.target(gates),
        columns,
        4 * ticks,
      ),
    ];
    for (let tick = ticks - 1; tick >= 0; tick--) {
      const other = 1 - (tick & 1);
      draws.push({
        pass: passes.backward,
        inputs: [weights.texture, gates, cell, dHidden, dCell, gradients[other], carries[other]],
        ints: [tick, ticks, ...places],
        target: targets[tick & 1],
        itemWidth: columns,
        y: 4 * (tick >> 1),
        height: 4,
      });
    }
    const { info, texture } = newTensor(backend, inputs.gates.shape);
    draws.push(
      whole(
        passes.gradient,
        gradients,
        [texture.width, ticks],
        device.target(texture),
        texture.width,
        texture.height,
      ),
    );
    device.run(draws, 1);
    return info;
  });
}

function packRecurrent(
  device: GlDevice,
  passes: Passes,
  tensor: TensorTexture,
  units: number,
): { texture: Texture; draw: Draw } {
  const size = paddedUnits(units);
  const texture = device.texture(size, size);
  const ints = [tensor.width, tensor.start];
  return { texture, draw: whole(passes.recurrent, [tensor], ints, device.target(texture), size, size) };
}
