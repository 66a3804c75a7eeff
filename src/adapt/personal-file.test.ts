import { describe, expect, it } from 'vitest';
import { adapt } from './adapt';
import { allMethods } from './methods/combined';
import { fineTuning, TUNING } from './methods/fine-tuning';
import { decodePersonal, encodePersonal } from './personal-file';
import { chooseStrides } from './strides/stride-set';
import { untrainedBase } from './testing/base';
import { syntheticWalk } from './testing/walks';

const base = untrainedBase();

async function models() {
  const { walk, strides } = syntheticWalk({ seed: 3, strides: 6 });
  const choice = chooseStrides(walk, strides, base.card, 'r');
  if (!choice.ok) throw new Error('refused');
  const replay = [syntheticWalk({ seed: 4, strides: 6 }).walk];
  const methods = allMethods(fineTuning({ ...TUNING, steps: 10 }));
  return (await adapt({ base, set: choice.set, replay, methods })).candidates.map((c) => c.personal);
}

describe('personal model file', () => {
  it('gives every kind of model back, to the last bit, and refuses what is cut or longer', async () => {
    const all = await models();
    expect(all.map((m) => m.method)).toEqual(['closed_form', 'fine_tuned', 'fine_tuned_closed_form']);
    for (const model of all) {
      const bytes = encodePersonal(model);
      expect(decodePersonal(bytes)).toEqual(model);
      expect(() => decodePersonal(bytes.subarray(0, bytes.length - 4))).toThrow('cut short');
      expect(() => decodePersonal(Uint8Array.from([...bytes, 0, 0, 0, 0]))).toThrow('longer');
    }
  });

  it('refuses another version', async () => {
    const [model] = await models();
    const text = new TextDecoder('latin1')
      .decode(encodePersonal(model))
      .replace('"version":1', '"version":2');
    expect(() => decodePersonal(Uint8Array.from(text, (c) => c.charCodeAt(0)))).toThrow();
  });
});
