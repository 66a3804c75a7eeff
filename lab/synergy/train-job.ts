import { wasmSimd } from '../../src/forecast/runtime/wasm/wasm-executor';
import { createTrainer } from '../../src/forecast/runtime/wasm/wasm-trainer';
import { initWeights } from '../../src/forecast/runtime/weights';
import { Rng } from '../../src/gait/rng';
import { type Inputs, type NetworkName, networkOf } from './design';
import { ErrorSums, type TrialErrors, testPresents } from './errors';
import { type OutputForm, type Part, RandomPresent, standardOf, WindowWriter } from './windows';

/** The budget of one training. */
export const BUDGET = { steps: 600, batch: 16, learningRate: 8e-3 } as const;
const WARM_UP_STEPS = 30;
const CURVE_POINTS = 15;
/** Windows on which the test curve is drawn. */
const CURVE_WINDOWS = 256;
const TEST_BATCH = 64;

export interface TrainJob {
  readonly network: NetworkName;
  readonly inputs: Inputs;
  readonly form: OutputForm;
  readonly seed: number;
  readonly training: readonly Part[];
  readonly test: readonly Part[];
}

export interface TrainResult {
  readonly trials: TrialErrors[];
  /** [step, mean loss since the last point, loss on test windows], in units of the joint's SD, squared. */
  readonly curve: [number, number, number][];
  readonly parameters: number;
}

/** Trains once (MSE, Adam, one cosine down to zero) and tests. */
export async function trainJob(job: TrainJob): Promise<TrainResult> {
  const { steps, batch, learningRate } = BUDGET;
  const writer = new WindowWriter(job.inputs, standardOf(job.training), job.form);
  const spec = networkOf(job.network, job.inputs, writer.contextSize);
  const rng = new Rng(Math.imul(job.seed, 0x9e3779b1));
  const initial = initWeights(spec, () => rng.uniform());
  const trainer = await createTrainer(spec, initial, { maxBatch: CURVE_WINDOWS, seed: job.seed });
  const draw = new RandomPresent(job.training);
  const sequence = new Float32Array(batch * writer.sequenceSize);
  const target = new Float32Array(batch * writer.outputs);
  const context = new Float32Array(batch * writer.contextSize);
  const ones = new Float32Array(writer.outputs).fill(1);
  const watched = watch(job.test, writer);
  const curve: TrainResult['curve'] = [];
  let sum = 0;
  let count = 0;
  for (let step = 0; step < steps; step++) {
    for (let row = 0; row < batch; row++) {
      const { recording, present } = draw.next(rng);
      writer.input(recording, present, row, sequence);
      writer.context(recording, present, row, context);
      writer.target(recording, present, row, target);
    }
    const warm = Math.min(1, (step + 1) / WARM_UP_STEPS);
    const rate = learningRate * warm * 0.5 * (1 + Math.cos((Math.PI * step) / steps));
    sum += trainer.step(batch, sequence, context, target, ones, { learningRate: rate, loss: 'mse' });
    count++;
    if ((step + 1) % Math.floor(steps / CURVE_POINTS) !== 0) continue;
    trainer.predict(watched.n, watched.sequence, watched.context, watched.output);
    let test = 0;
    for (let i = 0; i < watched.n * writer.outputs; i++)
      test += (watched.output[i] - watched.target[i]) ** 2 / (watched.n * writer.outputs);
    const mean = sum / count;
    if (!Number.isFinite(mean)) throw new Error(`the loss is ${mean} at step ${step + 1}`);
    curve.push([step + 1, Number(mean.toPrecision(4)), Number(test.toPrecision(4))]);
    sum = count = 0;
  }
  const weights = trainer.weights();
  trainer.dispose();
  const trials = await test(job, spec, weights, writer);
  return { trials, curve, parameters: weights.reduce((n, w) => n + w.data.length, 0) };
}

async function test(
  job: TrainJob,
  spec: ReturnType<typeof networkOf>,
  weights: Parameters<typeof wasmSimd>[1],
  writer: WindowWriter,
): Promise<TrialErrors[]> {
  const executor = await wasmSimd(spec, weights, TEST_BATCH);
  const sequence = new Float32Array(TEST_BATCH * writer.sequenceSize);
  const output = new Float32Array(TEST_BATCH * writer.outputs);
  const context = new Float32Array(TEST_BATCH * writer.contextSize);
  const trials = job.test.map((part) => {
    const sums = new ErrorSums(part.recording, job.inputs.targets);
    const at = testPresents(part);
    for (let i = 0; i < at.length; i += TEST_BATCH) {
      const rows = at.slice(i, i + TEST_BATCH);
      rows.forEach((present, row) => {
        writer.input(part.recording, present, row, sequence);
        writer.context(part.recording, present, row, context);
      });
      void executor.run(rows.length, sequence, context, output);
      rows.forEach((present, row) => {
        writer.toDegrees(part.recording, present, row, output);
        sums.add(present, output, row * writer.outputs);
      });
    }
    return sums.errors;
  });
  executor.dispose();
  return trials;
}

/** Windows spread evenly over the test parts. */
function watch(parts: readonly Part[], writer: WindowWriter) {
  const all = parts.flatMap((part) => testPresents(part).map((present) => ({ part, present })));
  const n = Math.min(CURVE_WINDOWS, all.length);
  const sequence = new Float32Array(n * writer.sequenceSize);
  const context = new Float32Array(n * writer.contextSize);
  const target = new Float32Array(n * writer.outputs);
  for (let row = 0; row < n; row++) {
    const { part, present } = all[Math.floor((row * all.length) / n)];
    writer.input(part.recording, present, row, sequence);
    writer.context(part.recording, present, row, context);
    writer.target(part.recording, present, row, target);
  }
  return { n, sequence, context, target, output: new Float32Array(n * writer.outputs) };
}
