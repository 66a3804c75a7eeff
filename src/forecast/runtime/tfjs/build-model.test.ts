import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { networkSpecSchema } from '../../network-spec';
import { referenceForward } from '../reference/network';
import { networkSpec, relativeDistance } from '../testing/random-networks';
import { randomJob } from './testing/random-job';
import { tfjsCpu } from './tfjs-executors';

test('random networks as layers models agree with the float64 reference', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(networkSpec, fc.integer({ min: 1, max: 1e6 }), async (spec, seed) => {
      const { weights, sequence, context, out } = randomJob(spec, 2, seed);
      const executor = await tfjsCpu(spec, weights, 2);
      await executor.run(2, sequence, context, out);
      executor.dispose();
      const expected = referenceForward(spec, weights, 2, sequence, context);
      expect(relativeDistance(out, expected, 1e-3)).toBeLessThan(1e-5);
    }),
    { numRuns: 25 },
  );
});

test('the reference network of the performance figures has 33,778 weights', () => {
  const file = readFileSync(new URL('../../../../bench/reference.json', import.meta.url), 'utf8');
  const spec = networkSpecSchema.parse((JSON.parse(file) as { spec: unknown }).spec);
  const { weights } = randomJob(spec, 1, 1);
  expect(weights.reduce((sum, w) => sum + w.data.length, 0)).toBe(33_778);
});
