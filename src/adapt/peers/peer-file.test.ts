import { describe, expect, it } from 'vitest';
import { untrainedBase } from '../testing/base';
import { syntheticWalk } from '../testing/walks';
import { flatRidge } from '../testing/baselines';
import { errorsAt } from './errors-at';
import { fitPeers } from './fit-peers';
import { choosePeer, createPeer, PEER_IDS } from './peer-choice';
import { decodePeer, encodePeer } from './peer-file';

const { card } = untrainedBase();
const { walk, strides } = syntheticWalk({ seed: 41, strides: 8 });
const origins: number[] = [];
for (let t = card.windowTicks; t + card.steps < strides[5].end; t++) origins.push(t);
const models = fitPeers({
  card,
  side: 'r',
  walk,
  strides: strides.slice(1, 6),
  origins,
  replay: [syntheticWalk({ seed: 42, strides: 6 }).walk],
  baseRidge: flatRidge(card.steps),
});
const later = [strides[6].start, strides[6].start + 30, strides[6].start + 61];

describe('a classical forecaster as bytes', () => {
  it.each(PEER_IDS)('%s forecasts the same to the last bit when read back', async (id) => {
    const choice = choosePeer(models, id);
    const read = decodePeer(encodePeer(choice));
    expect(read.id).toBe(id);
    const [was, is] = await errorsAt(
      walk,
      [createPeer(choice, card, 'r'), createPeer(read, card, 'r')],
      later,
    );
    expect(was.some((e) => e > 0)).toBe(true);
    expect(is).toEqual(was);
  });

  it.each(PEER_IDS)('%s is refused where it is cut, longer, or holds no number', (id) => {
    const bytes = encodePeer(choosePeer(models, id));
    expect(() => decodePeer(bytes.subarray(0, bytes.length - 4))).toThrow('cut short');
    expect(() => decodePeer(Uint8Array.from([...bytes, 0, 0, 0, 0]))).toThrow('longer');
    const broken = bytes.slice();
    new DataView(broken.buffer).setFloat32(broken.length - 4, Number.NaN, true);
    expect(() => decodePeer(broken)).toThrow('no number');
  });

  it.each(PEER_IDS)('%s does not run beside a model with other outputs', (id) => {
    const choice = choosePeer(models, id);
    const longer = { ...card, steps: card.steps + 5 };
    const wider = {
      ...card,
      outputs: [...card.outputs, 'hip_flexion_ipsi'],
      inputs: [...card.inputs, 'hip_flexion_ipsi'],
    };
    if (id !== 'mean_stride') expect(() => createPeer(choice, longer, 'r')).toThrow(RangeError);
    expect(() => createPeer(choice, wider, 'r')).toThrow(RangeError);
  });

  it('is refused where a part that it needs is missing', () => {
    const text = new TextDecoder('latin1').decode(encodePeer(choosePeer(models, 'knn')));
    const other = text.replace('"id":"knn"', '"id":"mean_stride"');
    expect(() => decodePeer(Uint8Array.from(other, (c) => c.charCodeAt(0)))).toThrow('without meanStride');
  });
});
