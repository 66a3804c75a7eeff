import { describe, expect, it } from 'vitest';
import { relativeDistance } from '../testing/random-networks';
import { job, pair, spec, sequence, target, withDropout } from '../testing/small-job';
import type { TrainingCheckpoint, TrainingJob } from './job';
import { train } from './train';

describe('training run', () => {
  it('learns, tells how far it is, and gives the same weights again', async () => {
    const reports: number[] = [];
    const a = await train({ ...job, epochs: 40 }, { onProgress: ({ step }) => reports.push(step) });
    expect(a.losses).toHaveLength(40);
    expect(a.losses[39]).toBeLessThan(a.losses[0] / 4);
    expect(reports.at(-1)).toBe(240);
    expect(await train({ ...job, epochs: 40 })).toEqual(a);
    const other = await train({ ...job, epochs: 40, seed: 5 });
    expect(other.weights).not.toEqual(a.weights);
  });

  it('goes on from a checkpoint bit by bit, dropout included', async () => {
    const checkpoints: TrainingCheckpoint[] = [];
    const onCheckpoint = (c: TrainingCheckpoint) => checkpoints.push(c);
    const through = await train(withDropout, { onCheckpoint, checkpointMs: 0 });
    expect(checkpoints.map((c) => c.step)).toEqual(Array.from({ length: 35 }, (_, i) => i + 1));
    const resumed = await train(withDropout, { resume: structuredClone(checkpoints[19]) });
    expect(resumed.weights).toEqual(through.weights);
  });

  it('with a partner is the same training: replicas equal bit by bit, and equal to one alone but for rounding', async () => {
    const alone = await train(job);
    const [a, b] = await pair(job);
    expect(b).toEqual(a);
    a.weights.forEach((w, i) => {
      expect(relativeDistance(w.data, alone.weights[i].data), w.name).toBeLessThan(1e-3);
    });
    a.losses.forEach((loss, i) => expect(Math.abs(loss / alone.losses[i] - 1)).toBeLessThan(1e-4));
    expect((await pair(job))[0]).toEqual(a);
  });

  it('drops inputs apart in the two halves', async () => {
    // With one window twice in a batch, equal masks would make both halves give the same loss as one of them alone.
    const two = {
      count: 2,
      sequence: twice(sequence, 48),
      context: twice(job.data.context, 3),
      target: twice(target, 5),
    };
    const twin: TrainingJob = { ...withDropout, data: two, batch: 2, epochs: 1 };
    const single: TrainingJob = { ...twin, data: { ...first(two), count: 1 }, batch: 1 };
    const [both] = await pair(twin);
    expect(both.losses[0]).not.toBeCloseTo((await train(single)).losses[0], 6);
    const [a] = await pair({ ...twin, spec });
    expect(a.losses[0]).toBeCloseTo((await train({ ...single, spec })).losses[0], 6);
  });

  it('stops at once when it is told to', async () => {
    const control = new AbortController();
    const steps: number[] = [];
    const run = train(
      { ...job, epochs: 100_000 },
      {
        signal: control.signal,
        onProgress: ({ step }) => {
          steps.push(step);
          setTimeout(() => control.abort(new Error('enough')), 0);
        },
      },
    );
    await expect(run).rejects.toThrow('enough');
    expect(steps).toHaveLength(1);
    await expect(train(job, { signal: AbortSignal.abort(new Error('never began')) })).rejects.toThrow(
      'never',
    );
  });

  it('refuses data that does not fit, and says when the loss is lost', async () => {
    const short = { ...job.data, target: target.subarray(1) };
    await expect(train({ ...job, data: short })).rejects.toThrow('does not have the shape');
    await expect(train({ ...job, data: { ...job.data, count: 0 } })).rejects.toThrow();
    const broken = { ...job.data, target: target.map(() => Number.NaN) };
    await expect(train({ ...job, data: broken })).rejects.toThrow('the loss is NaN at step 0');
  });
});

const twice = (values: Float32Array, size: number): Float32Array =>
  Float32Array.from({ length: 2 * size }, (_, i) => values[i % size]);

function first(data: TrainingJob['data']) {
  const half = (values: Float32Array) => values.slice(0, values.length / 2);
  return { sequence: half(data.sequence), context: half(data.context), target: half(data.target) };
}
