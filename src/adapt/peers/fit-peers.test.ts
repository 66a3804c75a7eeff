import { describe, expect, it } from 'vitest';
import { Persistence } from '../../forecast/baselines/persistence';
import { untrainedBase } from '../testing/base';
import { flatRidge } from '../testing/baselines';
import { KNEE, syntheticWalk } from '../testing/walks';
import { fitPeers } from './fit-peers';
import { createPeers } from './peer-choice';
import { errorsAt } from './errors-at';

const { card } = untrainedBase();
const baseRidge = flatRidge(card.steps);

function fitted(seed: number) {
  const { walk, strides } = syntheticWalk({ seed, strides: 12, oddity: 15 });
  const used = strides.slice(1, 7);
  const end = used[used.length - 1].end;
  const origins: number[] = [];
  for (let t = card.windowTicks; t + card.steps < end; t++) origins.push(t);
  const replay = [21, 22].map((s) => syntheticWalk({ seed: s, strides: 8 }).walk);
  const request = { card, side: 'r' as const, walk, strides: used, origins, replay, baseRidge };
  return { walk, strides, request };
}

const mean = (values: Float32Array) => {
  const known = values.filter((v) => Number.isFinite(v));
  return known.reduce((sum, v) => sum + v, 0) / known.length;
};

describe('fitPeers', () => {
  it('gives forecasters that beat standing still by far on later strides', async () => {
    const { walk, strides, request } = fitted(31);
    const peers = createPeers(fitPeers(request), card, 'r');
    const later = Array.from({ length: 300 }, (_, i) => strides[8].start + i);
    const [still, ...others] = await errorsAt(walk, [new Persistence([KNEE], card.steps), ...peers], later);
    expect(peers.map((p) => p.id)).toEqual([
      'ridge_adapted',
      'random_features_adapted',
      'knn',
      'random_features_knn',
      'mean_stride',
    ]);
    others.forEach((errors, i) => {
      expect(mean(errors), peers[i].id).toBeLessThan((i === 0 ? 0.9 : 0.4) * mean(still));
    });
  });

  it('looks at nothing after the last target', () => {
    const { walk, request } = fitted(32);
    const end = Math.max(...request.origins) + card.steps + 1;
    const { input, measured } = walk.channels[KNEE];
    const cut = {
      ...walk,
      channels: {
        [KNEE]: {
          input: input.map((v, t) => (t < end ? v : Number.NaN)),
          measured: measured.map((v, t) => (t < end ? v : Number.NaN)),
        },
      },
    };
    expect(fitPeers({ ...request, walk: cut })).toEqual(fitPeers(request));
  });

  it('says nothing where the window has a hole', async () => {
    const { walk, request } = fitted(33);
    const peers = createPeers(fitPeers(request), card, 'r').filter(
      (p) => p.id.startsWith('random') || p.id === 'knn',
    );
    const { input, measured } = walk.channels[KNEE];
    const holed = {
      ...walk,
      channels: { [KNEE]: { measured, input: input.map((v, t) => (t === 395 ? Number.NaN : v)) } },
    };
    for (const errors of await errorsAt(holed, peers, [400])) expect(errors.every(Number.isNaN)).toBe(true);
  });
});
