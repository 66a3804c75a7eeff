import { z } from '../gait/schema';
import { liftSchema, liftSize } from './lift-schema';
import { ByteReader, writeBytes } from './personal-bytes';
import type { PersonalModel } from './personal-model';

/**
 * A personal model as bytes: a line of JSON with every shape, then all numbers as 32-bit little-endian floats (whitening as 64-bit,
 * which is what it is made of). What is read back forecasts bit for bit the same.
 */
const count = z.number().int().positive();
const headSchema = z.object({
  format: z.literal('stridecast-personal'),
  version: z.literal([1, 2]),
  method: z.enum(['memory', 'closed_form', 'fine_tuned', 'fine_tuned_closed_form']),
  /** From version 2 on; before, every personal model started from its base. */
  memory: z.boolean().default(false),
  tunedShare: z.number(),
  correctionShare: z.number(),
  tuned: z.array(z.object({ name: z.string(), shape: z.array(count) })).nullable(),
  correction: z
    .object({
      features: count,
      components: count,
      outputs: count,
      weights: count,
      lift: liftSchema,
    })
    .nullable(),
  blend: count,
});

export function encodePersonal(model: PersonalModel): Uint8Array {
  const { correction, tuned } = model;
  const head: z.infer<typeof headSchema> = {
    format: 'stridecast-personal',
    version: 2,
    method: model.method,
    memory: model.memory,
    tunedShare: model.tunedShare,
    correctionShare: model.correctionShare,
    tuned: tuned?.map(({ name, shape }) => ({ name, shape: [...shape] })) ?? null,
    correction: correction && {
      features: correction.whitening.features,
      components: correction.whitening.components,
      outputs: correction.outputs,
      weights: correction.weights.length,
      lift: correction.lift,
    },
    blend: model.blend.length,
  };
  const doubles = correction ? [correction.whitening.mean, correction.whitening.projection] : [];
  const floats = [
    ...(tuned?.map((w) => w.data) ?? []),
    ...(correction ? [correction.weights] : []),
    model.blend,
    model.use,
  ];
  return writeBytes(head, doubles, floats);
}

/** Throws Error with what is wrong for bytes that are not a whole personal model of this version or an earlier one. */
export function decodePersonal(bytes: Uint8Array): PersonalModel {
  const reader = new ByteReader(bytes);
  const head = headSchema.parse(reader.head);
  const c = head.correction;
  if (c && c.weights !== liftSize(c.lift, c.components) * c.outputs)
    throw new Error('personal model: weights do not have the shape that the rest says');
  const whitening = c && {
    features: c.features,
    components: c.components,
    mean: reader.doubles(c.features),
    projection: reader.doubles(c.components * c.features),
  };
  const tuned = head.tuned?.map(({ name, shape }) => ({
    name,
    shape,
    data: reader.floats(shape.reduce((n, s) => n * s, 1)),
  }));
  const correction = c &&
    whitening && { whitening, lift: c.lift, weights: reader.floats(c.weights), outputs: c.outputs };
  const blend = reader.floats(head.blend);
  // Before version 2 a step that was not used had a blend of 0.
  const use = head.version === 1 ? new Float32Array(head.blend).fill(1) : reader.floats(head.blend);
  reader.end();
  const { method, memory, tunedShare, correctionShare } = head;
  return {
    version: 2,
    method,
    memory,
    tuned: tuned ?? null,
    tunedShare,
    correction,
    correctionShare,
    blend,
    use,
  };
}
