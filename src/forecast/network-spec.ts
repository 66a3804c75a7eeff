import { z } from '../gait/schema';

/**
 * One description from which the TF.js layers model, the WebAssembly executor and the training graph are all made.
 * Two inputs: `sequence` [batch, ticks, channels] and `context` [batch, context] (statics and recent samples;
 * 0 = no such input). One output: [batch, joints * steps], in scaled units (see card `scaling`).
 */
const positive = z.number().int().positive();

const sequenceLayer = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('conv1d'),
    filters: positive,
    kernel: positive,
    stride: positive.default(1),
    padding: z.enum(['same', 'valid', 'causal']).default('same'),
    activation: z.enum(['relu', 'tanh', 'linear']).default('relu'),
  }),
  z.object({ kind: z.literal('pool'), op: z.enum(['max', 'average']), size: positive }),
  z.object({ kind: z.literal('lstm'), units: positive }),
  /** Attention before the LSTM, N to N: each step is multiplied by its softmax weight (times the number of steps). */
  z.object({ kind: z.literal('reweight'), units: positive }),
]);

export const networkSpecSchema = z.object({
  version: z.literal(1),
  input: z.object({ ticks: positive, channels: positive, context: z.number().int().min(0) }),
  layers: z.array(sequenceLayer),
  /**
   * How the sequence becomes a vector; parts are concatenated in this order, then `context` is appended.
   * 'last' is the last step; 'attention' a softmax-weighted mean of the steps; 'mean'; 'flatten' all of it.
   */
  summary: z.array(z.enum(['last', 'attention', 'mean', 'flatten'])).min(1),
  /** dot: score = step . last step / sqrt(units); additive: v . tanh(W step + b). */
  attention: z
    .discriminatedUnion('form', [
      z.object({ form: z.literal('dot') }),
      z.object({ form: z.literal('additive'), units: positive }),
    ])
    .optional(),
  /** Dense layers of the head; `dropout` is of the layer's inputs, `rejoin` appends `context` to its output again. */
  head: z.array(
    z.object({
      units: positive,
      activation: z.enum(['relu', 'tanh', 'linear']),
      dropout: z.number().min(0).max(0.9).default(0),
      rejoin: z.boolean().default(false),
    }),
  ),
  /** `basis` k: a trained dense to joints * k coefficients, then a fixed (not trained) dense to joints * steps. */
  output: z.object({ joints: positive, steps: positive, basis: positive.optional() }),
});

export type NetworkSpec = z.infer<typeof networkSpecSchema>;
export type NetworkSpecInput = z.input<typeof networkSpecSchema>;
