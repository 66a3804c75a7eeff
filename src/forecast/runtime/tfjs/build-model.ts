import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import type { NetworkSpec } from '../../network-spec';
import type { WeightTensor } from '../executor';
import { planNetwork } from '../plan';
import type { NetworkPlan, Stage } from '../plan';
import { orderWeights } from '../weights';

type Node = tfl.SymbolicTensor;

/**
 * The network as an ordinary functional TF.js layers model. Only standard layers with explicit names, so the saved model
 * loads in plain TF.js and in Keras 2 (2.6 or later, for Rescaling). Inputs `sequence` [ticks, channels] and, where the
 * spec has one, `context` [context]; output [joints * steps]. Weights start as the layers' initializers give them: set
 * them with `setModelWeights`. Tensors are made on the current backend and live until `model.dispose()`.
 */
export function buildModel(spec: NetworkSpec): tfl.LayersModel {
  const plan = planNetwork(spec);
  const sequence = tfl.input({ shape: [spec.input.ticks, spec.input.channels], name: 'sequence' });
  const context = plan.context > 0 ? tfl.input({ shape: [plan.context], name: 'context' }) : null;

  const steps = plan.stages.reduce((node: Node, stage, i) => addStage(node, stage, spec.layers[i]), sequence);
  let at = concatenated('summary', [...summarise(steps, plan), ...(context ? [context] : [])]);
  for (const { name, units, activation, dropout, rejoin } of plan.dense) {
    if (dropout > 0) at = apply(tfl.layers.dropout({ rate: dropout, name: `${name}_dropout` }), at);
    at = apply(tfl.layers.dense({ units, activation, name }), at);
    if (rejoin && context) at = concatenated(`${name}_rejoined`, [at, context]);
  }
  if (plan.basis !== null) {
    const fixed = { units: plan.outputs, useBias: false, trainable: false, name: 'basis' };
    at = apply(tfl.layers.dense(fixed), at);
  }
  return tfl.model({ inputs: context ? [sequence, context] : [sequence], outputs: at, name: 'forecast' });
}

/** Puts `weights` (named as in weights.ts) into a model made from `spec`. Throws RangeError where they do not fit. */
export function setModelWeights(
  model: tfl.LayersModel,
  spec: NetworkSpec,
  weights: readonly WeightTensor[],
): void {
  const byName = new Map(orderWeights(spec, weights).map((w) => [w.name, w]));
  tf.tidy(() => {
    for (const variable of model.weights) {
      const found = byName.get(variable.originalName);
      if (found === undefined)
        throw new RangeError(`the model has an unknown weight ${variable.originalName}`);
      if (variable.shape.join() !== found.shape.join())
        throw new RangeError(`${found.name} has another shape in the model`);
      variable.write(tf.tensor(found.data, [...found.shape]));
    }
  });
}

/** The weights of a model made from `spec`, in the order of weights.ts. */
export async function getModelWeights(model: tfl.LayersModel, spec: NetworkSpec): Promise<WeightTensor[]> {
  const found = await Promise.all(
    model.weights.map(async (variable): Promise<WeightTensor> => {
      const data = (await variable.read().data()) as Float32Array;
      return { name: variable.originalName, shape: variable.shape as number[], data: data.slice() };
    }),
  );
  return orderWeights(spec, found);
}

function addStage(x: Node, stage: Stage, layer: NetworkSpec['layers'][number]): Node {
  const { name } = stage;
  switch (stage.kind) {
    case 'conv1d': {
      const causal = layer.kind === 'conv1d' && layer.padding === 'causal';
      const padding = layer.kind === 'conv1d' && layer.padding === 'same' ? 'same' : 'valid';
      const { kernel: kernelSize, stride: strides, activation } = stage;
      const conv = { filters: stage.to.channels, kernelSize, strides, activation, name };
      return apply(tfl.layers.conv1d({ ...conv, padding }), causal ? zerosBefore(x, stage) : x);
    }
    case 'pool': {
      const pool = { poolSize: stage.size, strides: stage.size, padding: 'valid' as const, name };
      return apply(stage.op === 'max' ? tfl.layers.maxPooling1d(pool) : tfl.layers.averagePooling1d(pool), x);
    }
    case 'lstm':
      return apply(
        tfl.layers.lstm({
          units: stage.to.channels,
          activation: 'tanh',
          recurrentActivation: 'sigmoid',
          returnSequences: true,
          // Keras's orthogonal start takes seconds in TF.js, and every loader would pay it before the weights arrive.
          recurrentInitializer: 'glorotUniform',
          name,
        }),
        x,
      );
    case 'reweight': {
      const { ticks } = stage.from;
      const weights = softmax(name, additiveScores(name, x, ticks, stage.units));
      const column = apply(tfl.layers.reshape({ targetShape: [ticks, 1], name: `${name}_column` }), weights);
      const weighted = apply(tfl.layers.multiply({ name: `${name}_weighted` }), [x, column]);
      return apply(rescaling(`${name}_scaled`, ticks), weighted);
    }
  }
}

/** TF.js has no causal padding and no ZeroPadding1D: pad a picture that is one pixel wide. */
function zerosBefore(x: Node, stage: Stage & { kind: 'conv1d' }): Node {
  const { name, padLeft } = stage;
  const { ticks, channels } = stage.from;
  const picture = apply(
    tfl.layers.reshape({ targetShape: [ticks, 1, channels], name: `${name}_picture` }),
    x,
  );
  const pad: [[number, number], [number, number]] = [
    [padLeft, 0],
    [0, 0],
  ];
  const padded = apply(tfl.layers.zeroPadding2d({ padding: pad, name: `${name}_pad` }), picture);
  const targetShape = [ticks + padLeft, channels];
  return apply(tfl.layers.reshape({ targetShape, name: `${name}_sequence` }), padded);
}

function summarise(steps: Node, plan: NetworkPlan): Node[] {
  const { ticks, channels } = plan.sequence;
  let last: Node | null = null;
  const lastStep = (): Node => (last ??= croppedToLast(steps, ticks, channels));
  return plan.summary.map(({ part }) => {
    switch (part) {
      case 'last':
        return lastStep();
      case 'mean':
        return apply(tfl.layers.globalAveragePooling1d({ name: 'mean' }), steps);
      case 'flatten':
        return apply(tfl.layers.flatten({ name: 'flatten' }), steps);
      case 'attention': {
        const form = plan.attention!;
        const scores =
          form.form === 'additive'
            ? additiveScores('attention', steps, ticks, form.units)
            : apply(
                rescaling('attention_scaled', 1 / Math.sqrt(channels)),
                apply(tfl.layers.dot({ axes: [2, 1], name: 'attention_score' } as never), [
                  steps,
                  lastStep(),
                ]),
              );
        const over = { axes: [1, 1], name: 'attention' } as never;
        return apply(tfl.layers.dot(over), [softmax('attention', scores), steps]);
      }
    }
  });
}

/** The layers API has cropping for pictures only. */
function croppedToLast(steps: Node, ticks: number, channels: number): Node {
  const picture = apply(
    tfl.layers.reshape({ targetShape: [ticks, 1, channels], name: 'last_picture' }),
    steps,
  );
  const cropping: [[number, number], [number, number]] = [
    [ticks - 1, 0],
    [0, 0],
  ];
  const cropped = apply(tfl.layers.cropping2D({ cropping, name: 'last_crop' }), picture);
  return apply(tfl.layers.flatten({ name: 'last' }), cropped);
}

/** v . tanh(W step + b) for each step: [ticks]. */
function additiveScores(name: string, steps: Node, ticks: number, units: number): Node {
  const hidden = apply(tfl.layers.dense({ units, activation: 'tanh', name: `${name}_hidden` }), steps);
  const score = apply(tfl.layers.dense({ units: 1, useBias: false, name: `${name}_score` }), hidden);
  return apply(tfl.layers.reshape({ targetShape: [ticks], name: `${name}_scores` }), score);
}

const softmax = (name: string, scores: Node): Node =>
  apply(tfl.layers.activation({ activation: 'softmax', name: `${name}_softmax` }), scores);

const rescaling = (name: string, scale: number) => tfl.layers.rescaling({ scale, name });

const concatenated = (name: string, parts: Node[]): Node =>
  parts.length === 1 ? parts[0] : apply(tfl.layers.concatenate({ name }), parts);

const apply = (layer: { apply(x: Node | Node[]): unknown }, x: Node | Node[]): Node => layer.apply(x) as Node;
