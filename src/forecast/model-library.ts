import type { z } from '../gait/schema';
import { bindToSide, type ChannelName, type Side } from '../gait/channels';
import { type BaselinesFile, baselinesFileSchema } from './baselines/baselines-file';
import { type ModelCard, modelCardSchema, modelIndexSchema } from './model-card';
import type { WeightTensor } from './runtime/executor';
import { decodeWeights } from './runtime/model-files';
import { orderWeights } from './runtime/weights';
import { sha256 } from './sha256';

/** Gives the bytes of a file by its path below `models/`; rejects when it cannot. The same library runs in Node. */
export type FetchFile = (path: string) => Promise<Uint8Array>;

export type ModelProblem =
  | 'unreachable'
  | 'bad_index'
  | 'bad_card'
  | 'bad_checksum'
  | 'bad_weights'
  | 'bad_baselines';

export class ModelError extends Error {
  readonly code: ModelProblem;
  readonly path: string;

  constructor(code: ModelProblem, path: string, detail: string) {
    super(`${path}: ${code}: ${detail}`);
    this.name = 'ModelError';
    this.code = code;
    this.path = path;
  }
}

/** A model and what the device lacks for it on one side of the body; it fits when nothing is missing. */
export interface ModelFit {
  readonly card: ModelCard;
  readonly missing: ChannelName[];
}

/** A network with all that is said of it. */
export interface LoadedNetwork {
  readonly card: ModelCard;
  /** In the order of `weightShapes(card.architecture)`. */
  readonly weights: readonly WeightTensor[];
}

export interface LoadedModel extends LoadedNetwork {
  readonly baselines: BaselinesFile;
  /** What personal models over this one start from; null where they start from this one itself. */
  readonly memory: LoadedNetwork | null;
}

/** The models that ship beside the app: `index.json`, one card for each, and its files, checked before use. */
export class ModelLibrary {
  /** Best first, as the index lists them. */
  readonly cards: readonly ModelCard[];
  /** Those that are to be used as they are: all but the networks that personal models start from. */
  readonly bases: readonly ModelCard[];
  /** Models of the index that cannot be used, and why; the others still can. */
  readonly problems: readonly ModelError[];
  readonly #fetchFile: FetchFile;
  readonly #folders: ReadonlyMap<string, string>;

  private constructor(
    fetchFile: FetchFile,
    cards: readonly ModelCard[],
    folders: ReadonlyMap<string, string>,
    problems: readonly ModelError[],
  ) {
    this.#fetchFile = fetchFile;
    this.#folders = folders;
    this.cards = cards;
    const memories = new Set(cards.map((card) => card.memory));
    this.bases = cards.filter((card) => !memories.has(card.id));
    this.problems = problems;
  }

  /** Reads the index and every card. Rejects with ModelError when the index cannot be had. */
  static async open(fetchFile: FetchFile): Promise<ModelLibrary> {
    const index = parseJson(
      modelIndexSchema,
      'bad_index',
      'index.json',
      await fetchOr(fetchFile, 'index.json'),
    );
    const cards: ModelCard[] = [];
    const folders = new Map<string, string>();
    const problems: ModelError[] = [];
    for (const entry of index.models) {
      try {
        const card = parseJson(modelCardSchema, 'bad_card', entry.card, await fetchOr(fetchFile, entry.card));
        if (card.id !== entry.id)
          throw new ModelError('bad_card', entry.card, `id is ${card.id}, not ${entry.id}`);
        cards.push(card);
        folders.set(card.id, entry.card.slice(0, entry.card.lastIndexOf('/') + 1));
      } catch (error) {
        if (!(error instanceof ModelError)) throw error;
        problems.push(error);
      }
    }
    return new ModelLibrary(fetchFile, cards, folders, problems);
  }

  /** Every base model with what it misses on `side`, best first. */
  fits(channels: readonly ChannelName[], side: Side): ModelFit[] {
    return this.bases.map((card) => ({
      card,
      missing: card.inputs.map((name) => bindToSide(name, side)).filter((name) => !channels.includes(name)),
    }));
  }

  /** The first base model of the index that misses nothing, but for those of `except`; undefined when none fits. */
  best(
    channels: readonly ChannelName[],
    side: Side,
    except: ReadonlyMap<string, unknown> = new Map(),
  ): ModelCard | undefined {
    return this.fits(channels, side).find(({ card, missing }) => missing.length === 0 && !except.has(card.id))
      ?.card;
  }

  /** Fetches and checks a model's files. Rejects with ModelError; RangeError for an id that is not in `cards`. */
  async load(id: string): Promise<LoadedModel> {
    const card = this.cards.find((c) => c.id === id);
    if (card === undefined) throw new RangeError(`no model ${id}`);
    const [network, memory, baselinesBytes] = await Promise.all([
      this.#network(card),
      this.#memoryOf(card),
      this.#checked(card, 'baselines'),
    ]);
    const baselinesPath = this.#path(card, 'baselines');
    const baselines = parseJson(baselinesFileSchema, 'bad_baselines', baselinesPath, baselinesBytes);
    checkBaselines(card, baselines, baselinesPath);
    return { ...network, baselines, memory };
  }

  async #network(card: ModelCard): Promise<LoadedNetwork> {
    const [topology, binary] = await Promise.all([
      this.#checked(card, 'model'),
      this.#checked(card, 'weights'),
    ]);
    return { card, weights: weightsOf(card, topology, binary, this.#path(card, 'weights')) };
  }

  async #memoryOf(card: ModelCard): Promise<LoadedNetwork | null> {
    if (card.memory === undefined) return null;
    const memory = this.cards.find((c) => c.id === card.memory);
    const fault = memory === undefined ? `no model ${card.memory}` : memoryFault(card, memory);
    if (memory === undefined || fault !== null)
      throw new ModelError('bad_card', `${this.#folders.get(card.id)}card.json`, `memory: ${fault}`);
    return this.#network(memory);
  }

  #path(card: ModelCard, file: keyof ModelCard['files']): string {
    return `${this.#folders.get(card.id)}${card.files[file].path}`;
  }

  async #checked(card: ModelCard, file: keyof ModelCard['files']): Promise<Uint8Array> {
    const path = this.#path(card, file);
    const bytes = await fetchOr(this.#fetchFile, path);
    const found = sha256(bytes);
    const wanted = card.files[file].sha256;
    if (found !== wanted)
      throw new ModelError('bad_checksum', path, `sha256 ${found}, the card says ${wanted}`);
    return bytes;
  }
}

/** Why personal models over `card` cannot start from `memory`; null where they can. */
function memoryFault(card: ModelCard, memory: ModelCard): string | null {
  const sameForecast =
    memory.rate === card.rate && memory.steps === card.steps && memory.outputs.join() === card.outputs.join();
  if (!sameForecast) return 'other rate, steps or outputs';
  return memory.inputs.every((name) => card.inputs.includes(name)) ? null : 'inputs that the base has not';
}

async function fetchOr(fetchFile: FetchFile, path: string): Promise<Uint8Array> {
  try {
    return await fetchFile(path);
  } catch (error) {
    throw new ModelError('unreachable', path, detailOf(error));
  }
}

function parseJson<T>(schema: z.ZodType<T>, code: ModelProblem, path: string, bytes: Uint8Array): T {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new ModelError(code, path, detailOf(error));
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new ModelError(code, path, `${issue.path.join('.')}: ${issue.message}`);
}

function weightsOf(
  card: ModelCard,
  topology: Uint8Array,
  binary: Uint8Array,
  path: string,
): readonly WeightTensor[] {
  try {
    return orderWeights(
      card.architecture,
      decodeWeights(JSON.parse(new TextDecoder().decode(topology)), binary),
    );
  } catch (error) {
    throw new ModelError('bad_weights', path, detailOf(error));
  }
}

/** The baselines forecast what the network forecasts, at its rate and for as many steps. */
function checkBaselines(card: ModelCard, { ridge }: BaselinesFile, path: string): void {
  const same =
    ridge.rate === card.rate && ridge.steps === card.steps && ridge.outputs.join() === card.outputs.join();
  if (!same) throw new ModelError('bad_baselines', path, 'rate, steps or outputs differ from the card');
}

const detailOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
