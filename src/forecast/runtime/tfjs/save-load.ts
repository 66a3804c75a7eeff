import type * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import type { NetworkSpec } from '../../network-spec';
import type { WeightTensor } from '../executor';
import { encodeModelFiles } from '../model-files';
import type { ModelJson } from '../model-files';
import { orderWeights } from '../weights';
import { buildModel } from './build-model';

/**
 * A network as the files of an ordinary TF.js layers model. Needs no file system and no native binding; the caller has
 * started a backend.
 */
export function toModelFiles(
  spec: NetworkSpec,
  weights: readonly WeightTensor[],
): { json: ModelJson; bin: Uint8Array } {
  const model = buildModel(spec);
  try {
    return encodeModelFiles(model.toJSON(null, false) as object, orderWeights(spec, weights));
  } finally {
    model.dispose();
  }
}

/**
 * Any TF.js layers model, from its files, by TF.js's own loader; `bin` is its weight files set end to end. The caller
 * has started a backend. Rejects with TF.js's error where topology and weights do not agree.
 */
export function loadModelFiles(json: ModelJson, bin: Uint8Array): Promise<tfl.LayersModel> {
  const weightSpecs = json.weightsManifest.flatMap((group) => group.weights) as tf.io.WeightsManifestEntry[];
  const handler: tf.io.IOHandler = {
    load: () =>
      Promise.resolve({
        format: json.format,
        modelTopology: json.modelTopology,
        weightSpecs,
        weightData: bin.slice().buffer,
      }),
  };
  return tfl.loadLayersModel(handler);
}
