import { type Measurements, selectExecutor } from '../../forecast/runtime/selection';
import type { ChooseExecutor } from './model-host';

/**
 * The executor for live forecasts (batch 1): measured and checked, or the pinned one. `known` holds what was measured
 * on this machine before, by the network's weights.
 */
export const chooseExecutor =
  (known: ReadonlyMap<string, Measurements>): ChooseExecutor =>
  (spec, weights, choice, key) =>
    selectExecutor(spec, weights, { batch: 1, pin: choice, known: known.get(key) });
