import { z } from 'zod';

/** `baselines.json` beside a model's weights: what the baselines learned from the same people as the network. */
const relativeChannel = z.string().regex(/^[a-z0-9_]+_(ipsi|contra)$/);
const count = z.number().int().positive();

const ridgeSchema = z
  .object({
    inputs: z.array(relativeChannel).min(1),
    outputs: z.array(relativeChannel).min(1),
    rate: z.number().positive(),
    windowTicks: count.min(2),
    steps: count,
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

export const baselinesFileSchema = z.object({
  version: z.literal(1),
  /** Points of the line; chosen on the training people. */
  line: z.object({ points: count.min(2) }),
  ridge: ridgeSchema,
});

export type RidgeWeights = z.infer<typeof ridgeSchema>;
export type BaselinesFile = z.infer<typeof baselinesFileSchema>;
