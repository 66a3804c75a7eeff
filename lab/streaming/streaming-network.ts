import type { NetworkSpec } from '../../src/forecast/network-spec';
import type { WeightTensor } from '../../src/forecast/runtime/executor';
import { type NetworkPlan, planNetwork } from '../../src/forecast/runtime/plan';
import { orderWeights } from '../../src/forecast/runtime/weights';
import { activate, affine, convolve, lstmStep, pool, type Values } from './layers';

/** The sequence in front of the LSTM is made of tokens: steps of `stride` ticks each. */
interface StreamingOptions {
  /** Latest tokens that attention looks at. */
  readonly attended: number;
  /**
   * `every`: as many states as a token has ticks, one of them moved on at each tick, so the newest token always ends now.
   * `one`: a single state; between its tokens the newest one is up to stride - 1 ticks old.
   */
  readonly phases: 'every' | 'one';
}

/** What is carried on of the windows that end at one phase of the stride. */
interface Lane {
  readonly hidden: Values;
  readonly cell: Values;
  /** Hidden states of the latest tokens, oldest first. */
  readonly tokens: Values[];
}

/**
 * A network run as a stream: each token goes through the convolutions and the LSTM once, and the state is never reset. Tokens
 * that padding at the live end still touches are computed for now, from a copy of the state, and again when their inputs are there.
 * In double precision and plain: it is there to judge the form.
 */
export class StreamingNetwork {
  /** Ticks of one token. */
  readonly stride: number;
  /** Latest ticks that are kept: those behind the tokens that a new tick changes. */
  readonly tailTicks: number;
  readonly #plan: NetworkPlan;
  readonly #spec: NetworkSpec;
  readonly #weights: ReadonlyMap<string, Float32Array>;
  readonly #options: StreamingOptions;
  readonly #lanes: Lane[];
  /** Newest tokens that padding touches. */
  readonly #unsettled: number;
  readonly #tail: Values[] = [];
  #ticks = 0;
  #summary: Values = new Float64Array(0);

  /** Throws RangeError for a network that is not convolutions and pools, one LSTM, and `last` or dot attention. */
  constructor(spec: NetworkSpec, weights: readonly WeightTensor[], options: StreamingOptions) {
    const kinds = spec.layers.map((l) => l.kind);
    const streams =
      kinds.indexOf('lstm') === kinds.length - 1 &&
      !kinds.includes('reweight') &&
      spec.summary.every((part) => part === 'last' || part === 'attention') &&
      spec.attention?.form !== 'additive' &&
      spec.layers.every((l) => l.kind !== 'conv1d' || l.padding !== 'valid');
    if (!streams) throw new RangeError('this network has no streaming form here');
    this.#spec = spec;
    this.#plan = planNetwork(spec);
    this.#weights = new Map(orderWeights(spec, weights).map((w) => [w.name, w.data]));
    this.#options = options;
    this.stride = this.#plan.stages.reduce((product, stage) => product * strideOf(stage), 1);
    if (spec.input.ticks % this.stride !== 0) throw new RangeError(`window is no multiple of ${this.stride}`);
    const { behind, ahead } = reachOf(this.#plan);
    this.#unsettled = Math.ceil(Math.max(0, ahead - this.stride) / this.stride);
    this.tailTicks = (Math.ceil(behind / this.stride) + 1 + this.#unsettled) * this.stride;
    const units = this.#plan.sequence.channels;
    this.#lanes = Array.from({ length: options.phases === 'every' ? this.stride : 1 }, () => ({
      hidden: new Float64Array(units),
      cell: new Float64Array(units),
      tokens: [],
    }));
  }

  /** The next tick's features. */
  push(row: ArrayLike<number>): void {
    this.#tail.push(Float64Array.from(row));
    if (this.#tail.length > this.tailTicks) this.#tail.shift();
    const phase = ++this.#ticks % this.stride;
    if (this.#ticks < this.stride || (phase !== 0 && this.#options.phases === 'one')) return;
    this.#summary = this.#moveOn(this.#lanes[phase]);
  }

  /** Output in scaled units; zero tokens have been seen before `stride` ticks: throws RangeError. */
  forecast(context: Float32Array, out: Float32Array): void {
    if (this.#summary.length === 0) throw new RangeError('no token yet');
    let x = Float64Array.of(...this.#summary, ...context);
    for (const { name, activation, rejoin } of this.#plan.dense) {
      x = affine(x, this.#weight(name, 'kernel'), this.#weight(name, 'bias'));
      activate(x, activation);
      if (rejoin) x = Float64Array.of(...x, ...context);
    }
    out.set(this.#plan.basis === null ? x : affine(x, this.#weight('basis', 'kernel')));
  }

  #moveOn(lane: Lane): Values {
    const fresh = this.#tokensOfTail();
    const settled = fresh.length - 1 - this.#unsettled;
    if (settled >= 0) {
      this.#step(fresh[settled], lane);
      lane.tokens.push(lane.hidden.slice());
      if (lane.tokens.length > this.#options.attended) lane.tokens.shift();
    }
    const now: Lane = { hidden: lane.hidden.slice(), cell: lane.cell.slice(), tokens: [...lane.tokens] };
    for (const token of fresh.slice(Math.max(0, settled + 1))) {
      this.#step(token, now);
      now.tokens.push(now.hidden.slice());
    }
    const tokens = now.tokens.slice(-this.#options.attended);
    return Float64Array.of(
      ...this.#spec.summary.flatMap((part) => [...(part === 'last' ? now.hidden : attend(tokens))]),
    );
  }

  /** Convolutions and pools over the whole tokens that end now. */
  #tokensOfTail(): Values[] {
    const whole = Math.floor(this.#tail.length / this.stride) * this.stride;
    let rows = this.#tail.slice(this.#tail.length - whole);
    for (const stage of this.#plan.stages) {
      if (stage.kind === 'conv1d')
        rows = convolve(rows, stage, this.#weight(stage.name, 'kernel'), this.#weight(stage.name, 'bias'));
      else if (stage.kind === 'pool') rows = pool(rows, stage);
    }
    return rows;
  }

  #step(token: Values, { hidden, cell }: Lane): void {
    const { name } = this.#plan.stages[this.#plan.stages.length - 1];
    const [kernel, recurrent] = [this.#weight(name, 'kernel'), this.#weight(name, 'recurrent_kernel')];
    lstmStep(token, hidden, cell, kernel, recurrent, this.#weight(name, 'bias'));
  }

  #weight(layer: string, what: string): Float32Array {
    return this.#weights.get(`${layer}/${what}`)!;
  }
}

function strideOf(stage: NetworkPlan['stages'][number]): number {
  return stage.kind === 'conv1d' ? stage.stride : stage.kind === 'pool' ? stage.size : 1;
}

/** Inputs that token 0 looks at: from `behind` ticks before its first one to `ahead` - 1 after it. */
function reachOf(plan: NetworkPlan): { behind: number; ahead: number } {
  let first = 0;
  let last = 0;
  for (const stage of plan.stages.toReversed()) {
    if (stage.kind === 'pool') {
      first *= stage.size;
      last = last * stage.size + stage.size - 1;
    } else if (stage.kind === 'conv1d') {
      first = first * stage.stride - stage.padLeft;
      last = last * stage.stride - stage.padLeft + stage.kernel - 1;
    }
  }
  return { behind: -first, ahead: last + 1 };
}

/** Mean of the tokens, weighted by the softmax of their product with the newest. */
function attend(tokens: readonly Values[]): Values {
  const newest = tokens[tokens.length - 1];
  const scores = tokens.map((t) => t.reduce((sum, v, i) => sum + v * newest[i], 0) / Math.sqrt(t.length));
  const top = Math.max(...scores);
  const shares = scores.map((s) => Math.exp(s - top));
  const total = shares.reduce((sum, s) => sum + s, 0);
  return newest.map((_, i) => tokens.reduce((sum, t, k) => sum + t[i] * shares[k], 0) / total);
}
