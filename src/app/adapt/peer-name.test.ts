import { expect, it } from 'vitest';
import { PEER_IDS } from '../../adapt/peers/peer-choice';
import { ALL_BASELINES } from '../../forecast/baselines';
import { isPeer } from './peer-name';

it('every forecaster that stands in a comparison has a name on screen', () => {
  expect([...ALL_BASELINES, ...PEER_IDS].filter((id) => !isPeer(id))).toEqual([]);
});
