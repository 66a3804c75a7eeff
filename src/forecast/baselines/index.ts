import { bindToSide, type ChannelName, type Side } from '../../gait/channels';
import type { Forecaster } from '../forecaster';
import type { FeatureCard } from '../model-card';
import type { BaselinesFile } from './baselines-file';
import { Line } from './line';
import { Persistence } from './persistence';
import { RandomFeatures, randomFeaturesModel, randomFeaturesShape } from './random-features';
import { Ridge } from './ridge';

interface BaselineRequest {
  readonly outputs: readonly ChannelName[];
  readonly steps: number;
  readonly side: Side;
  readonly file: BaselinesFile;
}

/**
 * Every baseline that needs nothing of the person, by id, in the order in which tables show them; null where the file
 * has none of its kind. Those that learn from a person's strides are in adapt/peers.
 */
const BASELINES = {
  persistence: ({ outputs, steps }: BaselineRequest) => new Persistence(outputs, steps),
  line: ({ outputs, steps, file }: BaselineRequest) => new Line(outputs, steps, file.line.points),
  ridge: ({ side, file }: BaselineRequest) => new Ridge(file.ridge, side),
  random_features: ({ side, file: { randomFeatures: weights } }: BaselineRequest) =>
    weights === undefined
      ? null
      : new RandomFeatures(
          randomFeaturesShape(weights),
          side,
          randomFeaturesModel(weights),
          'random_features',
        ),
} as const;

export type BaselineId = keyof typeof BASELINES;

/** Those that stand beside a live forecast at every tick: cheap, and enough to see what a forecast is worth. */
const LIVE: readonly BaselineId[] = ['persistence', 'line', 'ridge'];
export const ALL_BASELINES = Object.keys(BASELINES) as readonly BaselineId[];

/** The baselines beside a model, bound to a leg. `file` is the model's `baselines.json`. */
export function createBaselines(
  card: Pick<FeatureCard, 'outputs' | 'steps'>,
  file: BaselinesFile,
  side: Side,
  ids: readonly BaselineId[] = LIVE,
): Forecaster[] {
  const outputs = card.outputs.map((name) => bindToSide(name, side));
  const request = { outputs, steps: card.steps, side, file };
  return ids.map((id) => BASELINES[id](request)).filter((f) => f !== null);
}

/** Those that need no training and no model: what can be shown and scored when no model fits the device. */
export function createUntrainedBaselines(outputs: readonly ChannelName[], steps: number): Forecaster[] {
  return [new Persistence(outputs, steps), new Line(outputs, steps)];
}
