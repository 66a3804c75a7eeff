import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { wasmSimd } from '../../forecast/runtime/wasm/wasm-executor';
import type { EngineSetup } from '../protocol';
import { ModelHost } from './model-host';

const SETUP: EngineSetup = {
  affectedSide: 'r',
  executor: 'auto',
  model: 'auto',
  autoReconnect: false,
  compareWith: null,
};
const FILES = new URL('../../../e2e/fixtures/models/', import.meta.url);

/** The leave-out models, with what `spoil` makes of each file (null: it cannot be had). */
function host(spoil: (path: string, bytes: Uint8Array) => Uint8Array | null): ModelHost {
  return new ModelHost(
    (path) => {
      const bytes = spoil(path, new Uint8Array(readFileSync(new URL(path, FILES))));
      return bytes === null ? Promise.reject(new Error('404')) : Promise.resolve(bytes);
    },
    async (spec, weights) => ({ executor: await wasmSimd(spec, weights, 1), measured: {} }),
  );
}

const stateOf = (models: ModelHost) => models.state(['knee_angle_r'], 'r', null);
const cut = (bytes: Uint8Array): Uint8Array => bytes.subarray(4);

test('a model whose files are no good is passed over, and said to be', async () => {
  const models = host((path, bytes) => (path === 'knee/weights.bin' ? cut(bytes) : bytes));
  await models.open(SETUP);
  await models.choose(SETUP, ['knee_angle_r', 'emg_rf_r', 'emg_bf_r', 'emg_vm_r', 'emg_st_r']);
  const state = stateOf(models);
  expect(state.phase).toBe('ready');
  expect(state.id).not.toBe('knee');
  expect(state.problems).toHaveLength(1);
  expect(state.problems[0]).toMatch(/^knee\/weights\.bin: bad_checksum: /);
});

test('one that was asked for by name is not replaced by another', async () => {
  const models = host((path, bytes) => (path === 'knee/weights.bin' ? cut(bytes) : bytes));
  await models.open({ ...SETUP, model: 'knee' });
  expect(stateOf(models)).toMatchObject({ phase: 'failed', id: null });
  expect(stateOf(models).problems).toHaveLength(1);
  await models.choose({ ...SETUP, model: 'knee-emg' }, null);
  expect(stateOf(models)).toMatchObject({ phase: 'ready', id: 'knee-emg' });
});

test('where none can be used it has failed, with every reason', async () => {
  const models = host((path, bytes) => (path.endsWith('weights.bin') ? cut(bytes) : bytes));
  await models.open(SETUP);
  const state = stateOf(models);
  expect(state.phase).toBe('failed');
  expect(state.problems).toHaveLength(state.choices.length);
});

test('a card that says nothing sound is told with the field; no index, with the path', async () => {
  const broken = host((path, bytes) =>
    path === 'knee-emg/card.json' ? new TextEncoder().encode('{"version":1}') : bytes,
  );
  await broken.open(SETUP);
  expect(stateOf(broken)).toMatchObject({ phase: 'ready', id: 'knee' });
  expect(stateOf(broken).problems[0]).toMatch(/^knee-emg\/card\.json: bad_card: id: /);

  const none = host(() => null);
  await none.open(SETUP);
  expect(stateOf(none)).toMatchObject({
    phase: 'failed',
    problems: ['index.json: unreachable: 404'],
  });
});

test('files that could not be reached are asked for again', async () => {
  let away = true;
  const models = host((path, bytes) => (away && path.endsWith('weights.bin') ? null : bytes));
  await models.open(SETUP);
  expect(stateOf(models).phase).toBe('failed');
  away = false;
  await models.choose(SETUP, ['knee_angle_r']);
  expect(stateOf(models)).toMatchObject({ phase: 'ready', id: 'knee', problems: [] });
});
