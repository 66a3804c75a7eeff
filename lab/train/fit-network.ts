import type { WeightTensor } from '../../src/forecast/runtime/executor';
import { sha256 } from '../../src/forecast/sha256';
import { initWeights } from '../../src/forecast/runtime/weights';
import { createTrainer } from '../../src/forecast/runtime/wasm/wasm-trainer';
import { Rng } from '../../src/gait/rng';
import { note } from '../figures';
import { fitBasis } from './basis';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint';
import { joinEcho } from './join-echo';
import type { Person } from './people';
import type { Recipe } from './recipe';
import { BatchSampler, type Sampler } from './sampler';

export interface FitOptions {
  readonly seed: number;
  readonly steps: number;
  /** Where the checkpoint lies; a run of the same recipe, people, seed and steps goes on from it. */
  readonly runDir: string;
  readonly label: string;
  /** Where windows come from, by recipe; default: the people's knees. */
  readonly sampler?: (recipe: Recipe) => Sampler;
  /** Who the first phase learns from, and where it lies, where others share it; default: the same people. */
  readonly first?: { readonly people: readonly Trainee[]; readonly runDir: string };
  /** Weights to start from, in place of fresh ones. */
  readonly start?: readonly WeightTensor[];
}

/** Who is trained on; signals only where no sampler is given. */
type Trainee = Pick<Person, 'id'> & Partial<Pick<Person, 'fine'>>;

const WARM_UP_STEPS = 100;
const CLIP_NORM = 5;
const BASIS_BATCHES = 60;
const CHECKPOINT_SECONDS = 60;
const REPORT_SECONDS = 10;
const BASIS = 'basis/kernel';

/** Trains the recipe's network on `people`, in one phase or two, and mixes in its share of the echo. */
export async function fitNetwork(
  recipe: Recipe,
  people: readonly Trainee[],
  options: FitOptions,
): Promise<readonly WeightTensor[]> {
  const { settling, ...first } = recipe;
  const begin = { ...options, runDir: options.first?.runDir ?? options.runDir };
  const weights = await fitPhase(first, options.first?.people ?? people, begin, options.start);
  if (!settling) return joinEcho(recipe, weights);
  const second: Recipe = {
    ...recipe,
    augmentation: { ...recipe.augmentation, noise: settling.noise },
    learningRate: settling.learningRate,
  };
  const onward = {
    ...options,
    seed: options.seed + 1,
    steps: settling.steps,
    runDir: `${options.runDir}-settled`,
  };
  const settled = await fitPhase(second, people, { ...onward, label: `${options.label} settling` }, weights);
  return joinEcho(recipe, settled);
}

/**
 * One phase, from fresh weights or those of the phase before. The loss is smooth L1 of the error in units of the error
 * that is usual at each step; that weighting is put into the basis and the targets while training, and taken out of the
 * basis afterwards.
 */
async function fitPhase(
  recipe: Recipe,
  people: readonly Trainee[],
  options: FitOptions,
  from?: readonly WeightTensor[],
): Promise<readonly WeightTensor[]> {
  const { batch, architecture } = recipe;
  const steps = recipe.features.steps;
  const sampler = options.sampler?.(recipe) ?? kneeSampler(recipe, people);
  const weighting = Float64Array.from({ length: steps }, (_, i) => 1 / recipe.usualError(i + 1));
  const key = keyOf(recipe, people, options) + (from ? hashOf(from) : '');
  const saved = await readCheckpoint(options.runDir, key);
  if (saved?.done) return saved.weights;

  const start =
    saved?.weights ??
    (from ? weighted(from, weighting) : freshWeights(recipe, sampler, weighting, options.seed));
  const trainer = await createTrainer(architecture, start, { maxBatch: batch, seed: options.seed });
  if (saved) trainer.restore(saved.state);
  const checkpoint = (step: number, done: boolean): Checkpoint => ({
    key,
    step,
    done,
    weights: done ? unweighted(trainer.weights(), weighting) : trainer.weights(),
    state: trainer.save(),
  });

  const progress = new Progress(options.label, saved?.step ?? 0, options.steps);
  const ones = new Float32Array(sampler.target.length / batch).fill(1);
  let written = Date.now();
  for (let step = saved?.step ?? 0; step < options.steps; step++) {
    sampler.next(rngAt(options.seed, step));
    for (let i = 0; i < sampler.target.length; i++) sampler.target[i] *= weighting[i % steps];
    const loss = trainer.step(batch, sampler.sequence, sampler.context, sampler.target, ones, {
      learningRate: recipe.learningRate * schedule(step, options.steps),
      weightDecay: recipe.weightDecay,
      clipNorm: CLIP_NORM,
      loss: 'smooth_l1',
    });
    if (!Number.isFinite(loss)) throw new Error(`${options.label}: the loss is ${loss} at step ${step}`);
    progress.at(step + 1, loss);
    if (Date.now() - written > CHECKPOINT_SECONDS * 1000) {
      await writeCheckpoint(options.runDir, checkpoint(step + 1, false));
      written = Date.now();
    }
  }
  const done = checkpoint(options.steps, true);
  await writeCheckpoint(options.runDir, done);
  trainer.dispose();
  return done.weights;
}

const kneeSampler = ({ features, batch, augmentation }: Recipe, people: readonly Trainee[]): Sampler =>
  new BatchSampler(
    features,
    people.map((p) => p.fine ?? []),
    batch,
    augmentation,
  );

/** Every step draws from its own stream, so that a resumed run makes the same batches. */
const rngAt = (seed: number, step: number): Rng =>
  new Rng(Math.imul(seed, 0x9e3779b1) ^ Math.imul(step + 1, 0x85ebca6b));

/** Linear warm-up, then half a cosine down to zero. */
function schedule(step: number, steps: number): number {
  const warmUp = Math.min(1, (step + 1) / WARM_UP_STEPS);
  return warmUp * 0.5 * (1 + Math.cos((Math.PI * step) / steps));
}

function freshWeights(
  recipe: Recipe,
  sampler: Sampler,
  weighting: Float64Array,
  seed: number,
): WeightTensor[] {
  const rng = rngAt(seed, -2);
  const weights = initWeights(recipe.architecture, () => rng.uniform());
  const k = recipe.architecture.output.basis;
  if (k === undefined) return weights;
  const data = jointBases(recipe, sampler, rng, weighting, k);
  return weighted(
    weights.map((w) => (w.name === BASIS ? { ...w, data } : w)),
    weighting,
  );
}

/** A basis for each joint, [joints * k, joints * steps], zero between joints. */
function jointBases(
  { features: { steps }, architecture }: Recipe,
  sampler: Sampler,
  rng: Rng,
  weighting: Float64Array,
  k: number,
): Float32Array {
  const { joints } = architecture.output;
  const rows = sampler.target.length / (joints * steps);
  const futures = Array.from({ length: joints }, () => new Float32Array(BASIS_BATCHES * rows * steps));
  for (let b = 0; b < BASIS_BATCHES; b++) {
    sampler.next(rng);
    for (let r = 0; r < rows; r++)
      for (let j = 0; j < joints; j++) {
        const from = (r * joints + j) * steps;
        futures[j].set(sampler.target.subarray(from, from + steps), (b * rows + r) * steps);
      }
  }
  const data = new Float32Array(joints * k * joints * steps);
  futures.forEach((own, j) => {
    const basis = fitBasis(own, weighting, steps, k);
    for (let i = 0; i < k; i++)
      data.set(basis.subarray(i * steps, (i + 1) * steps), ((j * k + i) * joints + j) * steps);
  });
  return data;
}

/** The weighting of the loss put into the basis, and taken out again. */
function weighted(weights: readonly WeightTensor[], weighting: Float64Array): WeightTensor[] {
  const steps = weighting.length;
  return weights.map((w) =>
    w.name === BASIS ? { ...w, data: w.data.map((v, i) => v * weighting[i % steps]) } : w,
  );
}

const unweighted = (weights: readonly WeightTensor[], weighting: Float64Array): WeightTensor[] =>
  weighted(
    weights,
    weighting.map((v) => 1 / v),
  );

function keyOf(recipe: Recipe, people: readonly Trainee[], { seed, steps }: FitOptions): string {
  const { features, architecture, augmentation, batch, learningRate, weightDecay } = recipe;
  const usual = Array.from({ length: features.steps }, (_, i) => recipe.usualError(i + 1));
  const made = { features, architecture, augmentation, batch, learningRate, weightDecay, usual };
  return JSON.stringify({ ...made, people: people.map((p) => p.id), seed, steps });
}

/** Of names and values alone: weights from a checkpoint lie otherwise in memory than those just trained. */
const hashOf = (weights: readonly WeightTensor[]): string =>
  sha256(
    Buffer.concat(
      weights.flatMap(({ name, data }) => [Buffer.from(name), Buffer.from(Float32Array.from(data).buffer)]),
    ),
  );

/** A line on stderr every few seconds: step, mean loss since the last line, time left. */
class Progress {
  readonly #label: string;
  readonly #from: number;
  readonly #to: number;
  readonly #began = Date.now();
  #said = Date.now();
  #sum = 0;
  #count = 0;

  constructor(label: string, from: number, to: number) {
    this.#label = label;
    this.#from = from;
    this.#to = to;
  }

  at(step: number, loss: number): void {
    this.#sum += loss;
    this.#count++;
    if (step < this.#to && Date.now() - this.#said < REPORT_SECONDS * 1000) return;
    const perStep = (Date.now() - this.#began) / (step - this.#from);
    const left = Math.round((perStep * (this.#to - step)) / 1000);
    note(
      `${this.#label}: step ${step}/${this.#to}, loss ${(this.#sum / this.#count).toFixed(4)}, ` +
        `${perStep.toFixed(0)} ms a step, ${left} s left`,
    );
    this.#said = Date.now();
    this.#sum = this.#count = 0;
  }
}
