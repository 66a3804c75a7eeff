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

  const headed = (bytes: Uint8Array, change: (head: string) => string): Uint8Array => {
    const text = new TextDecoder('latin1').decode(bytes);
    const end = text.indexOf('\n');
    return Uint8Array.from(change(text.slice(0, end)) + text.slice(end), (c) => c.charCodeAt(0));
  };

  it('reads what was written before personal models could start from a memory: every step is used, as blended', async () => {
    const [model] = await models();
    const bytes = encodePersonal(model);
    const old = headed(bytes.subarray(0, bytes.length - 4 * model.use.length), (head) =>
      head.replace('"version":2', '"version":1').replace(/"memory":(true|false),/, ''),
    );
    expect(decodePersonal(old)).toEqual({ ...model, memory: false, use: model.use.map(() => 1) });
  });

  it('refuses a version of later', async () => {
    const [model] = await models();
    const newer = headed(encodePersonal(model), (head) => head.replace('"version":2', '"version":3'));
    expect(() => decodePersonal(newer)).toThrow();
  });
});
