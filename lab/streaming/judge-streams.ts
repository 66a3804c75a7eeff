import type { Forecaster } from '../../src/forecast/forecaster';
import { Scoreboard } from '../../src/forecast/scoreboard';
import { HistoryRing } from '../../src/gait/ring';
import type { PersonScores } from '../evaluate/judge';
import { judgedSteps } from '../evaluate/judge-people';
import type { Person } from '../train/people';
import { KNEE } from '../train/recordings';
import { StreamingForecaster } from './streaming-forecaster';

export interface StreamScores extends PersonScores {
  /** Median time of one forecast with its features, by forecaster. */
  readonly ms: Record<string, number>;
}

/**
 * Windowed and streaming forecasters on the very same ticks: the second half of the person's first recording. Streams run
 * from the first window on, so that their state is carried through the first half. `make` gives fresh ones for each person.
 */
export async function judgeStreams(
  people: readonly Person[],
  make: () => readonly Forecaster[],
): Promise<StreamScores[]> {
  const all: StreamScores[] = [];
  for (const person of people) {
    const signal = person.judged[0];
    const forecasters = make();
    const { steps } = forecasters[0];
    const history = new HistoryRing([KNEE], Math.max(...forecasters.map((f) => f.windowTicks)), signal.rate);
    const entries = forecasters.map(({ id, kind }) => ({ id, kind, interval: false }));
    const board = new Scoreboard(entries, [KNEE], steps, signal.rate);
    const times = forecasters.map((): number[] => []);
    const out = new Float32Array(steps);
    for (let tick = 0; tick < signal.input.length; tick++) {
      const truth = signal.measured.subarray(tick, tick + 1);
      history.push(signal.input.subarray(tick, tick + 1), truth);
      board.truth(tick, truth);
      if (history.length < history.capacity) continue;
      const counts = tick >= Math.floor(signal.input.length / 2);
      for (const [i, forecaster] of forecasters.entries()) {
        if (!counts && !(forecaster instanceof StreamingForecaster)) continue;
        const began = performance.now();
        await forecaster.forecast(history, out);
        times[i].push(performance.now() - began);
        if (counts) board.forecast(i, tick, out);
      }
    }
    const each = <T>(value: (i: number) => T) =>
      Object.fromEntries(forecasters.map((f, i) => [f.id, value(i)]));
    all.push({
      person: person.id,
      group: person.group,
      range: board.range(0),
      ticks: board.ticksScored,
      scores: each((i) => judgedSteps(signal.rate).map((step) => board.score(i, 0, step, 'total'))),
      ms: each((i) => median(times[i])),
    });
  }
  return all;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
