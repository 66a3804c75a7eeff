import type { NetworkSpec } from '../../forecast/network-spec';
import type { ForecastOutcome } from '../../forecast/runtime/bench/forecasts';
import type { RoundOptions, Timing } from '../../forecast/runtime/bench/rounds';
import type { WeightTensor } from '../../forecast/runtime/executor';

/** A network with its weights, as it is posted to the bench's worker. */
export interface BenchNetwork {
  readonly spec: NetworkSpec;
  readonly weights: readonly WeightTensor[];
}

export type StepOutcome = Timing | { readonly reason: string };

/** To the bench's worker, one at a time. */
export type BenchRequest =
  | { kind: 'renderer' }
  /** `peers`: names; without them all that there are. */
  | ({ kind: 'forecasts'; batch: number; peers?: readonly string[] } & BenchNetwork & RoundOptions)
  | ({ kind: 'steps'; batch: number } & BenchNetwork & RoundOptions)
  /** Measures what could do a job and takes the fastest that is right. */
  | ({ kind: 'choice'; job: 'batch' | 'training' } & BenchNetwork);

/** What each request is answered with. */
export interface BenchAnswers {
  renderer: string | null;
  forecasts: Record<string, ForecastOutcome>;
  steps: Record<string, StepOutcome>;
  choice: Record<string, number | string>;
}

export type BenchReply = { value: BenchAnswers[BenchRequest['kind']] } | { error: string };
