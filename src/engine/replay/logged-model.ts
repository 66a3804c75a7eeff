import { baselinesFileSchema } from '../../forecast/baselines/baselines-file';
import { modelCardSchema } from '../../forecast/model-card';
import type { LoadedModel, LoadedNetwork } from '../../forecast/model-library';
import { sizeOf, weightShapes } from '../../forecast/runtime/weights';
import { sha256 } from '../../forecast/sha256';
import type { PersonalDraft } from '../adapt-protocol';

/** A file that stands in a session's log beside its signals. */
interface LogFile {
  readonly name: string;
  readonly mediaType: 'application/json' | 'application/octet-stream';
  readonly bytes: Uint8Array<ArrayBuffer>;
}

type Files = ReadonlyMap<string, Uint8Array>;

/**
 * Card, weights (tensors end to end, in the card's order), baselines, and the network that personal models start from: with them
 * a log can be forecast again years later.
 */
export function modelFiles(model: LoadedModel): LogFile[] {
  const name = `models/${model.card.files.weights.sha256}`;
  return [
    ...networkFiles(name, model),
    jsonFile(`${name}.baselines.json`, model.baselines),
    ...(model.memory === null ? [] : networkFiles(`${name}.memory`, model.memory)),
  ];
}

function networkFiles(name: string, { card, weights }: LoadedNetwork): LogFile[] {
  const values = new Float32Array(weights.reduce((n, w) => n + w.data.length, 0));
  let at = 0;
  for (const { data } of weights) {
    values.set(data, at);
    at += data.length;
  }
  return [jsonFile(`${name}.json`, card), bytesFile(`${name}.f32`, new Uint8Array(values.buffer))];
}

/** The model with these weights, as a log keeps it; null where the log has it not, or not whole. */
export function modelIn(files: Files, key: string): LoadedModel | null {
  const name = `models/${key}`;
  const network = networkIn(files, name);
  const baselines = baselinesFileSchema.safeParse(jsonOf(files.get(`${name}.baselines.json`)));
  if (network === null || !baselines.success) return null;
  const memory = network.card.memory === undefined ? null : networkIn(files, `${name}.memory`);
  return { ...network, baselines: baselines.data, memory };
}

function networkIn(files: Files, name: string): LoadedNetwork | null {
  const card = modelCardSchema.safeParse(jsonOf(files.get(`${name}.json`)));
  const values = files.get(`${name}.f32`);
  if (!card.success || values === undefined) return null;
  const shapes = weightShapes(card.data.architecture);
  const all = new Float32Array(values.slice().buffer);
  if (all.length !== shapes.reduce((n, { shape }) => n + sizeOf(shape), 0)) return null;
  let at = 0;
  const weights = shapes.map(({ name: tensor, shape }) => {
    const data = all.slice(at, at + sizeOf(shape));
    at += data.length;
    return { name: tensor, shape, data };
  });
  return { card: card.data, weights };
}

/** A personal model and what is told of it, named by its bytes. */
export function personalFiles({ bytes, ...told }: PersonalDraft): { key: string; files: LogFile[] } {
  const key = sha256(bytes);
  const files = [jsonFile(`personal/${key}.json`, told), bytesFile(`personal/${key}.bin`, bytes.slice())];
  return { key, files };
}

/** Null where the log has it not, or not whole. What it holds is looked at when it is made to run. */
export function personalIn(files: Files, key: string): PersonalDraft | null {
  const [told, bytes] = [files.get(`personal/${key}.json`), files.get(`personal/${key}.bin`)];
  if (told === undefined || bytes === undefined || sha256(bytes) !== key) return null;
  const value = jsonOf(told);
  return value === null ? null : ({ ...value, bytes } as unknown as PersonalDraft);
}

const jsonFile = (name: string, value: unknown): LogFile => ({
  name,
  mediaType: 'application/json',
  bytes: new TextEncoder().encode(JSON.stringify(value)),
});

const bytesFile = (name: string, bytes: Uint8Array<ArrayBuffer>): LogFile => ({
  name,
  mediaType: 'application/octet-stream',
  bytes,
});

function jsonOf(bytes: Uint8Array | undefined): Record<string, unknown> | null {
  if (bytes === undefined) return null;
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  } catch {
    return null;
  }
}
