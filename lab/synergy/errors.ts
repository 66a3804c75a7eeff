import type { ChannelName } from '../../src/gait/channels';
import { HORIZONS, STEPS } from './design';
import type { Part } from './windows';
import { placeOf } from './windows';
import type { StudyRecording } from './recordings';

/** Sums of errors in one trial: `[joint][horizon]`. */
export interface TrialErrors {
  readonly person: string;
  readonly trial: string;
  readonly clippedKnee: boolean;
  /** Test windows. */
  n: number;
  readonly squared: number[][];
  readonly absolute: number[][];
}

/** Every so many ticks a test window ends. */
export const TEST_EVERY = 4;

/** Presents at which tests are made, the same for every forecaster. */
export function testPresents({ from, to }: Part): number[] {
  const list: number[] = [];
  for (let t = from; t < to; t += TEST_EVERY) list.push(t);
  return list;
}

/** Gathers the errors of forecasts of `targets` in one trial. */
export class ErrorSums {
  readonly errors: TrialErrors;
  readonly #recording: StudyRecording;
  readonly #places: readonly number[];

  constructor(recording: StudyRecording, targets: readonly ChannelName[]) {
    const { person, trial, clippedKnee } = recording;
    const zeros = () => targets.map(() => HORIZONS.map(() => 0));
    this.errors = { person, trial, clippedKnee, n: 0, squared: zeros(), absolute: zeros() };
    this.#recording = recording;
    this.#places = targets.map(placeOf);
  }

  /** A forecast made at tick `present`: degrees, [joint][step] from `offset` on. */
  add(present: number, forecast: ArrayLike<number>, offset = 0): void {
    this.errors.n++;
    this.#places.forEach((place, j) => {
      const truth = this.#recording.truth[place];
      HORIZONS.forEach(({ steps }, h) => {
        let error = 0;
        for (const step of steps)
          error += (truth[present + step] - forecast[offset + j * STEPS + step - 1]) / steps.length;
        this.errors.squared[j][h] += error * error;
        this.errors.absolute[j][h] += Math.abs(error);
      });
    });
  }
}
