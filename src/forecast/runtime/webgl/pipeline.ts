import type { NetworkSpec } from '../../network-spec';
import type { WeightTensor } from '../executor';
import { planNetwork } from '../plan';
import type { DenseStage, NetworkPlan, Stage } from '../plan';
import { orderWeights } from '../weights';
import type { Draw, GlDevice, PassSource, Texture } from './device';
import { stateColumns, texels } from './layout';
import { affineItemWidth, affinePass, affineWeights } from './passes/affine';
import type { Affine, AffineInput } from './passes/affine';
import { additiveAttentionPass, dotAttentionPass, reweightPass } from './passes/attention';
import { collectPass, lstmStepPass, recurrentWeights } from './passes/lstm-step';
import { poolPass } from './passes/pool';

/** A network as a list of draws between textures that are made once. All sequences are in the layout `rows`. */
export interface Pipeline {
  /** Windows that one run takes. */
  readonly batch: number;
  readonly sequence: Texture;
  readonly context: Texture | null;
  readonly draws: readonly Draw[];
  /** One row, `texels(outputs)` texels for each window. */
  readonly output: WebGLFramebuffer;
}

/** A sequence on the GPU; vectors have one tick. */
interface Rows {
  readonly texture: Texture;
  readonly ticks: number;
  readonly channels: number;
}

interface Linear {
  readonly kernel: ArrayLike<number>;
  readonly bias: ArrayLike<number>;
}

/** Throws RangeError for weights that do not fit, and for a network that is too large for the GPU. */
export function buildPipeline(
  device: GlDevice,
  spec: NetworkSpec,
  weights: readonly WeightTensor[],
  maxBatch: number,
): Pipeline {
  const plan = planNetwork(spec);
  const batch = Math.min(maxBatch, Math.floor(device.maxSize / widestItem(spec, plan)));
  if (batch < 1) throw new RangeError('the network is too wide for the GPU');
  return new PipelineBuilder(device, plan, orderWeights(spec, weights), batch).build(spec);
}

/** Texels that a window takes in the widest texture. */
function widestItem(spec: NetworkSpec, plan: NetworkPlan): number {
  const widths = plan.stages.map((s) =>
    s.kind === 'lstm' ? 2 * stateColumns(s.to.channels) : texels(s.to.channels),
  );
  const vectors = [spec.input.channels, plan.context, plan.outputs, ...plan.dense.map((d) => d.units)];
  if (plan.attention?.form === 'additive') vectors.push(plan.attention.units);
  for (const s of plan.stages) if (s.kind === 'reweight') vectors.push(s.units);
  return Math.max(...widths, ...vectors.map(texels));
}

class PipelineBuilder {
  private readonly device: GlDevice;
  private readonly plan: NetworkPlan;
  private readonly weights: Map<string, Float32Array>;
  private readonly batch: number;
  private readonly draws: Draw[] = [];
  private output: WebGLFramebuffer | null = null;

  constructor(device: GlDevice, plan: NetworkPlan, weights: readonly WeightTensor[], batch: number) {
    this.device = device;
    this.plan = plan;
    this.weights = new Map(weights.map((w) => [w.name, w.data]));
    this.batch = batch;
  }

  build({ input }: NetworkSpec): Pipeline {
    const { plan } = this;
    const sequence = this.rows(input.ticks, input.channels);
    const context = plan.context > 0 ? this.rows(1, plan.context) : null;
    const steps = this.stages(sequence);
    const joined = this.summary(steps);
    if (context) joined.push(whole(context));
    this.head(joined, context);
    return {
      batch: this.batch,
      sequence: sequence.texture,
      context: context?.texture ?? null,
      draws: this.draws,
      output: this.output!,
    };
  }

  private stages(sequence: Rows): Rows {
    const { stages } = this.plan;
    let steps = sequence;
    for (let i = 0; i < stages.length; i++) {
      const stage = stages[i];
      switch (stage.kind) {
        case 'conv1d': {
          const next = stages.at(i + 1);
          const pool = next?.kind === 'pool' ? next : undefined;
          if (pool) i += 1;
          steps = this.convolution(steps, stage, pool);
          break;
        }
        case 'pool':
          steps = this.perStep(poolPass(stage.op, stage.size), [steps], stage.to.ticks, stage.to.channels);
          break;
        case 'lstm':
          steps = this.lstm(steps, stage.name, stage.to.channels);
          break;
        case 'reweight': {
          const scores = this.scores(steps, stage.name, stage.units);
          const { ticks, channels } = steps;
          steps = this.perStep(reweightPass(ticks, channels), [steps, scores], ticks, channels);
          break;
        }
      }
    }
    return steps;
  }

  private convolution(x: Rows, stage: Stage & { kind: 'conv1d' }, pool?: Stage & { kind: 'pool' }): Rows {
    const { kernel, stride, padLeft, activation, to, name } = stage;
    const input: AffineInput = { ticks: x.ticks, channels: x.channels, taps: kernel, first: -padLeft };
    const affine: Affine = {
      inputs: [input],
      stride,
      outputs: to.channels,
      activation,
      pool,
      layout: 'rows',
    };
    return this.affine(affine, [x.texture], this.linear(name), pool?.to.ticks ?? to.ticks);
  }

  private lstm(x: Rows, name: string, units: number): Rows {
    const { device, batch } = this;
    const { ticks } = x;
    const columns = stateColumns(units);
    const projection: Affine = {
      inputs: [whole(x)],
      stride: 1,
      outputs: 4 * units,
      activation: 'linear',
      layout: 'gates',
    };
    const gates = this.affine(projection, [x.texture], this.linear(name), 4 * ticks).texture;
    const packed = recurrentWeights(this.weight(`${name}/recurrent_kernel`), units);
    const recurrent = device.texture(packed.width, packed.height, packed.data);
    const height = 4 * Math.ceil(ticks / 2);
    const states = [
      device.texture(columns * batch, height),
      device.texture(columns * batch, height),
    ] as const;
    const targets = states.map((texture) => device.target(texture));
    const pass = lstmStepPass(units);
    for (let tick = 0; tick < ticks; tick++)
      this.draws.push({
        pass,
        inputs: [recurrent, gates, states[1 - (tick & 1)]],
        ints: [tick],
        target: targets[tick & 1],
        itemWidth: columns,
        y: 4 * (tick >> 1),
        height: 4,
      });
    const hidden = this.rows(ticks, units);
    this.draw(collectPass(units), states, hidden);
    return hidden;
  }

  /** v . tanh(W step + b) of each step. */
  private scores(steps: Rows, name: string, units: number): Rows {
    const one = { stride: 1, layout: 'rows' } as const;
    const { ticks } = steps;
    const tanh: Affine = { ...one, inputs: [whole(steps)], outputs: units, activation: 'tanh' };
    const hidden = this.affine(tanh, [steps.texture], this.linear(`${name}_hidden`), ticks);
    const sum: Affine = { ...one, inputs: [whole(hidden)], outputs: 1, activation: 'linear' };
    const kernel = this.weight(`${name}_score/kernel`);
    return this.affine(sum, [hidden.texture], { kernel, bias: [0] }, ticks);
  }

  /** The parts of the summary, as what the first dense layer reads. */
  private summary(steps: Rows): (AffineInput & { texture: Texture })[] {
    const { ticks, channels } = steps;
    return this.plan.summary.map(({ part }) => {
      switch (part) {
        case 'last':
          return { ...steps, taps: 1, first: ticks - 1 };
        case 'flatten':
          return { ...steps, taps: ticks, first: 0 };
        case 'mean':
          return whole(this.perStep(poolPass('average', ticks), [steps], 1, channels));
        case 'attention': {
          const form = this.plan.attention!;
          if (form.form === 'dot')
            return whole(this.perStep(dotAttentionPass(ticks, channels), [steps], 1, channels));
          const scores = this.scores(steps, 'attention', form.units);
          return whole(this.perStep(additiveAttentionPass(ticks, channels), [steps, scores], 1, channels));
        }
      }
    });
  }

  private head(inputs: (AffineInput & { texture: Texture })[], context: Rows | null): void {
    const { dense, basis } = this.plan;
    let from = inputs;
    for (const layer of dense) {
      const last = layer === dense.at(-1);
      const linear = last && basis !== null ? this.throughBasis(layer) : this.linear(layer.name);
      const { activation } = layer;
      const outputs = linear.bias.length;
      const affine: Affine = { inputs: from, stride: 1, outputs, activation, layout: 'rows' };
      const textures = from.map(({ texture }) => texture);
      const to = this.affine(affine, textures, linear, 1);
      from = [whole(to)];
      if (layer.rejoin && context) from.push(whole(context));
    }
    this.output = this.draws.at(-1)!.target;
  }

  /** Coefficients and the fixed basis behind them are one linear map. */
  private throughBasis({ name, inputs }: DenseStage): Linear {
    const { kernel, bias } = this.linear(name);
    const basis = this.weight('basis/kernel');
    const { outputs } = this.plan;
    const middle = bias.length;
    const product = (from: ArrayLike<number>, rows: number): Float64Array => {
      const out = new Float64Array(rows * outputs);
      for (let r = 0; r < rows; r++)
        for (let k = 0; k < middle; k++)
          for (let o = 0; o < outputs; o++)
            out[r * outputs + o] += from[r * middle + k] * basis[k * outputs + o];
      return out;
    };
    return { kernel: product(kernel, inputs), bias: product(bias, 1) };
  }

  private affine(affine: Affine, inputs: readonly Texture[], { kernel, bias }: Linear, height: number): Rows {
    const packed = affineWeights(affine, kernel, bias);
    const weights = this.device.texture(packed.width, packed.height, packed.data);
    const itemWidth = affineItemWidth(affine);
    const texture = this.device.texture(itemWidth * this.batch, height);
    const target = this.device.target(texture);
    this.draws.push({
      pass: affinePass(affine),
      inputs: [weights, ...inputs],
      target,
      itemWidth,
      y: 0,
      height,
    });
    return { texture, ticks: height, channels: affine.outputs };
  }

  private perStep(pass: PassSource, inputs: readonly Rows[], ticks: number, channels: number): Rows {
    const to = this.rows(ticks, channels);
    this.draw(
      pass,
      inputs.map(({ texture }) => texture),
      to,
    );
    return to;
  }

  private draw(pass: PassSource, inputs: readonly Texture[], { texture, ticks, channels }: Rows): void {
    const target = this.device.target(texture);
    this.draws.push({ pass, inputs, target, itemWidth: texels(channels), y: 0, height: ticks });
  }

  private rows(ticks: number, channels: number): Rows {
    return { texture: this.device.texture(texels(channels) * this.batch, ticks), ticks, channels };
  }

  private linear(name: string): Linear {
    return { kernel: this.weight(`${name}/kernel`), bias: this.weight(`${name}/bias`) };
  }

  private weight(name: string): Float32Array {
    return this.weights.get(name)!;
  }
}

const whole = (rows: Rows): AffineInput & { texture: Texture } => ({ ...rows, taps: 1, first: 0 });
