import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Rng } from '../../src/gait/rng';
import { fitNetwork } from './fit-network';
import { knee } from './recipes/knee';
import type { Recipe } from './recipe';
import type { Sampler } from './sampler';

const BATCH = 4;
const recipe: Recipe = {
  ...knee,
  batch: BATCH,
  settling: { steps: 2, learningRate: 1e-3, noise: 0.1 },
};

/** Windows of noise, which counts how many batches were asked for. */
class Noise implements Sampler {
  static drawn = 0;
  readonly sequence = new Float32Array(BATCH * recipe.architecture.input.ticks * 3);
  readonly context = new Float32Array(BATCH * recipe.architecture.input.context);
  readonly target = new Float32Array(BATCH * recipe.features.steps);
  next(rng: Rng): void {
    Noise.drawn++;
    for (const part of [this.sequence, this.context, this.target])
      for (let i = 0; i < part.length; i++) part[i] = rng.normal(0, 0.3);
  }
}

describe('training in two phases', () => {
  let runDir = '';
  afterAll(() => rm(runDir, { recursive: true, force: true }));

  it('is not done again where it was finished, and gives the same weights', async () => {
    runDir = await mkdtemp(join(tmpdir(), 'stridecast-fit-'));
    const fit = () =>
      fitNetwork(recipe, [{ id: 'uci:1A' }], {
        seed: 1,
        steps: 3,
        runDir: join(runDir, 'all'),
        label: 'test',
        sampler: () => new Noise(),
      });
    const first = await fit();
    const drawn = Noise.drawn;
    expect(drawn).toBeGreaterThan(5);
    const again = await fit();
    expect(Noise.drawn).toBe(drawn);
    expect(again.map((w) => [w.name, ...w.data])).toEqual(first.map((w) => [w.name, ...w.data]));
  });
});
