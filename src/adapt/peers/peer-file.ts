import { z } from '../../gait/schema';
import { baselinesFileSchema } from '../../forecast/baselines/baselines-file';
import type { Whitening } from '../../forecast/regression/whitening';
import { liftSchema, liftSize } from '../lift-schema';
import { ByteReader, writeBytes } from '../personal-bytes';
import type { PeerModels } from './fit-peers';
import { PEER_IDS, type PeerChoice, type PeerId, partsOf } from './peer-choice';

/**
 * A classical forecaster that learned from a person's strides, as bytes: a line of JSON with every shape, then all numbers (32-bit
 * floats; whitening as 64-bit). What is read back forecasts bit for bit the same.
 */
const count = z.number().int().positive();
const whiteningSchema = z.object({ features: count, components: count });
const source = z.enum(['measured', 'input']).optional();

const headSchema = z.object({
  format: z.literal('stridecast-peer'),
  version: z.literal(1),
  id: z.string().refine((id): id is PeerId => (PEER_IDS as string[]).includes(id), 'no such forecaster'),
  /** As in a model's baselines.json, less the coefficients; checked with them. */
  ridge: z.object({ shape: z.record(z.string(), z.unknown()), coefficients: count }).optional(),
  randomFeatures: z
    .object({ whitening: whiteningSchema, lift: liftSchema, source, outputs: count })
    .optional(),
  knn: z.object({ whitening: whiteningSchema, source, rows: count, outputs: count }).optional(),
  meanStride: z.object({ outputs: count, points: count, strideTicks: z.number().positive() }).optional(),
});

type Head = z.infer<typeof headSchema>;

export function encodePeer({ id, models }: PeerChoice): Uint8Array {
  const { ridge, randomFeatures, knn, meanStride } = models;
  const doubles: Float64Array[] = [];
  const floats: Float32Array[] = [];
  const shapeOf = ({ features, components, mean, projection }: Whitening) => {
    doubles.push(mean, projection);
    return { features, components };
  };
  const head: Head = { format: 'stridecast-peer', version: 1, id };
  if (ridge !== undefined) {
    const { coefficients, ...shape } = ridge;
    head.ridge = { shape, coefficients: coefficients.length };
    floats.push(Float32Array.from(coefficients));
  }
  if (randomFeatures !== undefined) {
    const { whitening, lift, source, weights } = randomFeatures;
    const outputs = weights.length / liftSize(lift, whitening.components);
    head.randomFeatures = { whitening: shapeOf(whitening), lift, source, outputs };
    floats.push(weights);
  }
  if (knn !== undefined) {
    const { whitening, source, windows, futures } = knn;
    const rows = windows.length / whitening.components;
    head.knn = { whitening: shapeOf(whitening), source, rows, outputs: futures.length / rows };
    floats.push(windows, futures);
  }
  if (meanStride !== undefined) {
    const { curves, points, strideTicks } = meanStride;
    head.meanStride = { outputs: curves.length / points, points, strideTicks };
    floats.push(curves);
  }
  return writeBytes(head, doubles, floats);
}

/** Throws Error with what is wrong for bytes that are not a whole forecaster of this version with all that it needs. */
export function decodePeer(bytes: Uint8Array): PeerChoice {
  const reader = new ByteReader(bytes);
  const head = headSchema.parse(reader.head);
  for (const part of partsOf(head.id))
    if (head[part] === undefined) throw new Error(`${head.id} without ${part}`);
  const whiteningOf = ({ features, components }: z.infer<typeof whiteningSchema>): Whitening => ({
    features,
    components,
    mean: reader.doubles(features),
    projection: reader.doubles(components * features),
  });
  const r = head.randomFeatures;
  const k = head.knn;
  const m = head.meanStride;
  const white = { r: r && whiteningOf(r.whitening), k: k && whiteningOf(k.whitening) };
  const models: Partial<{ -readonly [K in keyof PeerModels]: PeerModels[K] }> = {};
  if (head.ridge !== undefined) {
    const coefficients = Array.from(reader.floats(head.ridge.coefficients));
    models.ridge = baselinesFileSchema.shape.ridge.parse({ ...head.ridge.shape, coefficients });
  }
  if (r && white.r) {
    const weights = reader.floats(liftSize(r.lift, r.whitening.components) * r.outputs);
    models.randomFeatures = { whitening: white.r, lift: r.lift, source: r.source, weights };
  }
  if (k && white.k) {
    const windows = reader.floats(k.rows * k.whitening.components);
    models.knn = {
      whitening: white.k,
      source: k.source,
      windows,
      futures: reader.floats(k.rows * k.outputs),
    };
  }
  if (m) {
    const { points, strideTicks } = m;
    models.meanStride = { curves: reader.floats(m.outputs * points), points, strideTicks };
  }
  reader.end();
  return { id: head.id, models };
}
