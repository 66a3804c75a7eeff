import type { NetworkSpec } from '../../src/forecast/network-spec';
import type { WeightTensor } from '../../src/forecast/runtime/executor';
import type { ConvStage, LstmStage, PoolStage, ReweightStage } from '../../src/forecast/runtime/plan';
import { planNetwork } from '../../src/forecast/runtime/plan';
import { OnnxGraph } from './onnx-graph';

/**
 * A network of the family as an ONNX model for one window: inputs `sequence` [1, ticks, channels] and, where there is
 * one, `context` [1, context]; output `forecast` [1, outputs]. The nodes are those that a converter would choose:
 * Conv, pools, the LSTM operator, Gemm.
 */
export function networkToOnnx(spec: NetworkSpec, weights: readonly WeightTensor[]): Uint8Array {
  const plan = planNetwork(spec);
  const graph = new OnnxGraph();
  const byName = new Map(weights.map((w) => [w.name, w]));
  const weight = (name: string): WeightTensor => byName.get(name)!;
  const constant = (name: string): string => graph.floats(weight(name).data, weight(name).shape);
  const activated = (x: string, activation: string): string =>
    activation === 'linear' ? x : graph.node(activation === 'relu' ? 'Relu' : 'Tanh', [x]);
  const gemm = (x: string, name: string): string =>
    graph.node('Gemm', [x, constant(`${name}/kernel`), constant(`${name}/bias`)]);

  /** Softmax over the steps, [ticks, 1], of the scores of `steps` [ticks, channels]. */
  const additive = (steps: string, name: string): string => {
    const hidden = graph.node('Tanh', [gemm(steps, `${name}_hidden`)]);
    return graph.node('Softmax', [graph.node('MatMul', [hidden, constant(`${name}_score/kernel`)])], {
      axis: 0,
    });
  };

  /** [1, channels, ticks] for convolutions and pools, [ticks, 1, channels] for the rest. */
  let x = graph.node('Transpose', [graph.input('sequence', [1, spec.input.ticks, spec.input.channels])], {
    perm: [0, 2, 1],
  });
  let stepsFirst = false;
  const arrange = (first: boolean): void => {
    if (first !== stepsFirst) x = graph.node('Transpose', [x], { perm: first ? [2, 0, 1] : [1, 2, 0] });
    stepsFirst = first;
  };
  const matrix = (): string => {
    arrange(true);
    return graph.node('Squeeze', [x, graph.ints([1])]);
  };

  const convolve = (stage: ConvStage): void => {
    arrange(false);
    const { name, kernel, stride, padLeft, from, to } = stage;
    const padRight = Math.max(0, (to.ticks - 1) * stride + kernel - padLeft - from.ticks);
    const { data } = weight(`${name}/kernel`);
    const turned = new Float32Array(data.length);
    for (let k = 0; k < kernel; k++)
      for (let c = 0; c < from.channels; c++)
        for (let f = 0; f < to.channels; f++)
          turned[(f * from.channels + c) * kernel + k] = data[(k * from.channels + c) * to.channels + f];
    const w = graph.floats(turned, [to.channels, from.channels, kernel]);
    const attributes = { kernel_shape: [kernel], strides: [stride], pads: [padLeft, padRight] };
    x = activated(graph.node('Conv', [x, w, constant(`${name}/bias`)], attributes), stage.activation);
  };
  const pool = ({ op, size }: PoolStage): void => {
    arrange(false);
    x = graph.node(op === 'max' ? 'MaxPool' : 'AveragePool', [x], { kernel_shape: [size], strides: [size] });
  };
  const lstm = ({ name, to }: LstmStage): void => {
    arrange(true);
    const w = gatesFirst(weight(`${name}/kernel`));
    const r = gatesFirst(weight(`${name}/recurrent_kernel`));
    const bias = gatesFirst({ ...weight(`${name}/bias`), shape: [1, 4 * to.channels] });
    const both = new Float32Array(8 * to.channels);
    both.set(bias.data);
    const y = graph.node(
      'LSTM',
      [
        x,
        graph.floats(w.data, [1, ...w.shape]),
        graph.floats(r.data, [1, ...r.shape]),
        graph.floats(both, [1, both.length]),
      ],
      { hidden_size: to.channels },
    );
    x = graph.node('Squeeze', [y, graph.ints([1])]);
  };
  const reweight = ({ name, from }: ReweightStage): void => {
    const steps = matrix();
    const share = graph.node('Mul', [additive(steps, name), graph.floats([from.ticks], [1])]);
    x = graph.node('Unsqueeze', [graph.node('Mul', [steps, share]), graph.ints([1])]);
  };
  for (const stage of plan.stages) {
    if (stage.kind === 'conv1d') convolve(stage);
    else if (stage.kind === 'pool') pool(stage);
    else if (stage.kind === 'lstm') lstm(stage);
    else reweight(stage);
  }

  const steps = matrix();
  const { ticks, channels } = plan.sequence;
  const last = graph.node('Slice', [steps, graph.ints([ticks - 1]), graph.ints([ticks]), graph.ints([0])]);
  const attention = (): string => {
    let share: string;
    if (plan.attention!.form === 'additive') share = additive(steps, 'attention');
    else {
      const column = graph.node('Transpose', [last], { perm: [1, 0] });
      const scores = graph.node('MatMul', [steps, column]);
      const scaled = graph.node('Mul', [scores, graph.floats([1 / Math.sqrt(channels)], [1])]);
      share = graph.node('Softmax', [scaled], { axis: 0 });
    }
    return graph.node('MatMul', [graph.node('Transpose', [share], { perm: [1, 0] }), steps]);
  };
  const parts = plan.summary.map(({ part, size }) => {
    switch (part) {
      case 'last':
        return last;
      case 'mean':
        return graph.node('ReduceMean', [steps], { axes: [0], keepdims: 1 });
      case 'flatten':
        return graph.node('Reshape', [steps, graph.ints([1, size])]);
      case 'attention':
        return attention();
    }
  });
  const context = plan.context > 0 ? [graph.input('context', [1, plan.context])] : [];
  const joined = (all: readonly string[]): string =>
    all.length === 1 ? all[0] : graph.node('Concat', all, { axis: 1 });
  let vector = joined([...parts, ...context]);
  for (const { name, activation, rejoin } of plan.dense) {
    vector = activated(gemm(vector, name), activation);
    if (rejoin) vector = joined([vector, ...context]);
  }
  if (plan.basis !== null) vector = graph.node('MatMul', [vector, constant('basis/kernel')]);
  return graph.model(vector, [1, plan.outputs]);
}

/** [in, 4 units] in the gate order i, f, c, o of Keras to [4 units, in] in the order i, o, f, c of ONNX. */
function gatesFirst({ shape, data }: Pick<WeightTensor, 'shape' | 'data'>) {
  const [inputs, columns] = shape;
  const units = columns / 4;
  const turned = new Float32Array(data.length);
  [0, 3, 1, 2].forEach((from, to) => {
    for (let u = 0; u < units; u++)
      for (let i = 0; i < inputs; i++)
        turned[(to * units + u) * inputs + i] = data[i * columns + from * units + u];
  });
  return { shape: [columns, inputs], data: turned };
}
