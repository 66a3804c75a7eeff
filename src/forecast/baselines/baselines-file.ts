import { z } from '../../gait/schema';

/** `baselines.json` beside a model's weights: what the baselines learned from the same people as the network. */
const relativeChannel = z.string().regex(/^[a-z0-9_]+_(ipsi|contra)$/);
const count = z.number().int().positive();

/** Which past a baseline reads: values as they were measured, or low-passed as the network's; chosen on the training people. */
const source = z.enum(['measured', 'input']);

const ridgeSchema = z
  .object({
    inputs: z.array(relativeChannel).min(1),
    outputs: z.array(relativeChannel).min(1),
    rate: z.number().positive(),
    windowTicks: count.min(2),
    steps: count,
    source: source.optional(),
    /** Regularisation that was chosen on the training people, and how many samples were fitted. */
    lambda: z.number().positive(),
    samples: count,
    /** [outputs * steps][inputs * (windowTicks - 1)], oldest lag first. */
    coefficients: z.array(z.number()),
  })
  .refine((r) => r.outputs.every((name) => r.inputs.includes(name)), 'an output is not among the inputs')
  .refine(
    (r) => r.coefficients.length === r.outputs.length * r.steps * r.inputs.length * (r.windowTicks - 1),
    'coefficients do not have the shape that the rest says',
  );

/** Ridge regression on random cosines of whitened lag vectors: see lag-vector.ts and regression/lift.ts. */
const randomFeaturesSchema = z
  .object({
    inputs: z.array(relativeChannel).min(1),
    outputs: z.array(relativeChannel).min(1),
    windowTicks: count.min(2),
    steps: count,
    source,
    /** A window that moves less is scaled as if it moved by this, deg. */
    minRange: z.number().positive(),
    samples: count,
    lift: z.object({
      leading: count,
      cosines: count,
      frequency: z.number().positive(),
      linear: z.number(),
      constant: z.number(),
      seed: z.number().int(),
    }),
    /** Of the lag vectors: [features], and [components, features]. */
    mean: z.array(z.number()),
    projection: z.array(z.number()),
    /** Curves that futures are mixed from, [k, outputs * steps], and how the lifted window mixes them, [lift size, k]. */
    basis: z.array(z.number()),
    weights: z.array(z.number()),
  })
  .refine((r) => r.outputs.every((name) => r.inputs.includes(name)), 'an output is not among the inputs')
  .refine((r) => {
    const components = r.projection.length / r.mean.length;
    const k = r.basis.length / (r.outputs.length * r.steps);
    return (
      Number.isInteger(components) &&
      Number.isInteger(k) &&
      r.weights.length === k * (r.lift.cosines + components + 1)
    );
  }, 'weights do not have the shape that the rest says');

export const baselinesFileSchema = z.object({
  version: z.literal(1),
  /** Points of the line; chosen on the training people. */
  line: z.object({ points: count.min(2) }),
  ridge: ridgeSchema,
  randomFeatures: randomFeaturesSchema.optional(),
});

export type BaselineSource = z.infer<typeof source>;
export type RidgeWeights = z.infer<typeof ridgeSchema>;
export type RandomFeaturesWeights = z.infer<typeof randomFeaturesSchema>;
export type BaselinesFile = z.infer<typeof baselinesFileSchema>;
