import { describe, expect, it } from 'vitest';
import { job, pair } from '../../src/forecast/runtime/testing/small-job';
import type { TrainingCheckpoint } from '../../src/forecast/runtime/training/job';
import { train } from '../../src/forecast/runtime/training/train';
import { startTrainingInNode } from './start-in-node';

describe('training in threads', () => {
  it('gives what the same run gives here, by one thread and by two', async () => {
    const progress: number[] = [];
    const one = startTrainingInNode({ job, workers: 1, onProgress: ({ step }) => progress.push(step) });
    expect((await one.result).weights).toEqual((await train(job)).weights);
    expect(progress.at(-1)).toBe(36);
    const checkpoints: TrainingCheckpoint[] = [];
    const two = startTrainingInNode({
      job,
      workers: 2,
      onCheckpoint: (c) => checkpoints.push(c),
      checkpointMs: 0,
    });
    const [here] = await pair(job);
    expect((await two.result).weights).toEqual(here.weights);
    const again = startTrainingInNode({ job, workers: 2, resume: checkpoints[10] });
    expect((await again.result).weights).toEqual(here.weights);
  }, 60_000);

  it('is cancelled in the middle of a long run, and says why it failed', async () => {
    const long = startTrainingInNode({
      job: { ...job, epochs: 100_000 },
      workers: 2,
      onProgress: () => long.cancel(),
    });
    await expect(long.result).rejects.toThrow('cancelled');
    const bad = startTrainingInNode({ job: { ...job, epochs: 0 }, workers: 1 });
    await expect(bad.result).rejects.toThrow('nothing to train on');
  }, 60_000);
});
