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

/** What is held after the first and after the last of many forecasts. */
export interface EnduranceOutcome {
  readonly forecasts: number;
  readonly tensors: readonly [before: number, after: number];
  readonly textureBytes: readonly [before: number, after: number];
  /** Bytes of the JavaScript heap; null where the browser does not tell. */
  readonly heapBytes: readonly [before: number, after: number] | null;
}

/** To the bench's worker, one at a time. */
export type BenchRequest =
  | { kind: 'renderer' }
  /** `peers`: names; without them all that there are. */
  | ({ kind: 'forecasts'; batch: number; peers?: readonly string[] } & BenchNetwork & RoundOptions)
  | ({ kind: 'steps'; batch: number } & BenchNetwork & RoundOptions)
  | ({ kind: 'endurance'; peer: string; forecasts: number } & BenchNetwork);

/** What each request is answered with. */
export interface BenchAnswers {
  renderer: string | null;
  forecasts: Record<string, ForecastOutcome>;
  steps: Record<string, StepOutcome>;
  endurance: EnduranceOutcome;
}

export type BenchReply = { value: BenchAnswers[BenchRequest['kind']] } | { error: string };
