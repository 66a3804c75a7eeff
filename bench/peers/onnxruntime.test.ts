import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { networkSpecSchema } from '../../src/forecast/network-spec';
import { referenceForward } from '../../src/forecast/runtime/reference/network';
import { relativeDistance } from '../../src/forecast/runtime/testing/random-networks';
import { randomJob } from '../../src/forecast/runtime/tfjs/testing/random-job';
import { specSamples } from '../../src/forecast/runtime/tfjs/testing/spec-samples';
import { onnxruntimeWeb } from './onnxruntime';

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const reference = networkSpecSchema.parse((read('../reference.json') as { spec: unknown }).spec);

it.each([...specSamples, ['the reference network', reference] as const])(
  'onnxruntime runs the same network: %s',
  async (_name, spec) => {
    const { weights, sequence, context, out } = randomJob(spec, 1, 3);
    const peer = await onnxruntimeWeb(spec, weights, 1);
    await peer.run(1, sequence, context, out);
    expect(relativeDistance(out, referenceForward(spec, weights, 1, sequence, context))).toBeLessThan(1e-5);
    peer.dispose();
  },
);
