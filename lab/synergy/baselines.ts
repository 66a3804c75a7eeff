import { type Inputs, STEPS } from './design';
import { ErrorSums, type TrialErrors, testPresents } from './errors';
import type { StudyRecording } from './recordings';
import { StudyRidge } from './ridge';
import { type Part, placeOf } from './windows';

export type BaselineName = 'persistence' | 'line' | 'ridge';

/** Points of the line that are tried on the training parts. */
const LINE_POINTS = [2, 3, 4, 6, 8];

type Forecast = (recording: StudyRecording, present: number, out: Float64Array) => void;

/** The baselines beside the networks of one split, judged at the same presents. `groups`: training parts, people apart. */
export function judgeBaselines(
  inputs: Inputs,
  groups: readonly (readonly Part[])[],
  test: readonly Part[],
): Record<BaselineName, TrialErrors[]> & { ridgeLags: number; ridgeLambda: number } {
  const training = groups.flat();
  const places = inputs.targets.map(placeOf);
  const judge = (parts: readonly Part[], forecast: Forecast): TrialErrors[] => {
    const out = new Float64Array(places.length * STEPS);
    return parts.map((part) => {
      const sums = new ErrorSums(part.recording, inputs.targets);
      for (const present of testPresents(part)) {
        forecast(part.recording, present, out);
        sums.add(present, out);
      }
      return sums.errors;
    });
  };
  const lines = LINE_POINTS.map((points) => ({
    points,
    score: meanLogError(judge(training, line(places, points))),
  }));
  const best = lines.reduce((a, b) => (b.score < a.score ? b : a));
  const ridge = StudyRidge.fit(inputs, groups);
  return {
    persistence: judge(test, persistence(places)),
    line: judge(test, line(places, best.points)),
    ridge: judge(test, (recording, present, out) => ridge.forecast(recording, present, out)),
    ridgeLags: ridge.lags,
    ridgeLambda: ridge.lambda,
  };
}

const persistence =
  (places: readonly number[]): Forecast =>
  ({ raw }, present, out) =>
    places.forEach((place, j) => out.fill(raw[place][present], j * STEPS, (j + 1) * STEPS));

/** Least squares through the last points. */
const line =
  (places: readonly number[], points: number): Forecast =>
  ({ raw }, present, out) => {
    const middle = (points - 1) / 2;
    const spread = (points * (points * points - 1)) / 12;
    places.forEach((place, j) => {
      let mean = 0;
      let slope = 0;
      for (let t = 0; t < points; t++) {
        const v = raw[place][present - points + 1 + t];
        mean += v / points;
        slope += ((t - middle) * v) / spread;
      }
      for (let h = 1; h <= STEPS; h++) out[j * STEPS + h - 1] = mean + slope * (middle + h);
    });
  };

function meanLogError(trials: readonly TrialErrors[]): number {
  let sum = 0;
  for (const { squared, n } of trials)
    for (const joint of squared) for (const s of joint) sum += Math.log(Math.max(s / Math.max(n, 1), 1e-9));
  return sum;
}
