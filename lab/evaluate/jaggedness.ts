/** How a joint looks on the screen: forecasts of one horizon, each drawn at the tick that it was made for. */
export interface Trace {
  /** deg by tick; NaN where there is none. */
  readonly truth: ArrayLike<number>;
  readonly forecast: ArrayLike<number>;
}

export interface Jaggedness {
  /** SD of the second difference over ticks, deg. */
  readonly forecast: number;
  readonly truth: number;
  /** Of the forecasts against the truth, deg. */
  readonly rmse: number;
  readonly ticks: number;
}

/**
 * A smooth trace bends little from tick to tick, whatever it is that moves; a forecast that jumps with the sensor's noise
 * does not. A knee that walks bends by about 0.1 deg within 10 ms squared.
 */
export function jaggednessOf({ truth, forecast }: Trace): Jaggedness {
  const bends = { forecast: new Spread(), truth: new Spread() };
  let squares = 0;
  let ticks = 0;
  for (let t = 2; t < truth.length; t++) {
    const f = forecast[t] - 2 * forecast[t - 1] + forecast[t - 2];
    const m = truth[t] - 2 * truth[t - 1] + truth[t - 2];
    if (!Number.isFinite(f) || !Number.isFinite(m)) continue;
    bends.forecast.add(f);
    bends.truth.add(m);
    squares += (forecast[t] - truth[t]) ** 2;
    ticks++;
  }
  return {
    forecast: bends.forecast.sd,
    truth: bends.truth.sd,
    rmse: Math.sqrt(squares / ticks),
    ticks,
  };
}

class Spread {
  #sum = 0;
  #squares = 0;
  #count = 0;

  add(v: number): void {
    this.#sum += v;
    this.#squares += v * v;
    this.#count++;
  }

  get sd(): number {
    const mean = this.#sum / this.#count;
    return Math.sqrt(this.#squares / this.#count - mean * mean);
  }
}
