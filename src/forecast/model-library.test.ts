import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ModelCard } from './model-card';
import { ModelLibrary } from './model-library';
import { encodeModelFiles } from './runtime/model-files';
import { initWeights } from './runtime/weights';
import { cardOf } from './testing/card';

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const hashOf = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');

function filesOf(id: string, change: Partial<ModelCard> = {}): Map<string, Uint8Array> {
  const draft = cardOf({ id, ...change });
  let seed = 1;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const { json, bin } = encodeModelFiles({}, initWeights(draft.architecture, random));
  const model = bytes(json);
  const baselines = bytes({
    version: 1,
    line: { points: 3 },
    ridge: {
      inputs: draft.outputs,
      outputs: draft.outputs,
      rate: draft.rate,
      windowTicks: 2,
      steps: draft.steps,
      lambda: 1,
      samples: 10,
      coefficients: new Array<number>(draft.outputs.length ** 2 * draft.steps).fill(0.5),
    },
  });
  const card: ModelCard = {
    ...draft,
    files: {
      model: { path: 'model.json', sha256: hashOf(model) },
      weights: { path: 'weights.bin', sha256: hashOf(bin) },
      baselines: { path: 'baselines.json', sha256: hashOf(baselines) },
    },
  };
  return new Map([
    [`${id}/card.json`, bytes(card)],
    [`${id}/model.json`, model],
    [`${id}/weights.bin`, bin],
    [`${id}/baselines.json`, baselines],
  ]);
}

function shelf(...models: Map<string, Uint8Array>[]): Map<string, Uint8Array> {
  const all = new Map(models.flatMap((m) => [...m]));
  const ids = models.map((m) => [...m.keys()][0].split('/')[0]);
  all.set('index.json', bytes({ version: 1, models: ids.map((id) => ({ id, card: `${id}/card.json` })) }));
  return all;
}

const fetcher = (files: Map<string, Uint8Array>) => (path: string) => {
  const found = files.get(path);
  return found ? Promise.resolve(found) : Promise.reject(new Error('404'));
};

const BOTH = { inputs: ['hip_flexion_contra', 'knee_angle_ipsi'], outputs: ['knee_angle_ipsi'] };

describe('ModelLibrary', () => {
  it('offers the first model whose channels are there on that side, and says what others miss', async () => {
    const library = await ModelLibrary.open(fetcher(shelf(filesOf('both', BOTH), filesOf('knee'))));
    const device = ['knee_angle_r', 'hip_flexion_r', 'knee_angle_l'];
    expect(library.best(device, 'l')?.id).toBe('both');
    expect(library.best(device, 'r')?.id).toBe('knee');
    expect(library.fits(device, 'r').map((f) => f.missing)).toEqual([['hip_flexion_l'], []]);
    expect(library.best(['hip_flexion_l'], 'l')).toBeUndefined();
  });

  it('loads weights in the order of the network, and the baselines', async () => {
    const library = await ModelLibrary.open(fetcher(shelf(filesOf('knee'))));
    const { weights, baselines } = await library.load('knee');
    expect(weights.map((w) => w.name)).toEqual([
      'lstm_1/kernel',
      'lstm_1/recurrent_kernel',
      'lstm_1/bias',
      'output/kernel',
      'output/bias',
    ]);
    expect(Array.from(weights[2].data)).toEqual([0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
    expect(baselines.line.points).toBe(3);
  });

  it('loads the network that personal models start from with its base, and does not offer it as one', async () => {
    const base = filesOf('knee', { memory: 'knee-memory' });
    const memory = filesOf('knee-memory');
    // First in the index, and still no base.
    const library = await ModelLibrary.open(fetcher(shelf(memory, base)));
    expect(library.cards.map((c) => c.id)).toEqual(['knee-memory', 'knee']);
    expect(library.bases.map((c) => c.id)).toEqual(['knee']);
    expect(library.best(['knee_angle_r'], 'r')?.id).toBe('knee');
    expect(library.fits(['knee_angle_r'], 'r')).toHaveLength(1);
    const loaded = await library.load('knee');
    expect(loaded.memory?.card.id).toBe('knee-memory');
    expect(loaded.memory?.weights).toHaveLength(loaded.weights.length);
    expect((await library.load('knee-memory')).memory).toBeNull();
  });

  it('refuses a base whose memory is not there, hears more than the base, or was changed', async () => {
    const base = filesOf('knee', { memory: 'knee-memory' });
    const loading = async (files: Map<string, Uint8Array>) =>
      (await ModelLibrary.open(fetcher(files))).load('knee');
    const named = { code: 'bad_card', path: 'knee/card.json' };
    await expect(loading(shelf(base))).rejects.toMatchObject(named);
    await expect(loading(shelf(base, filesOf('knee-memory', BOTH)))).rejects.toMatchObject(named);
    const files = shelf(base, filesOf('knee-memory'));
    files.set('knee-memory/weights.bin', new Uint8Array(8));
    await expect(loading(files)).rejects.toMatchObject({ code: 'bad_checksum' });
  });

  it.each(['model.json', 'weights.bin', 'baselines.json'])('refuses a changed %s', async (name) => {
    const files = shelf(filesOf('knee'));
    const changed = Uint8Array.from(files.get(`knee/${name}`)!);
    changed[20] ^= 1;
    files.set(`knee/${name}`, changed);
    const library = await ModelLibrary.open(fetcher(files));
    await expect(library.load('knee')).rejects.toMatchObject({ code: 'bad_checksum', path: `knee/${name}` });
  });

  it('goes on without a model whose card is missing or wrong', async () => {
    const files = shelf(filesOf('a'), filesOf('b', { windowTicks: 30 }), filesOf('c'), filesOf('knee'));
    files.delete('a/card.json');
    files.set(
      'b/card.json',
      bytes({ ...JSON.parse(new TextDecoder().decode(files.get('b/card.json'))), windowTicks: 31 }),
    );
    files.set('c/card.json', files.get('knee/card.json')!);
    const library = await ModelLibrary.open(fetcher(files));
    expect(library.cards.map((c) => c.id)).toEqual(['knee']);
    expect(library.problems.map((p) => p.code)).toEqual(['unreachable', 'bad_card', 'bad_card']);
    expect(library.problems[1].message).toContain('windowTicks');
  });

  it('rejects without an index', async () => {
    await expect(ModelLibrary.open(fetcher(new Map()))).rejects.toMatchObject({ code: 'unreachable' });
    const garbage = new Map([['index.json', bytes([])]]);
    await expect(ModelLibrary.open(fetcher(garbage))).rejects.toMatchObject({ code: 'bad_index' });
  });
});
