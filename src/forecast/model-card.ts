import { z } from '../gait/schema';
import { echoSize } from './echo';
import { intervalShapeSchema } from './interval-shape';
import { networkSpecSchema } from './network-spec';

/**
 * What a model says of itself, in `card.json` beside its weights. Everything that the live path needs to run it
 * (inputs, rate, scaling, features) and everything that a reader needs to judge it (data, people, scores, limits).
 */
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().positive();
const finite = z.number();
const id = z.string().regex(/^[a-z0-9][a-z0-9-]*$/);

/** Side-relative channel: `knee_angle_ipsi`. */
const relativeChannel = z.string().regex(/^[a-z0-9_]+_(ipsi|contra)$/);

/** `uci:3A`: data set and its own name of the person. */
const personId = z.string().regex(/^[a-z0-9]+:[A-Za-z0-9_-]+$/);

/**
 * How degrees become the network's numbers. `window`: everything of a channel is taken relative to its newest value c
 * and divided by s = max(range of the window, minRange). `fixed`: by constants of each input, s = scale, so a tick has the
 * same numbers in every window that holds it.
 */
const scalingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('window'), minRange: z.number().positive() }),
  z.object({
    kind: z.literal('fixed'),
    /** Degrees that become 0, and degrees that become 1 more, by input. */
    center: z.array(z.number()).min(1),
    scale: z.array(z.number().positive()).min(1),
  }),
]);

/**
 * See echo.ts: `match` ticks are compared with those `lags` (least, most) ticks before; changes `steps` ticks ahead are
 * told. It looks back beyond the window as far as the history is whole.
 */
const echoSchema = z.object({ match: count, lags: z.tuple([count, count]), steps: z.array(count).min(1) });

export type EchoCard = z.infer<typeof echoSchema>;

/** What is made of each input channel x, in order: see features.ts. */
const featuresSchema = z.object({
  sequence: z.array(z.enum(['from_present', 'from_mean', 'value', 'velocity'])).min(1),
  statics: z.boolean(),
  /** Samples before the newest one that go into `context`. */
  recent: z.number().int().min(0),
  /** Lengths in ticks of the slopes that end at the newest sample. */
  slopes: z.array(count),
  /** Half lengths in ticks of the second differences that end at the newest sample. */
  curvatures: z.array(count).default([]),
  /** What followed when the window last looked as it does now. */
  echo: echoSchema.optional(),
});

/**
 * Inputs that are amplitudes (envelopes of EMG: never below 0, of no known size), and what is made of them in place of
 * `features`. Each is divided by its own mean over the window, at least `floor` in the channel's unit: see features.ts.
 */
const amplitudesSchema = z.object({
  inputs: z.array(relativeChannel).min(1),
  floor: z.number().positive(),
  /** Whether the level at every tick goes into `sequence`; otherwise the context alone tells of it. */
  sequence: z.boolean(),
  /** Mean levels over so many newest ticks go into `context`. */
  means: z.array(count),
});

/** Outputs that no input tells of: the network's y means center + scale * y degrees, by output. */
const outputScalingSchema = z.object({
  center: z.array(z.number()).min(1),
  scale: z.array(z.number().positive()).min(1),
});

/** One row of scores: a forecaster on one group of people at the horizons of the table. */
const scoreRowSchema = z.object({
  forecaster: z.string(),
  /** `normal`, `abnormal`, `all`, or `worst`: the worst person at each horizon. */
  group: z.string(),
  people: count,
  /** Mean over people of the mean absolute error in percent of the person's range of motion. */
  nmae: z.array(finite),
  /** Mean over people of the root mean square error, deg. */
  rmse: z.array(finite),
  /** Share of truths inside the 90 % interval, mean over people; null for a forecaster without one. */
  coverage: z.array(finite).nullable(),
});

const scoresSchema = z.object({
  /** `folds`: each person by weights that never saw him, the recipe of this card trained once for each fold. */
  protocol: z.enum(['folds', 'left_out']),
  part: z.enum(['second_half', 'all']),
  horizonsMs: z.array(count),
  joint: relativeChannel,
  folds: z.array(z.array(personId)),
  rows: z.array(scoreRowSchema),
});

export const modelCardSchema = z
  .object({
    version: z.literal(1),
    id,
    name: z.string().min(1),
    inputs: z.array(relativeChannel).min(1),
    outputs: z.array(relativeChannel).min(1),
    /** Model rate, Hz. */
    rate: z.number().positive(),
    windowTicks: count,
    steps: count,
    /** What happens to a channel before the window: causal low-pass at the native rate, then the value at the tick. */
    conditioning: z.object({
      filter: z.literal('butterworth'),
      order: count,
      cutoffHz: z.number().positive(),
    }),
    scaling: scalingSchema,
    features: featuresSchema,
    amplitudes: amplitudesSchema.optional(),
    outputScaling: outputScalingSchema.optional(),
    /**
     * Id of the network that personal models over this one start from: it remembers the person's own strides, so it is no
     * base model. It forecasts the same outputs from inputs that this model has.
     */
    memory: id.optional(),
    architecture: networkSpecSchema,
    parameters: count,
    data: z.array(
      z.object({
        name: z.string(),
        license: z.string(),
        citation: z.string(),
        url: z.string(),
        files: z.array(z.string()),
      }),
    ),
    trainingPeople: z.array(personId).min(1),
    training: z.object({
      command: z.string(),
      seed: z.number().int(),
      steps: count,
      batch: count,
      executor: z.string(),
    }),
    scores: z.array(scoresSchema),
    /** 90 % quantiles of |error| / s (times the shape's factor, where there is one) that the interval starts from, [outputs * steps]. */
    intervalQuantiles: z.array(z.number().positive()),
    intervalShape: intervalShapeSchema.optional(),
    /** Where it fails or was never tried: a code for the screen, a sentence for the reader of this file. */
    limits: z.array(z.object({ code: z.string().regex(/^[a-z_]+$/), text: z.string() })),
    files: z.object({
      model: z.object({ path: z.string(), sha256 }),
      weights: z.object({ path: z.string(), sha256 }),
      baselines: z.object({ path: z.string(), sha256 }),
    }),
  })
  .superRefine((card, context) => {
    const fail = (message: string) => context.addIssue({ code: 'custom', message });
    const amplitudes = card.amplitudes?.inputs ?? [];
    for (const input of amplitudes)
      if (!card.inputs.includes(input)) fail(`amplitude ${input} is not among the inputs`);
    if (card.outputScaling === undefined) {
      for (const output of card.outputs)
        if (!card.inputs.includes(output) || amplitudes.includes(output))
          fail(`output ${output} is not among the inputs`);
    } else if (
      card.outputScaling.center.length !== card.outputs.length ||
      card.outputScaling.scale.length !== card.outputs.length
    ) {
      fail('outputScaling has not one center and scale for each output');
    }
    const { input, output } = card.architecture;
    const shape = featureShape(card);
    if (input.ticks !== card.windowTicks) fail('architecture.input.ticks differs from windowTicks');
    if (input.channels !== shape.channels) fail(`architecture.input.channels is not ${shape.channels}`);
    if (input.context !== shape.context) fail(`architecture.input.context is not ${shape.context}`);
    if (output.joints !== card.outputs.length) fail('architecture.output.joints differs from outputs');
    if (output.steps !== card.steps) fail('architecture.output.steps differs from steps');
    if (card.intervalQuantiles.length !== card.outputs.length * card.steps)
      fail('intervalQuantiles is not outputs * steps long');
    if (card.scaling.kind === 'fixed') {
      const { center, scale } = card.scaling;
      if (center.length !== card.inputs.length || scale.length !== card.inputs.length)
        fail('scaling has not one center and scale for each input');
    }
    for (const kind of card.features.sequence)
      if (kind !== 'velocity' && (kind === 'value') !== (card.scaling.kind === 'fixed'))
        fail(`${kind} does not go with ${card.scaling.kind} scaling`);
    const { recent, slopes, curvatures, echo } = card.features;
    if (echo && (echo.lags[0] > echo.lags[1] || Math.max(...echo.steps) > echo.lags[0]))
      fail('echo.lags are out of order or shorter than its steps');
    if (echo && echo.lags[0] + echo.match > card.windowTicks) fail('echo has no match within the window');
    if (Math.max(recent, ...slopes, ...curvatures.map((k) => 2 * k)) >= card.windowTicks)
      fail('features reach beyond the window');
    if (Math.max(0, ...(card.amplitudes?.means ?? [])) > card.windowTicks)
      fail('amplitudes.means reach beyond the window');
  });

export type ModelCard = z.infer<typeof modelCardSchema>;
export type CardScores = z.infer<typeof scoresSchema>;

/** The part of a card that fixes the network's numbers. */
export type FeatureCard = Pick<
  ModelCard,
  | 'inputs'
  | 'outputs'
  | 'rate'
  | 'windowTicks'
  | 'steps'
  | 'scaling'
  | 'features'
  | 'amplitudes'
  | 'outputScaling'
>;

const STATICS = 3;

/** Width of `sequence` and `context` that a card's features give. */
export function featureShape(card: Pick<ModelCard, 'inputs' | 'features' | 'amplitudes'>): {
  channels: number;
  context: number;
} {
  const shapes = card.inputs.map((name) => inputShape(card, name));
  return {
    channels: shapes.reduce((sum, s) => sum + s.channels, 0),
    context: shapes.reduce((sum, s) => sum + s.context, 0),
  };
}

/** The part of one input in them. */
export function inputShape(
  { features, amplitudes }: Pick<ModelCard, 'features' | 'amplitudes'>,
  input: string,
): { channels: number; context: number } {
  if (amplitudes?.inputs.includes(input))
    return { channels: amplitudes.sequence ? 1 : 0, context: amplitudes.means.length };
  const { sequence, statics, recent, slopes, curvatures, echo } = features;
  const lists = recent + slopes.length + curvatures.length;
  return {
    channels: sequence.length,
    context: (statics ? STATICS : 0) + lists + (echo ? echoSize(echo) : 0),
  };
}

/** `models/index.json`: which models there are, best first where several fit. */
export const modelIndexSchema = z.object({
  version: z.literal(1),
  models: z.array(z.object({ id: z.string(), card: z.string() })),
});

export type ModelIndex = z.infer<typeof modelIndexSchema>;
