import { bindToSide, type ChannelName, type Side } from '../../gait/channels';
import type { Forecaster } from '../forecaster';
import type { FeatureCard } from '../model-card';
import type { BaselinesFile } from './baselines-file';
import { Line } from './line';
import { Persistence } from './persistence';
import { Ridge } from './ridge';

interface BaselineRequest {
  readonly outputs: readonly ChannelName[];
  readonly steps: number;
  readonly side: Side;
  readonly file: BaselinesFile;
}

/** Every baseline that the product knows, in the order in which tables show them. */
const BASELINES: readonly ((request: BaselineRequest) => Forecaster)[] = [
  ({ outputs, steps }) => new Persistence(outputs, steps),
  ({ outputs, steps, file }) => new Line(outputs, steps, file.line.points),
  ({ side, file }) => new Ridge(file.ridge, side),
];

/** The baselines beside a model, bound to a leg. `file` is the model's `baselines.json`. */
export function createBaselines(
  card: Pick<FeatureCard, 'outputs' | 'steps'>,
  file: BaselinesFile,
  side: Side,
): Forecaster[] {
  const outputs = card.outputs.map((name) => bindToSide(name, side));
  return BASELINES.map((make) => make({ outputs, steps: card.steps, side, file }));
}

/** Those that need no training and no model: what can be shown and scored when no model fits the device. */
export function createUntrainedBaselines(outputs: readonly ChannelName[], steps: number): Forecaster[] {
  return [new Persistence(outputs, steps), new Line(outputs, steps)];
}
