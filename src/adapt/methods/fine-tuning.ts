import type { WeightTensor } from '../../forecast/runtime/executor';
import { createTrainer } from '../../forecast/runtime/wasm/wasm-trainer';
import type { Trainer } from '../../forecast/runtime/trainer';
import { Rng } from '../../gait/rng';
import type { WindowSet } from '../windows/window-set';
import type { AdaptationData, AdaptationMethod, Fitted, MethodProgress } from './method';
import { scaleOutputs } from './output-scaling';

export interface TuningOptions {
  readonly steps: number;
  readonly learningRate: number;
  /** Rows of the person, and of base strides, in each batch. */
  readonly own: number;
  readonly replay: number;
  /** Pull towards the base weights, times the learning rate at each step (L2-SP, decoupled). */
  readonly pull: number;
}

/** Chosen on people of the other folds, docs/adaptation.md. */
export const TUNING: TuningOptions = { steps: 150, learningRate: 5e-4, own: 32, replay: 16, pull: 4 };

const WARM_UP_STEPS = 10;
const CLIP_NORM = 5;
/** The pull is applied, progress told and a cancel heard every so many steps. */
const EVERY = 10;
/** Strides' worth of validation is held out only where enough rows are left to learn from. */
const VALIDATION_SHARE = 0.25;
const LEAST_ROWS = 400;
/** Steps without a better validation error after which training stops. */
const PATIENCE = 50;
const BATCH = 64;
/** In units of s: less than any sensor tells. */
const LEAST_ERROR = 1e-3;

/**
 * Gradient training of all weights on the person's windows, with base windows replayed (their targets are the base network's own
 * forecasts, so that what it knew it still says) and the weights pulled towards the base's. Where the rows allow, the last of
 * them, a horizon away, tell when to stop.
 */
export function fineTuning(options: TuningOptions = TUNING): AdaptationMethod {
  return {
    id: 'fine_tuned',
    cheap: false,
    effort: 16,
    fit: (data, rows, progress) => tune(data, rows, options, progress),
  };
}

async function tune(
  data: AdaptationData,
  rows: readonly number[],
  options: TuningOptions,
  progress: MethodProgress,
): Promise<Fitted> {
  const { start: network, windows, seed } = data;
  const width = windows.target.length / windows.count;
  const { training, validation } = holdOut(rows, windows, network.card.steps);
  const weighting = errorWeighting(data, training);
  const spec = network.card.architecture;
  const start = scaleOutputs(spec, network.weights, weighting);
  const trainer = await createTrainer(spec, start, {
    maxBatch: Math.max(BATCH, options.own + options.replay),
    seed,
  });
  try {
    const batch = new BatchMaker(data, training, weighting, options);
    const rng = new Rng(seed);
    const ones = new Float32Array(width).fill(1);
    const losses: number[] = [];
    let best = { error: Number.POSITIVE_INFINITY, step: 0, weights: start as readonly WeightTensor[] };
    for (let step = 1; step <= options.steps; step++) {
      batch.fill(rng);
      const loss = trainer.step(batch.size, batch.sequence, batch.context, batch.target, ones, {
        learningRate: options.learningRate * Math.min(1, step / WARM_UP_STEPS),
        loss: 'smooth_l1',
        clipNorm: CLIP_NORM,
      });
      losses.push(loss);
      if (step % EVERY !== 0) continue;
      if (options.pull > 0) pullBack(trainer, start, EVERY * options.learningRate * options.pull);
      await progress(step / options.steps, loss);
      if (validation.length === 0) continue;
      const error = validationError(trainer, windows, validation, weighting);
      if (error < best.error) best = { error, step, weights: trainer.weights() };
      else if (step - best.step >= PATIENCE) break;
    }
    const learned = best.step > 0 ? best.weights : trainer.weights();
    if (best.step > 0) trainer.restore({ ...trainer.save(), weights: [...learned] });
    const all = predictAll(trainer, windows, width);
    for (let i = 0; i < all.length; i++) all[i] /= weighting[i % width];
    return {
      predict(wanted) {
        const out = new Float32Array(wanted.length * width);
        wanted.forEach((r, i) => {
          out.set(all.subarray(r * width, (r + 1) * width), i * width);
        });
        return out;
      },
      parts: {
        correction: null,
        correctionShare: 0,
        tuned: scaleOutputs(
          spec,
          learned,
          weighting.map((w) => 1 / w),
        ),
        tunedShare: 1,
      },
      losses,
    };
  } finally {
    trainer.dispose();
  }
}

/** Steps count by the inverse of the error that the base network makes there on these rows. */
function errorWeighting({ windows, deep }: AdaptationData, rows: readonly number[]): Float64Array {
  const width = windows.target.length / windows.count;
  const sums = new Float64Array(width);
  for (const r of rows)
    for (let o = 0; o < width; o++)
      sums[o] += Math.abs(windows.target[r * width + o] - deep.output[r * width + o]) / rows.length;
  return sums.map((s) => 1 / Math.max(s, LEAST_ERROR));
}

/** The last rows in time, and those far enough before them. None are held out where few would be left. */
function holdOut(
  rows: readonly number[],
  windows: WindowSet,
  steps: number,
): { training: readonly number[]; validation: readonly number[] } {
  const sorted = [...rows].sort((a, b) => windows.origins[a] - windows.origins[b]);
  const cut = Math.floor(sorted.length * (1 - VALIDATION_SHARE));
  const from = windows.origins[sorted[Math.min(cut, sorted.length - 1)]];
  const training = sorted.filter((r) => windows.origins[r] + 2 * steps <= from);
  if (training.length < LEAST_ROWS) return { training: sorted, validation: [] };
  return { training, validation: sorted.slice(cut) };
}

function pullBack(trainer: Trainer, base: readonly WeightTensor[], share: number): void {
  const state = trainer.save();
  const s = Math.min(1, share);
  const weights = state.weights.map((w, i) => {
    const origin = base[i].data;
    return { ...w, data: w.data.map((v, j) => v + s * (origin[j] - v)) };
  });
  trainer.restore({ ...state, weights });
}

function validationError(
  trainer: Trainer,
  windows: WindowSet,
  rows: readonly number[],
  weighting: Float64Array,
): number {
  const width = weighting.length;
  const size = { s: windows.sequence.length / windows.count, c: windows.context.length / windows.count };
  const sequence = new Float32Array(BATCH * size.s);
  const context = new Float32Array(BATCH * size.c);
  const out = new Float32Array(BATCH * width);
  let sum = 0;
  for (let from = 0; from < rows.length; from += BATCH) {
    const n = Math.min(BATCH, rows.length - from);
    for (let i = 0; i < n; i++) copyRow(windows, rows[from + i], i, sequence, context);
    trainer.predict(n, sequence.subarray(0, n * size.s), context.subarray(0, n * size.c), out);
    for (let i = 0; i < n * width; i++) {
      const target = windows.target[rows[from + Math.floor(i / width)] * width + (i % width)];
      sum += Math.abs(target * weighting[i % width] - out[i]);
    }
  }
  return sum / (rows.length * width);
}

function predictAll(trainer: Trainer, windows: WindowSet, width: number): Float32Array {
  const out = new Float32Array(windows.count * width);
  const s = windows.sequence.length / windows.count;
  const c = windows.context.length / windows.count;
  for (let from = 0; from < windows.count; from += BATCH) {
    const n = Math.min(BATCH, windows.count - from);
    trainer.predict(
      n,
      windows.sequence.subarray(from * s, (from + n) * s),
      windows.context.subarray(from * c, (from + n) * c),
      out.subarray(from * width, (from + n) * width),
    );
  }
  return out;
}

function copyRow(
  from: WindowSet,
  row: number,
  to: number,
  sequence: Float32Array,
  context: Float32Array,
): void {
  const s = from.sequence.length / from.count;
  const c = from.context.length / from.count;
  sequence.set(from.sequence.subarray(row * s, (row + 1) * s), to * s);
  context.set(from.context.subarray(row * c, (row + 1) * c), to * c);
}

/** Batches of the person's rows and of replayed ones. */
class BatchMaker {
  readonly size: number;
  readonly sequence: Float32Array;
  readonly context: Float32Array;
  readonly target: Float32Array;
  readonly #data: AdaptationData;
  readonly #rows: readonly number[];
  readonly #weighting: Float64Array;
  readonly #own: number;

  constructor(
    data: AdaptationData,
    rows: readonly number[],
    weighting: Float64Array,
    { own, replay }: TuningOptions,
  ) {
    const { windows } = data;
    this.size = own + (data.replay.count > 0 ? replay : 0);
    this.sequence = new Float32Array(this.size * (windows.sequence.length / windows.count));
    this.context = new Float32Array(this.size * (windows.context.length / windows.count));
    this.target = new Float32Array(this.size * weighting.length);
    this.#data = data;
    this.#rows = rows;
    this.#weighting = weighting;
    this.#own = own;
  }

  fill(rng: Rng): void {
    const { windows, replay, replayDeep } = this.#data;
    const width = this.#weighting.length;
    for (let b = 0; b < this.size; b++) {
      const own = b < this.#own;
      const from = own ? windows : replay;
      const row = own ? this.#rows[rng.below(this.#rows.length)] : rng.below(replay.count);
      const target = own ? windows.target : replayDeep.output;
      copyRow(from, row, b, this.sequence, this.context);
      for (let o = 0; o < width; o++)
        this.target[b * width + o] = target[row * width + o] * this.#weighting[o];
    }
  }
}
