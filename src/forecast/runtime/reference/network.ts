import type { NetworkSpec } from '../../network-spec';
import type { WeightTensor } from '../executor';
import type { ConvStage, LstmStage, NetworkPlan, PoolStage, Stage } from '../plan';
import { planNetwork } from '../plan';
import type { Loss } from '../trainer';
import { orderWeights } from '../weights';
import { Matrix, Tape } from './tape';

/** The network of `spec` in double precision, one sample at a time: what the fast executors must agree with. */

/** Outputs [batch, joints * steps] of forward runs. */
export function referenceForward(
  spec: NetworkSpec,
  weights: readonly WeightTensor[],
  batch: number,
  sequence: Float32Array,
  context: Float32Array,
): Float64Array {
  const plan = planNetwork(spec);
  const net = { plan, weights: asMatrices(spec, weights) };
  const out = new Float64Array(batch * plan.outputs);
  for (let s = 0; s < batch; s++)
    out.set(runSample(net, new Tape(), spec, s, sequence, context).data, s * plan.outputs);
  return out;
}

/** Loss and gradients as `Trainer.gradients` defines them. */
export function referenceGradients(
  spec: NetworkSpec,
  weights: readonly WeightTensor[],
  batch: number,
  sequence: Float32Array,
  context: Float32Array,
  target: Float32Array,
  outputWeights: Float32Array,
  { loss, beta = 1 }: { loss: Loss; beta?: number },
): { loss: number; gradients: { name: string; data: Float64Array }[] } {
  const plan = planNetwork(spec);
  const net = { plan, weights: asMatrices(spec, weights) };
  const count = batch * plan.outputs;
  let sum = 0;
  for (let s = 0; s < batch; s++) {
    const tape = new Tape();
    const y = runSample(net, tape, spec, s, sequence, context);
    for (let n = 0; n < plan.outputs; n++) {
      const e = y.data[n] - target[s * plan.outputs + n];
      const near = Math.abs(e) < beta;
      const huber = near ? (e * e) / (2 * beta) : Math.abs(e) - beta / 2;
      const slope = near ? e / beta : Math.sign(e);
      sum += outputWeights[n] * (loss === 'mse' ? e * e : huber);
      y.gradient[n] = (outputWeights[n] * (loss === 'mse' ? 2 * e : slope)) / count;
    }
    tape.back();
  }
  const gradients = [...net.weights].map(([name, { gradient: data }]) => ({ name, data }));
  return { loss: sum / count, gradients };
}

interface Net {
  readonly plan: NetworkPlan;
  readonly weights: Map<string, Matrix>;
}

/** 3-D kernels count all but the last dimension as rows. */
function asMatrices(spec: NetworkSpec, weights: readonly WeightTensor[]): Map<string, Matrix> {
  return new Map(
    orderWeights(spec, weights).map(({ name, shape, data }) => {
      const columns = shape[shape.length - 1];
      return [name, new Matrix(data.length / columns, columns, data)];
    }),
  );
}

function runSample(
  net: Net,
  tape: Tape,
  spec: NetworkSpec,
  sample: number,
  sequence: Float32Array,
  context: Float32Array,
): Matrix {
  const { ticks, channels, context: contextSize } = spec.input;
  const size = ticks * channels;
  let x = new Matrix(ticks, channels, sequence.subarray(sample * size, (sample + 1) * size));
  const aside = new Matrix(
    1,
    contextSize,
    context.subarray(sample * contextSize, (sample + 1) * contextSize),
  );
  for (const stage of net.plan.stages) x = runStage(net, tape, stage, x);
  let vector = tape.join([...net.plan.summary.map(({ part }) => summarise(net, tape, part, x)), aside]);
  for (const { name, activation, rejoin } of net.plan.dense) {
    vector = tape.apply(activation, affine(net, tape, name, vector));
    if (rejoin) vector = tape.join([vector, aside]);
  }
  return net.plan.basis === null ? vector : tape.product(vector, weight(net, 'basis/kernel'));
}

const weight = (net: Net, name: string): Matrix => net.weights.get(name)!;

const affine = (net: Net, tape: Tape, name: string, x: Matrix): Matrix =>
  tape.add(tape.product(x, weight(net, `${name}/kernel`)), weight(net, `${name}/bias`));

function runStage(net: Net, tape: Tape, stage: Stage, x: Matrix): Matrix {
  switch (stage.kind) {
    case 'conv1d':
      return convolve(net, tape, stage, x);
    case 'pool':
      return poolSteps(tape, stage, x);
    case 'lstm':
      return recur(net, tape, stage, x);
    case 'reweight': {
      const weights = tape.softmax(additive(net, tape, stage.name, x));
      return tape.times(x, tape.scale(weights, x.rows));
    }
  }
}

function convolve(net: Net, tape: Tape, stage: ConvStage, x: Matrix): Matrix {
  const { kernel, stride, padLeft, to, name, activation } = stage;
  const depth = kernel * x.columns;
  const patches = Array.from({ length: to.ticks * depth }, (_, i) => {
    const step = Math.floor(i / depth) * stride - padLeft + Math.floor((i % depth) / x.columns);
    return step < 0 || step >= x.rows ? -1 : step * x.columns + (i % x.columns);
  });
  return tape.apply(activation, affine(net, tape, name, tape.pick(to.ticks, depth, [x], patches)));
}

function poolSteps(tape: Tape, { op, size, to }: PoolStage, x: Matrix): Matrix {
  const at = (i: number, k: number) =>
    (Math.floor(i / to.channels) * size + k) * to.channels + (i % to.channels);
  const taken = (k: (i: number) => number) =>
    tape.pick(
      to.ticks,
      to.channels,
      [x],
      Array.from({ length: to.ticks * to.channels }, (_, i) => at(i, k(i))),
    );
  if (op === 'max')
    return taken((i) => {
      const values = Array.from({ length: size }, (_, k) => x.data[at(i, k)]);
      return values.indexOf(Math.max(...values));
    });
  let sum = taken(() => 0);
  for (let k = 1; k < size; k++)
    sum = tape.add(
      sum,
      taken(() => k),
    );
  return tape.scale(sum, 1 / size);
}

function recur(net: Net, tape: Tape, { name, to }: LstmStage, x: Matrix): Matrix {
  const units = to.channels;
  let h = new Matrix(1, units);
  let c = new Matrix(1, units);
  const projected = affine(net, tape, name, x);
  const states: Matrix[] = [];
  for (let t = 0; t < x.rows; t++) {
    const z = tape.add(tape.row(projected, t), tape.product(h, weight(net, `${name}/recurrent_kernel`)));
    const gate = (i: number, curve: 'sigmoid' | 'tanh') => tape.apply(curve, tape.part(z, i * units, units));
    const candidate = tape.times(gate(0, 'sigmoid'), gate(2, 'tanh'));
    c = tape.add(tape.times(gate(1, 'sigmoid'), c), candidate);
    h = tape.times(gate(3, 'sigmoid'), tape.apply('tanh', c));
    states.push(h);
  }
  return tape.stack(states);
}

/** Scores [steps x 1]. */
function additive(net: Net, tape: Tape, name: string, x: Matrix): Matrix {
  const hidden = tape.apply('tanh', affine(net, tape, `${name}_hidden`, x));
  return tape.product(hidden, weight(net, `${name}_score/kernel`));
}

function summarise(net: Net, tape: Tape, part: NetworkSpec['summary'][number], x: Matrix): Matrix {
  switch (part) {
    case 'last':
      return tape.row(x, x.rows - 1);
    case 'flatten':
      return tape.join([x]);
    case 'mean':
      return tape.product(new Matrix(1, x.rows, new Float64Array(x.rows).fill(1 / x.rows)), x);
    case 'attention': {
      const query = () => tape.transpose(tape.row(x, x.rows - 1));
      const scores =
        net.plan.attention?.form === 'additive'
          ? additive(net, tape, 'attention', x)
          : tape.scale(tape.product(x, query()), 1 / Math.sqrt(x.columns));
      return tape.product(tape.transpose(tape.softmax(scores)), x);
    }
  }
}
