import type { RunnableModel } from '../../src/engine/models/lane-planner';
import { NetworkForecaster } from '../../src/forecast/network-forecaster';
import { HistoryRing } from '../../src/gait/ring';
import { scoreWire } from '../score/score-wire';
import { KNEE, type KneeSignal } from '../train/recordings';
import type { Trace } from './jaggedness';

/** Forecasts `step` ticks ahead of the first joint of the right leg, as the Live screen draws them for these wire bytes. */
export async function traceWire(bytes: Uint8Array, model: RunnableModel, step: number): Promise<Trace> {
  const truth: number[] = [];
  const forecast: number[] = [];
  const options = { model, affectedSide: 'r' as const, calibration: null, stride: 1 };
  await scoreWire(bytes, {
    ...options,
    onTick: (tick, measured) => {
      truth[tick] = measured[0];
      forecast[tick] ??= Number.NaN;
    },
    onForecast: (tick, lane) => (forecast[tick + step] = lane.shown[step - 1]),
  });
  return { truth, forecast };
}

/** The same of a recording that is a conditioned knee already. */
export async function traceSignal(signal: KneeSignal, model: RunnableModel, step: number): Promise<Trace> {
  const network = new NetworkForecaster(model.loaded.card, model.executor, 'r');
  const history = new HistoryRing([KNEE], network.historyTicks, signal.rate);
  const forecast = new Float32Array(signal.measured.length + step).fill(Number.NaN);
  const out = new Float32Array(network.steps);
  for (let t = 0; t < signal.measured.length; t++) {
    history.push(signal.input.subarray(t, t + 1), signal.measured.subarray(t, t + 1));
    if (history.length < network.windowTicks) continue;
    await network.forecast(history, out);
    forecast[t + step] = out[step - 1];
  }
  return { truth: signal.measured, forecast };
}
