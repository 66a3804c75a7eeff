import { createBaselines } from '../../src/forecast/baselines';
import type { BaselinesFile } from '../../src/forecast/baselines/baselines-file';
import { SHOWN_HORIZONS_MS } from '../../src/forecast/forecaster';
import type { FeatureCard } from '../../src/forecast/model-card';
import { NetworkForecaster } from '../../src/forecast/network-forecaster';
import type { NetworkSpec } from '../../src/forecast/network-spec';
import type { WeightTensor } from '../../src/forecast/runtime/executor';
import { wasmSimd } from '../../src/forecast/runtime/wasm/wasm-executor';
import { sideOf } from '../../src/gait/channels';
import type { Person } from '../train/people';
import { KNEE } from '../train/recordings';
import { judge, type JudgedPart, type PersonScores } from './judge';

/** A model as far as judging it goes: before it is published, too. */
export interface JudgedModel {
  readonly card: FeatureCard & { readonly id: string; readonly architecture: NetworkSpec };
  readonly weights: readonly WeightTensor[];
  readonly baselines: BaselinesFile;
  readonly quantiles: ArrayLike<number>;
}

/** Steps of the horizons that tables show. */
export const judgedSteps = (rate: number): number[] =>
  SHOWN_HORIZONS_MS.map((ms) => Math.round((ms * rate) / 1000));

/** Judges a model and its baselines on each person's first recording. */
export async function judgePeople(
  model: JudgedModel,
  people: readonly Person[],
  part: JudgedPart,
  onResidual?: (person: Person, step: number, residual: number) => void,
): Promise<PersonScores[]> {
  const { card, weights, baselines, quantiles } = model;
  const executor = await wasmSimd(card.architecture, weights, 1);
  const side = sideOf(KNEE) ?? 'r';
  const all: PersonScores[] = [];
  for (const person of people) {
    const judged = {
      network: new NetworkForecaster(card, executor, side),
      quantiles,
      baselines: createBaselines(card, baselines, side),
      onResidual: onResidual && ((step: number, residual: number) => onResidual(person, step, residual)),
    };
    const scores = await judge(person.judged[0], judged, part, judgedSteps(card.rate));
    all.push({ person: person.id, group: person.group, ...scores });
  }
  executor.dispose();
  return all;
}
