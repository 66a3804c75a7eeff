import { afterEach, describe, expect, it, vi } from 'vitest';
import { NetworkForecaster } from '../../src/forecast/network-forecaster';
import { randomWeights, relativeDistance, uniform } from '../../src/forecast/runtime/testing/random-networks';
import { wasmSimd } from '../../src/forecast/runtime/wasm/wasm-executor';
import { historyOf } from '../../src/forecast/testing/history';
import type { Person } from '../train/people';
import { recipeOf } from '../train/recipes';
import { KNEE } from '../train/recordings';
import { judgeStreams } from './judge-streams';
import { StreamingForecaster } from './streaming-forecaster';
import { StreamingNetwork } from './streaming-network';

const { architecture, features } = recipeOf('knee-fixed');
const weights = randomWeights(architecture, uniform(3));
const angle = (t: number): number => 30 + 28 * Math.sin((2 * Math.PI * t) / 113) + 6 * Math.sin(t / 9);
const LENGTH = 500;
const knee = Float32Array.from({ length: LENGTH }, (_, t) => angle(t));
const person: Person = {
  id: 'uci:1N',
  group: 'normal',
  files: [],
  fine: [],
  judged: [{ rate: features.rate, input: knee, measured: knee }],
};

const stream = () =>
  new StreamingForecaster(
    'stream',
    features,
    new StreamingNetwork(architecture, weights, { attended: 25, phases: 'every' }),
    'r',
  );
const windowed = async () =>
  new NetworkForecaster({ ...features, id: 'windowed' }, await wasmSimd(architecture, weights, 1), 'r');

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a streaming forecaster', () => {
  it('is the windowed one on its first window, and goes its own way from there', async () => {
    const [a, b] = [stream(), await windowed()];
    const [x, y] = [new Float32Array(features.steps), new Float32Array(features.steps)];
    const distanceAt = (end: number) => {
      const history = historyOf({ [KNEE]: knee.subarray(end - features.windowTicks, end) });
      a.forecast(history, x);
      void b.forecast(history, y);
      return relativeDistance(x, y);
    };
    expect(distanceAt(features.windowTicks)).toBeLessThan(1e-5);
    for (let end = 201; end < 300; end++) distanceAt(end);
    expect(distanceAt(300)).toBeGreaterThan(1e-5);
  });

  it('refuses a scaling that changes what has passed', () => {
    const knees = recipeOf('knee');
    const network = new StreamingNetwork(knees.architecture, randomWeights(knees.architecture, uniform(1)), {
      attended: 25,
      phases: 'one',
    });
    expect(() => new StreamingForecaster('x', knees.features, network, 'r')).toThrow(RangeError);
  });
});

it('judges on the second half, streams having run through all of it, each row once', async () => {
  const pushed = vi.spyOn(StreamingNetwork.prototype, 'push');
  const window = await windowed();
  const asked = vi.spyOn(window, 'forecast');
  const [scores] = await judgeStreams([person], () => [window, stream()]);
  expect(pushed).toHaveBeenCalledTimes(LENGTH);
  expect(asked).toHaveBeenCalledTimes(LENGTH / 2);
  expect(scores.scores.windowed.map((s) => s.n)).toEqual([1, 2, 5, 10, 20, 50].map((h) => LENGTH / 2 - h));
  expect(scores.scores.stream.map((s) => s.n)).toEqual(scores.scores.windowed.map((s) => s.n));
  expect(scores.scores.stream[3].mae).toBeGreaterThan(0);
  expect(scores.ms.stream).toBeGreaterThan(0);
});
