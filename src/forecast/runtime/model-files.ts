import type { WeightTensor } from './executor';

/**
 * The two files of a TF.js layers model, `model.json` and `weights.bin`, read and written without TF.js: an executor that
 * brings its own kernels needs the weights only. The format is that of `tf.io.ModelJSON`, so plain TF.js loads the files.
 */
export interface ModelJson {
  readonly format: 'layers-model';
  readonly generatedBy?: string;
  readonly convertedBy?: string | null;
  /** Keras topology, as `LayersModel.toJSON` gives it. */
  readonly modelTopology: object;
  readonly weightsManifest: readonly WeightsGroup[];
}

interface WeightsGroup {
  readonly paths: readonly string[];
  readonly weights: readonly WeightEntry[];
}

interface WeightEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly quantization?: object;
}

const WEIGHTS_FILE = 'weights.bin';
const GENERATED_BY = 'Stridecast';

export function encodeModelFiles(
  topology: object,
  weights: readonly WeightTensor[],
): { json: ModelJson; bin: Uint8Array } {
  const bin = new Uint8Array(weights.reduce((bytes, w) => bytes + 4 * w.data.length, 0));
  const view = new DataView(bin.buffer);
  let at = 0;
  for (const { data } of weights) for (const value of data) view.setFloat32((at += 4) - 4, value, true);
  const entries = weights.map(({ name, shape }) => ({ name, shape: [...shape], dtype: 'float32' }));
  return {
    json: {
      format: 'layers-model',
      generatedBy: GENERATED_BY,
      convertedBy: null,
      modelTopology: topology,
      weightsManifest: [{ paths: [WEIGHTS_FILE], weights: entries }],
    },
    bin,
  };
}

/**
 * The weights named in a manifest, from its weight files set end to end in the order of `weightPaths`.
 * Throws RangeError for a manifest that is not one, another number type than float32, or too few or too many bytes.
 */
export function decodeWeights(json: unknown, bin: Uint8Array): WeightTensor[] {
  const view = new DataView(bin.buffer, bin.byteOffset, bin.byteLength);
  let at = 0;
  const weights = manifestOf(json).flatMap((group) =>
    group.weights.map(({ name, shape, dtype, quantization }): WeightTensor => {
      if (dtype !== 'float32' || quantization !== undefined)
        throw new RangeError(
          `weight ${name} is ${quantization === undefined ? dtype : 'quantized'}, not float32`,
        );
      const data = new Float32Array(shape.reduce((product, n) => product * n, 1));
      if (at + 4 * data.length > view.byteLength) throw new RangeError(`weight file ends inside ${name}`);
      for (let i = 0; i < data.length; i++) data[i] = view.getFloat32((at += 4) - 4, true);
      return { name: withoutCell(name), shape, data };
    }),
  );
  if (at !== view.byteLength) throw new RangeError(`weight file has ${view.byteLength - at} bytes too many`);
  return weights;
}

/** Weight files of a model, relative to its model.json. */
export const weightPaths = (json: unknown): string[] => manifestOf(json).flatMap((group) => [...group.paths]);

/**
 * Reads a model's weights through `read`, which gets file names relative to the model's folder.
 * Rejects with what `read` rejects with, or RangeError (see `decodeWeights`).
 */
export async function readWeights(read: (path: string) => Promise<Uint8Array>): Promise<WeightTensor[]> {
  const json: unknown = JSON.parse(new TextDecoder().decode(await read('model.json')));
  return decodeWeights(json, joined(await Promise.all(weightPaths(json).map(read))));
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0];
  const all = new Uint8Array(parts.reduce((bytes, part) => bytes + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Keras 2.2 and later put the cell between layer and weight: `lstm_1/lstm_cell/kernel`. */
function withoutCell(name: string): string {
  const parts = name.split('/');
  return parts.length < 3 ? name : `${parts[0]}/${parts[parts.length - 1]}`;
}

function manifestOf(json: unknown): readonly WeightsGroup[] {
  const manifest = (json as Partial<ModelJson> | null)?.weightsManifest;
  const valid =
    Array.isArray(manifest) &&
    (manifest as Partial<WeightsGroup>[]).every((g) => Array.isArray(g.paths) && Array.isArray(g.weights));
  if (!valid) throw new RangeError('model.json has no weights manifest');
  return manifest as readonly WeightsGroup[];
}
