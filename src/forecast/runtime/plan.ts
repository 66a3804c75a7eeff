import type { NetworkSpec } from '../network-spec';

/**
 * A spec walked through once: every layer with its name, its shapes and its place in the sequence. The TF.js builder, the
 * WebAssembly executor and the reference all start from this, so a name or a padding rule is decided here only.
 */
export type Activation = 'relu' | 'tanh' | 'linear';

/** Steps and features of a sequence. */
export interface SequenceShape {
  readonly ticks: number;
  readonly channels: number;
}

interface SequenceStage {
  /** Layer name, numbered by kind from 1: `conv1d_1`, `pool_1`, `lstm_2`, `reweight_1`. */
  readonly name: string;
  readonly from: SequenceShape;
  readonly to: SequenceShape;
}

export interface ConvStage extends SequenceStage {
  readonly kind: 'conv1d';
  readonly kernel: number;
  readonly stride: number;
  /** Zeros before the first step; those behind the last follow from the output length. */
  readonly padLeft: number;
  readonly activation: Activation;
}
/** Pools do not overlap; a rest shorter than `size` is dropped ('valid'). */
export interface PoolStage extends SequenceStage {
  readonly kind: 'pool';
  readonly op: 'max' | 'average';
  readonly size: number;
}
export interface LstmStage extends SequenceStage {
  readonly kind: 'lstm';
}
/** step * ticks * softmax over steps of (v . tanh(W step + b)). */
export interface ReweightStage extends SequenceStage {
  readonly kind: 'reweight';
  readonly units: number;
}
export type Stage = ConvStage | PoolStage | LstmStage | ReweightStage;

export type SummaryPart = 'last' | 'attention' | 'mean' | 'flatten';

export interface DenseStage {
  readonly name: string;
  readonly inputs: number;
  readonly units: number;
  readonly activation: Activation;
  /** Share of this layer's inputs that is dropped in training (the rest scaled up by 1 / (1 - dropout)). */
  readonly dropout: number;
  /** `context` is appended to this layer's output. */
  readonly rejoin: boolean;
}

export interface NetworkPlan {
  readonly stages: readonly Stage[];
  /** Shape of the sequence that is summarised. */
  readonly sequence: SequenceShape;
  readonly summary: readonly { part: SummaryPart; size: number }[];
  readonly attention: NetworkSpec['attention'];
  /** Summary and context together: inputs of the first head layer. */
  readonly summarySize: number;
  readonly context: number;
  /** Head layers `dense_1`..., then `output`, or `coefficients` with `basis` behind it. */
  readonly dense: readonly DenseStage[];
  /** Coefficients in all (joints * k), where the output goes through the fixed `basis`. */
  readonly basis: number | null;
  readonly outputs: number;
}

/** Throws RangeError where a layer leaves no step, or attention is asked for and not described. */
export function planNetwork(spec: NetworkSpec): NetworkPlan {
  let at: SequenceShape = { ticks: spec.input.ticks, channels: spec.input.channels };
  const counts = { conv1d: 0, pool: 0, lstm: 0, reweight: 0 };
  const stages = spec.layers.map((layer): Stage => {
    const name = `${layer.kind}_${++counts[layer.kind]}`;
    const from = at;
    switch (layer.kind) {
      case 'conv1d': {
        const { ticks, padLeft } = convolved(from.ticks, layer.kernel, layer.stride, layer.padding);
        at = shape(name, ticks, layer.filters);
        const { kernel, stride, activation } = layer;
        return { kind: 'conv1d', name, from, to: at, kernel, stride, padLeft, activation };
      }
      case 'pool':
        at = shape(name, Math.floor(from.ticks / layer.size), from.channels);
        return { kind: 'pool', name, from, to: at, op: layer.op, size: layer.size };
      case 'lstm':
        at = shape(name, from.ticks, layer.units);
        return { kind: 'lstm', name, from, to: at };
      case 'reweight':
        return { kind: 'reweight', name, from, to: at, units: layer.units };
    }
  });

  const summary = spec.summary.map((part) => ({
    part,
    size: part === 'flatten' ? at.ticks * at.channels : at.channels,
  }));
  if (spec.summary.includes('attention') && spec.attention === undefined)
    throw new RangeError('summary "attention" needs the form of the attention');

  const context = spec.input.context;
  const summarySize = summary.reduce((sum, s) => sum + s.size, 0) + context;
  let inputs = summarySize;
  const dense = spec.head.map((layer, i): DenseStage => {
    const stage = { name: `dense_${i + 1}`, inputs, ...layer };
    inputs = layer.units + (layer.rejoin ? context : 0);
    return stage;
  });
  const { joints, steps } = spec.output;
  const basis = spec.output.basis === undefined ? null : joints * spec.output.basis;
  dense.push({
    name: basis === null ? 'output' : 'coefficients',
    inputs,
    units: basis ?? joints * steps,
    activation: 'linear',
    dropout: 0,
    rejoin: false,
  });
  return {
    stages,
    sequence: at,
    summary,
    attention: spec.attention,
    summarySize,
    context,
    dense,
    basis,
    outputs: joints * steps,
  };
}

function shape(name: string, ticks: number, channels: number): SequenceShape {
  if (ticks < 1) throw new RangeError(`${name} leaves no step of the sequence`);
  return { ticks, channels };
}

/** Output length and padding as TensorFlow has them. */
function convolved(ticks: number, kernel: number, stride: number, padding: 'same' | 'valid' | 'causal') {
  if (padding === 'same') {
    const out = Math.ceil(ticks / stride);
    return { ticks: out, padLeft: Math.floor(Math.max((out - 1) * stride + kernel - ticks, 0) / 2) };
  }
  const padLeft = padding === 'causal' ? kernel - 1 : 0;
  return { ticks: Math.floor((ticks + padLeft - kernel) / stride) + 1, padLeft };
}
