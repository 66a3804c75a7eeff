import { isInSession, type WorkState } from './session';

const IDLE_S = 10;
const FORECASTING_S = 30;

/**
 * When all that the app consists of may be fetched without being in anybody's way: ten seconds after nothing happens, or
 * half a minute into forecasts, when all that a session needs has long been loaded. Never beside an adaptation or a bench.
 */
export class QuietWatch {
  private idleS = 0;
  private forecastingS = 0;
  private forecasts = 0;

  /** Called once a second; true when the moment has come. */
  second(state: WorkState, measuring: boolean): boolean {
    const { engine, adaptation } = state;
    const busy = measuring || adaptation.phase === 'running';
    const forecasts = engine?.forecasts ?? 0;
    this.idleS = busy || isInSession(state) ? 0 : this.idleS + 1;
    this.forecastingS = !busy && forecasts > this.forecasts ? this.forecastingS + 1 : 0;
    this.forecasts = forecasts;
    return this.idleS >= IDLE_S || this.forecastingS >= FORECASTING_S;
  }
}
