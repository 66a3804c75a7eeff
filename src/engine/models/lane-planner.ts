import { createBaselines, createUntrainedBaselines } from '../../forecast/baselines';
import type { LoadedModel } from '../../forecast/model-library';
import { factorsOf } from '../../forecast/interval-shape';
import { NetworkForecaster } from '../../forecast/network-forecaster';
import type { Executor } from '../../forecast/runtime/executor';
import { bindToSide, type ChannelName, otherSide, type Side } from '../../gait/channels';
import type { LivePersonal } from '../adaptation/live-personal';
import { ForecastLane } from '../pipeline/forecast-lane';
import { MODEL_RATE } from '../pipeline/live-pipeline';

/** Steps that baselines without a model forecast: half a second. */
const BARE_STEPS = 50;

/** A model with what runs it. The executor belongs to whoever made it, not to the lanes. */
export interface RunnableModel {
  readonly loaded: LoadedModel;
  readonly executor: Executor;
}

/**
 * The legs that can be forecast with these channels, the affected one first: each side on which the model misses
 * nothing. Without a model, or where it fits neither leg, the knees that are there get the untrained baselines.
 */
export function planLanes(
  model: RunnableModel | null,
  channels: readonly ChannelName[],
  affectedSide: Side,
  personal: LivePersonal | null = null,
): ForecastLane[] {
  const sides = [affectedSide, otherSide(affectedSide)];
  const fitting = model === null ? [] : sides.filter((side) => fits(model.loaded, channels, side));
  if (model !== null && fitting.length > 0) {
    return fitting.map((side) => laneOf(model, side, channels, personal));
  }
  return sides
    .filter((side) => channels.includes(`knee_angle_${side}`))
    .map(
      (side) =>
        new ForecastLane({
          side,
          network: null,
          baselines: createUntrainedBaselines([`knee_angle_${side}`], BARE_STEPS),
          intervalQuantiles: [],
          rate: MODEL_RATE,
        }),
    );
}

/**
 * One leg with its model, and in the place of that the personal model of this leg, where it was made over these very weights; the
 * base model then stands beside it. `quantiles`: where the interval goes on from; without them it begins as the card says.
 * `channels`: baselines that need others are left out (a model may forecast a joint that is not measured).
 */
export function laneOf(
  model: RunnableModel,
  side: Side,
  channels: readonly ChannelName[],
  personal: LivePersonal | null,
  quantiles: readonly number[] | null = null,
): ForecastLane {
  const { card, baselines } = model.loaded;
  const own = personal?.side === side && personal.baseKey === card.files.weights.sha256 ? personal : null;
  const shown = own?.card ?? card;
  const others = createBaselines(card, baselines, side).filter(({ inputs }) =>
    inputs.every((name) => channels.includes(name)),
  );
  return new ForecastLane({
    side,
    network: own?.shown ?? new NetworkForecaster(card, model.executor, side),
    baselines: own === null ? others : [own.beside(model.executor), ...others],
    intervalQuantiles: quantiles ?? shown.intervalQuantiles,
    intervalFactors: factorsOf(shown, side),
    rate: MODEL_RATE,
  });
}

/** A model of another rate would take 100 Hz ticks for its own: it does not run. */
function fits({ card }: LoadedModel, channels: readonly ChannelName[], side: Side): boolean {
  if (card.rate !== MODEL_RATE) return false;
  return card.inputs.every((name) => channels.includes(bindToSide(name, side)));
}
