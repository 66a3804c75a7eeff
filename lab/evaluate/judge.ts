import { type Forecaster, historyDepth } from '../../src/forecast/forecaster';
import { IntervalTracker } from '../../src/forecast/interval';
import type { NetworkForecaster } from '../../src/forecast/network-forecaster';
import { type Score, Scoreboard } from '../../src/forecast/scoreboard';
import { bindToSide, sideOf } from '../../src/gait/channels';
import { HistoryRing } from '../../src/gait/ring';
import { KNEE, type KneeSignal } from '../train/recordings';

const SIDE = sideOf(KNEE) ?? 'r';

/** Which forecasts count: all, or those made in the second half (the window may reach back into the first). */
export type JudgedPart = 'second_half' | 'all';

/** A person's scores: for each forecaster, one for each judged step. */
export interface PersonScores {
  readonly person: string;
  readonly group: string;
  readonly range: number;
  readonly ticks: number;
  readonly scores: Record<string, Score[]>;
}

interface Judged {
  readonly network: NetworkForecaster;
  readonly quantiles: ArrayLike<number>;
  readonly baselines: readonly Forecaster[];
  /** Told of every forecast of the network that counts and has a known truth: |error| / s by step. */
  readonly onResidual?: (step: number, residual: number) => void;
}

/**
 * Streams a signal tick by tick through forecasters, interval tracker and scoreboard, in the order of the live engine.
 * The interval learns from the start of the stream; NMAE divides by the person's whole range.
 */
export async function judge(
  signal: KneeSignal,
  judged: Judged,
  part: JudgedPart,
  steps: readonly number[],
): Promise<Pick<PersonScores, 'range' | 'ticks' | 'scores'>> {
  const { network, baselines } = judged;
  const all: readonly Forecaster[] = [network, ...baselines];
  const others = Object.entries(signal.others ?? {});
  const channels = [KNEE, ...others.map(([name]) => bindToSide(name, SIDE))];
  const history = new HistoryRing(channels, historyDepth(all), signal.rate);
  const needed = Math.max(...all.map((f) => f.windowTicks));
  const interval = new IntervalTracker(1, network.steps, judged.quantiles);
  const board = new Scoreboard(
    all.map((f) => ({ id: f.id, kind: f.kind, interval: f === network })),
    [KNEE],
    network.steps,
    signal.rate,
  );
  const [mean, low, high, other] = Array.from({ length: 4 }, () => new Float32Array(network.steps));
  const length = signal.input.length;
  const from = part === 'all' ? 0 : Math.floor(length / 2);
  for (let tick = 0; tick < length; tick++) {
    const truth = signal.measured.subarray(tick, tick + 1);
    const beside = others.map(([, x]) => x[tick]);
    history.push([signal.input[tick], ...beside], [truth[0], ...beside]);
    interval.observe(tick, truth);
    board.truth(tick, truth);
    if (history.length < needed) continue;
    await network.forecast(history, mean);
    interval.issue(tick, mean, network.scales, low, high);
    if (tick < from) continue;
    board.forecast(0, tick, mean, low, high);
    for (let i = 0; i < baselines.length; i++) {
      await baselines[i].forecast(history, other);
      board.forecast(i + 1, tick, other);
    }
    if (judged.onResidual)
      for (let h = 1; h <= network.steps && tick + h < length; h++)
        judged.onResidual(h, Math.abs(signal.measured[tick + h] - mean[h - 1]) / network.scales[0]);
  }
  const scores: Record<string, Score[]> = {};
  all.forEach((f, i) => (scores[f.id] = steps.map((step) => board.score(i, 0, step, 'total'))));
  return { range: board.range(0), ticks: board.ticksScored, scores };
}
