import { bindToSide, type ChannelName, type Side } from '../../gait/channels';
import type { Forecaster, History } from '../forecaster';
import type { LagShape } from './lag-vector';

export interface MeanStrideModel {
  /** Mean course of each output over a stride, [outputs, points], deg; point 0 follows the last. */
  readonly curves: Float32Array;
  readonly points: number;
  /** Usual length of a stride. */
  readonly strideTicks: number;
}

/** The phase is found by this much of the past, s. */
const MATCHED_S = 0.4;
const SPEEDS = [0.9, 1, 1.1];

/**
 * The stride goes on as the person's mean stride does: phase and speed where the mean stride fits the last moments best
 * (its height left free), then the mean stride's change from there.
 */
export class MeanStride implements Forecaster {
  readonly id = 'mean_stride';
  readonly kind = 'baseline';
  readonly inputs: readonly ChannelName[];
  readonly outputs: readonly ChannelName[];
  readonly windowTicks: number;
  readonly steps: number;
  readonly #model: MeanStrideModel;

  constructor(shape: Pick<LagShape, 'outputs' | 'steps'>, side: Side, model: MeanStrideModel, rate: number) {
    this.outputs = shape.outputs.map((name) => bindToSide(name, side));
    this.inputs = this.outputs;
    this.windowTicks = Math.round(MATCHED_S * rate);
    this.steps = shape.steps;
    this.#model = model;
  }

  forecast(history: History, out: Float32Array): void {
    const { points, strideTicks } = this.#model;
    const past = this.outputs.map((name) => history.input(name, this.windowTicks));
    let best = { misfit: Number.POSITIVE_INFINITY, phase: 0, perTick: points / strideTicks };
    for (const speed of SPEEDS) {
      const perTick = (speed * points) / strideTicks;
      for (let phase = 0; phase < points; phase++) {
        const misfit = this.#misfit(past, phase, perTick);
        if (misfit < best.misfit) best = { misfit, phase, perTick };
      }
    }
    for (let j = 0; j < past.length; j++) {
      const present = past[j][this.windowTicks - 1] - this.#at(j, best.phase);
      for (let h = 1; h <= this.steps; h++)
        out[j * this.steps + h - 1] = present + this.#at(j, best.phase + h * best.perTick);
    }
  }

  dispose(): void {
    // Holds nothing but memory.
  }

  /** Variance of what is left when the mean stride is taken away, summed over outputs. */
  #misfit(past: readonly Float32Array[], phase: number, perTick: number): number {
    let misfit = 0;
    for (let j = 0; j < past.length; j++) {
      let sum = 0;
      let squares = 0;
      for (let k = 0; k < this.windowTicks; k++) {
        const d = past[j][this.windowTicks - 1 - k] - this.#at(j, phase - k * perTick);
        sum += d;
        squares += d * d;
      }
      misfit += squares - (sum * sum) / this.windowTicks;
    }
    return misfit;
  }

  #at(output: number, phase: number): number {
    const { curves, points } = this.#model;
    const p = ((phase % points) + points) % points;
    const i = Math.floor(p);
    const a = curves[output * points + (i % points)];
    const b = curves[output * points + ((i + 1) % points)];
    return a + (p - i) * (b - a);
  }
}
