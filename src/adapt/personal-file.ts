import { z } from 'zod';
import type { PersonalModel } from './personal-model';

/**
 * A personal model as bytes: a line of JSON with every shape, then all numbers as 32-bit little-endian floats (whitening as 64-bit,
 * which is what it is made of). What is read back forecasts bit for bit the same.
 */
const count = z.number().int().positive();
const headSchema = z.object({
  format: z.literal('stridecast-personal'),
  version: z.literal(1),
  method: z.enum(['closed_form', 'fine_tuned', 'fine_tuned_closed_form']),
  tunedShare: z.number(),
  correctionShare: z.number(),
  tuned: z.array(z.object({ name: z.string(), shape: z.array(count) })).nullable(),
  correction: z
    .object({
      features: count,
      components: count,
      outputs: count,
      weights: count,
      lift: z.object({
        leading: count,
        cosines: count,
        frequency: z.number(),
        linear: z.number(),
        constant: z.number(),
        seed: z.number().int(),
      }),
    })
    .nullable(),
  blend: count,
});

const NEWLINE = 10;

export function encodePersonal(model: PersonalModel): Uint8Array {
  const { correction, tuned } = model;
  const head: z.infer<typeof headSchema> = {
    format: 'stridecast-personal',
    version: 1,
    method: model.method,
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
  ];
  const line = new TextEncoder().encode(`${JSON.stringify(head)}\n`);
  const size = (parts: readonly { length: number }[]) => parts.reduce((n, p) => n + p.length, 0);
  const bytes = new Uint8Array(line.length + 8 * size(doubles) + 4 * size(floats));
  bytes.set(line);
  const view = new DataView(bytes.buffer, line.length);
  let at = 0;
  for (const part of doubles)
    for (const v of part) {
      view.setFloat64(at, v, true);
      at += 8;
    }
  for (const part of floats)
    for (const v of part) {
      view.setFloat32(at, v, true);
      at += 4;
    }
  return bytes;
}

/** Throws Error with what is wrong for bytes that are not a whole personal model of this version. */
export function decodePersonal(bytes: Uint8Array): PersonalModel {
  const end = bytes.indexOf(NEWLINE);
  if (end < 0) throw new Error('personal model: no head');
  const head = headSchema.parse(JSON.parse(new TextDecoder().decode(bytes.subarray(0, end))));
  const view = new DataView(bytes.buffer, bytes.byteOffset + end + 1, bytes.length - end - 1);
  let at = 0;
  const need = (size: number): void => {
    if (at + size > view.byteLength) throw new Error('personal model: cut short');
  };
  const doubles = (n: number): Float64Array => {
    need(8 * n);
    const from = at;
    at += 8 * n;
    return Float64Array.from({ length: n }, (_, i) => view.getFloat64(from + 8 * i, true));
  };
  const floats = (n: number): Float32Array => {
    need(4 * n);
    const from = at;
    at += 4 * n;
    return Float32Array.from({ length: n }, (_, i) => view.getFloat32(from + 4 * i, true));
  };
  const c = head.correction;
  const whitening = c && {
    features: c.features,
    components: c.components,
    mean: doubles(c.features),
    projection: doubles(c.components * c.features),
  };
  const tuned = head.tuned?.map(({ name, shape }) => ({
    name,
    shape,
    data: floats(shape.reduce((n, s) => n * s, 1)),
  }));
  const correction = c &&
    whitening && { whitening, lift: c.lift, weights: floats(c.weights), outputs: c.outputs };
  const blend = floats(head.blend);
  if (at !== view.byteLength) throw new Error('personal model: longer than its head says');
  const { method, tunedShare, correctionShare } = head;
  return { version: 1, method, tuned: tuned ?? null, tunedShare, correction, correctionShare, blend };
}
