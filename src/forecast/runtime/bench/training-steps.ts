import type { NetworkSpec } from '../../network-spec';
import type { WeightTensor } from '../executor';
import { probeOf } from '../probe';
import type { StepOptions } from '../trainer';
import { createTrainer } from '../wasm/wasm-trainer';
import type { Runner } from './rounds';

const OPTIONS: StepOptions = { learningRate: 1e-3, loss: 'mse' };
const LEARNING_RATE = OPTIONS.learningRate;

/** A peer of the training table: one step of a batch. */
export interface StepPeer extends Runner {
  dispose(): void;
}

export type MakeStepPeer = (
  spec: NetworkSpec,
  weights: readonly WeightTensor[],
  batch: number,
) => Promise<StepPeer>;

/** Convolutions stay: what TF.js's WebAssembly backend cannot differentiate. */
const CONVOLUTIONS = ['conv1d'];

/** Ours with all weights, on WebAssembly and by TF.js with the fused op, and stock TF.js as far as its backends go. */
export const STEP_PEERS = {
  wasm: ours(),
  'webgl-fused': fused(),
  'tfjs-wasm-frozen': stock('wasm', CONVOLUTIONS),
  'tfjs-webgl': stock('webgl', []),
} satisfies Record<string, MakeStepPeer>;

function ours(): MakeStepPeer {
  return async (spec, weights, batch) => {
    const trainer = await createTrainer(spec, weights, { maxBatch: batch, seed: 1 });
    const { sequence, context, out: target } = targeted(spec, batch);
    const outputWeights = new Float32Array(target.length / batch).fill(1);
    return {
      run: () => void trainer.step(batch, sequence, context, target, outputWeights, OPTIONS),
      dispose: () => trainer.dispose(),
    };
  };
}

function fused(): MakeStepPeer {
  return async (spec, weights, batch) => {
    const { createTfjsTrainer } = await import('../training/tfjs-trainer');
    const trainer = await createTfjsTrainer(spec, weights, 'webgl');
    const { sequence, context, out: target } = targeted(spec, batch);
    const outputWeights = new Float32Array(target.length / batch).fill(1);
    return {
      run: async () => void (await trainer.step(batch, sequence, context, target, outputWeights, OPTIONS)),
      dispose: () => trainer.dispose(),
    };
  };
}

function stock(backend: 'wasm' | 'webgl', frozen: readonly string[]): MakeStepPeer {
  return async (spec, weights, batch) => {
    const { createStockTrainer } = await import('../peers/stock-trainer');
    const trainer = await createStockTrainer(spec, weights, { backend, learningRate: LEARNING_RATE, frozen });
    const { sequence, context, out: target } = targeted(spec, batch);
    return {
      run: async () => void (await trainer.step(batch, sequence, context, target)),
      dispose: () => trainer.dispose(),
    };
  };
}

function targeted(spec: NetworkSpec, batch: number) {
  const probe = probeOf(spec, batch);
  probe.out.forEach((_, i) => (probe.out[i] = Math.cos(i * 0.37)));
  return probe;
}
