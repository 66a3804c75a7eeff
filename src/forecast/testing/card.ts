import type { ModelCard } from '../model-card';

/** A small card that is sound; tests change what they are about. */
export function cardOf(change: Partial<ModelCard> = {}): ModelCard {
  const inputs = change.inputs ?? ['knee_angle_ipsi'];
  const outputs = change.outputs ?? ['knee_angle_ipsi'];
  const windowTicks = change.windowTicks ?? 12;
  const steps = change.steps ?? 4;
  const file = { path: 'file', sha256: '0'.repeat(64) };
  return {
    version: 1,
    id: 'tiny',
    name: 'Tiny',
    inputs,
    outputs,
    rate: 100,
    windowTicks,
    steps,
    conditioning: { filter: 'butterworth', order: 2, cutoffHz: 40 },
    scaling: { kind: 'window', minRange: 20 },
    features: {
      sequence: ['from_present', 'from_mean', 'velocity'],
      statics: true,
      recent: 5,
      slopes: [1, 2],
      curvatures: [2],
    },
    architecture: {
      version: 1,
      input: { ticks: windowTicks, channels: 3 * inputs.length, context: 11 * inputs.length },
      layers: [{ kind: 'lstm', units: 3 }],
      summary: ['last'],
      head: [],
      output: { joints: outputs.length, steps },
    },
    parameters: 100,
    data: [],
    trainingPeople: ['uci:1A'],
    training: { command: '', seed: 1, steps: 1, batch: 1, executor: 'test' },
    scores: [],
    intervalQuantiles: new Array<number>(outputs.length * steps).fill(0.1),
    limits: [],
    files: { model: file, weights: file, baselines: file },
    ...change,
  };
}
