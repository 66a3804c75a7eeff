import { describe, expect, it } from 'vitest';
import { chooseFor } from '../../src/forecast/runtime/choice';
import { job } from '../../src/forecast/runtime/testing/small-job';
import { startTrainingInNode } from './start-in-node';

const { spec, weights } = job;

describe('choice by the job', () => {
  it('makes an executor for one forecast, and one for batches of 128', async () => {
    const live = await chooseFor('live', spec, weights);
    expect(live.executor.maxBatch).toBe(1);
    const batch = await chooseFor('batch', spec, weights);
    expect(batch.executor.maxBatch).toBe(128);
    expect(batch.measured[batch.executor.id]).toBeGreaterThan(live.measured[live.executor.id] as number);
  });

  it('measures the ways to train, takes the fastest that runs, and says why another does not', async () => {
    const found = await chooseFor('training', spec, weights, { start: startTrainingInNode });
    expect(found.measured['wasm-1']).toBeGreaterThan(0);
    expect(found.measured['wasm-2']).toBeGreaterThan(0);
    expect(found.measured['webgl-1']).toBe('no WebGL 2 here');
    const [one, two] = [found.measured['wasm-1'] as number, found.measured['wasm-2'] as number];
    expect(found.choice).toBe(one <= two ? 'wasm-1' : 'wasm-2');
    expect(found.workers).toBe(one <= two ? 1 : 2);
  }, 60_000);

  it('goes by what is known, and by what is pinned', async () => {
    const never = () => {
      throw new Error('measured again');
    };
    const known = { 'wasm-1': 9, 'wasm-2': 5, 'webgl-1': 'no WebGL 2 here' };
    const found = await chooseFor('training', spec, weights, { start: never, known });
    expect(found).toMatchObject({ choice: 'wasm-2', workers: 2, executor: 'wasm' });
    const pinned = await chooseFor('training', spec, weights, { start: never, known, pin: 'wasm-1' });
    expect(pinned.choice).toBe('wasm-1');
    const pin = 'webgl-1';
    await expect(chooseFor('training', spec, weights, { start: never, known, pin })).rejects.toThrow(
      'no WebGL 2',
    );
  });
});
