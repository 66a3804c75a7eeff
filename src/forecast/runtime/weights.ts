import type { NetworkSpec } from '../network-spec';
import type { WeightTensor } from './executor';
import { planNetwork } from './plan';

/**
 * Names, shapes and order of a network's weights: those of the TF.js layers model.
 *
 *   conv1d_N/kernel [kernel, in, filters], /bias [filters]
 *   lstm_N/kernel [in, 4 units], /recurrent_kernel [units, 4 units], /bias [4 units]; gates i, f, c, o
 *   reweight_N_hidden/kernel [channels, units], /bias [units]; reweight_N_score/kernel [units, 1]
 *   attention_hidden/kernel [channels, units], /bias [units]; attention_score/kernel [units, 1]   (additive form only)
 *   dense_N/kernel [in, units], /bias [units]
 *   output/kernel, /bias, or coefficients/kernel, /bias and the fixed basis/kernel [joints * k, joints * steps]
 *
 * A score has no bias, because softmax would not see it.
 */
export interface WeightShape {
  readonly name: string;
  readonly shape: readonly number[];
  /** False for the fixed basis, which no training changes. */
  readonly trainable: boolean;
}

/** The weights of `spec`, in the order in which files keep them. */
export function weightShapes(spec: NetworkSpec): WeightShape[] {
  const plan = planNetwork(spec);
  const list: WeightShape[] = [];
  const add = (name: string, ...shape: number[]) => list.push({ name, shape, trainable: true });
  const addScore = (name: string, channels: number, units: number) => {
    add(`${name}_hidden/kernel`, channels, units);
    add(`${name}_hidden/bias`, units);
    add(`${name}_score/kernel`, units, 1);
  };
  for (const stage of plan.stages) {
    const { name, from, to } = stage;
    if (stage.kind === 'conv1d') {
      add(`${name}/kernel`, stage.kernel, from.channels, to.channels);
      add(`${name}/bias`, to.channels);
    } else if (stage.kind === 'lstm') {
      add(`${name}/kernel`, from.channels, 4 * to.channels);
      add(`${name}/recurrent_kernel`, to.channels, 4 * to.channels);
      add(`${name}/bias`, 4 * to.channels);
    } else if (stage.kind === 'reweight') {
      addScore(name, from.channels, stage.units);
    }
  }
  if (plan.attention?.form === 'additive' && plan.summary.some((s) => s.part === 'attention'))
    addScore('attention', plan.sequence.channels, plan.attention.units);
  for (const { name, inputs, units } of plan.dense) {
    add(`${name}/kernel`, inputs, units);
    add(`${name}/bias`, units);
  }
  if (plan.basis !== null)
    list.push({ name: 'basis/kernel', shape: [plan.basis, plan.outputs], trainable: false });
  return list;
}

/** Number of values in a tensor of this shape. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

/** The data of each of `weightShapes(spec)`, in that order. Throws RangeError for a missing or misshapen tensor. */
export function orderWeights(spec: NetworkSpec, weights: readonly WeightTensor[]): WeightTensor[] {
  const byName = new Map(weights.map((w) => [w.name, w]));
  return weightShapes(spec).map(({ name, shape }) => {
    const found = byName.get(name);
    if (found === undefined) throw new RangeError(`weight ${name} is missing`);
    if (found.shape.join() !== shape.join() || found.data.length !== sizeOf(shape))
      throw new RangeError(`weight ${name} has shape [${found.shape.join()}], not [${shape.join()}]`);
    return found;
  });
}

/**
 * Fresh weights as Keras starts them: kernels Glorot uniform, recurrent kernels orthogonal, biases 0 and 1 for forget
 * gates. The fixed basis starts as cosines per joint; whoever trains puts a fitted basis in its place.
 * `random` gives uniform numbers in [0, 1).
 */
export function initWeights(spec: NetworkSpec, random: () => number): WeightTensor[] {
  return weightShapes(spec).map(({ name, shape }) => {
    const data = new Float32Array(sizeOf(shape));
    if (name === 'basis/kernel') cosineBasis(data, spec.output.joints, shape[0], shape[1]);
    else if (name.endsWith('/recurrent_kernel')) orthogonal(data, shape[0], shape[1], random);
    else if (name.endsWith('kernel')) glorotUniform(data, shape, random);
    else if (name.startsWith('lstm_')) data.fill(1, shape[0] / 4, shape[0] / 2);
    return { name, shape, data };
  });
}

function glorotUniform(data: Float32Array, shape: readonly number[], random: () => number): void {
  const field = sizeOf(shape.slice(0, -2));
  const fans = field * (shape.at(-2)! + shape.at(-1)!);
  const limit = Math.sqrt(6 / fans);
  for (let i = 0; i < data.length; i++) data[i] = (2 * random() - 1) * limit;
}

/** Rows become orthonormal (rows <= columns), by Gram-Schmidt on normal random numbers, twice for accuracy. */
function orthogonal(data: Float32Array, rows: number, columns: number, random: () => number): void {
  const done: Float64Array[] = [];
  for (let r = 0; r < rows; r++) {
    const v = Float64Array.from({ length: columns }, () => normal(random));
    for (let pass = 0; pass < 2; pass++) {
      for (const u of done) {
        const along = dot(u, v);
        for (let i = 0; i < columns; i++) v[i] -= along * u[i];
      }
    }
    const norm = Math.sqrt(dot(v, v));
    for (let i = 0; i < columns; i++) v[i] /= norm;
    done.push(v);
    data.set(v, r * columns);
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function cosineBasis(data: Float32Array, joints: number, rows: number, columns: number): void {
  const perJoint = rows / joints;
  const steps = columns / joints;
  for (let j = 0; j < joints; j++)
    for (let k = 0; k < perJoint; k++)
      for (let s = 0; s < steps; s++)
        data[(j * perJoint + k) * columns + j * steps + s] = Math.cos((Math.PI * k * (s + 0.5)) / steps);
}
