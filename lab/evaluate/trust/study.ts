import type { TrustReason } from '../../../src/forecast/trust/trust-monitor';
import { writeStudy } from '../studies/study-file';
import type { FaultTrial } from './fault-trials';
import { FAULTS } from './faults';

/** One person's own recording under the trust signal, nothing broken. Shares (0-1); NaN where there is no such tick. */
export interface SoundWalk {
  readonly id: string;
  readonly goodTicks: number;
  readonly hiddenGood: number;
  readonly hiddenTurns: number;
  readonly hiddenStanding: number;
  /** Share of all forecasts hidden, and truths inside the interval at 100 ms: of all forecasts, and of those shown. */
  readonly hidden: number;
  readonly coverageAll: number;
  readonly coverageShown: number;
  readonly reasons: Readonly<Partial<Record<TrustReason, number>>>;
}

/** Ticks at 100 Hz. */
const IN_TIME = 30;

export const inTime = (ticks: number | null): boolean => ticks !== null && ticks <= IN_TIME;
export const share = (values: readonly boolean[]): number => values.filter(Boolean).length / values.length;

/** docs/evidence/trust.json. */
export function writeTrustStudy(
  command: string,
  seed: number,
  walks: readonly SoundWalk[],
  trials: readonly FaultTrial[],
): Promise<string> {
  const harmful = trials.filter((t) => t.harmful);
  const caught = percent(share(harmful.map((t) => inTime(t.sinceEffect))));
  const good = pooledGood(walks);
  return writeStudy({
    id: 'trust',
    title: { code: 'trust', text: 'When the forecast is hidden' },
    findings: [
      {
        code: 'trust_found',
        text: `${caught} % of ${harmful.length} harmful sensor faults are hidden within 300 ms; ${percent(good)} % of good gait is hidden with them.`,
        values: { caught, faults: harmful.length, good: percent(good) },
      },
    ],
    command,
    seed,
    tables: [faultTable(trials), walkTable(walks)],
  });
}

export function pooledGood(walks: readonly SoundWalk[]): number {
  const ticks = walks.reduce((sum, w) => sum + w.goodTicks, 0);
  return walks.reduce((sum, w) => sum + (w.goodTicks > 0 ? w.hiddenGood * w.goodTicks : 0), 0) / ticks;
}

function faultTable(trials: readonly FaultTrial[]) {
  const rowOf = (name: string, own: readonly FaultTrial[]) => {
    const harmful = own.filter((t) => t.harmful);
    const delays = harmful.flatMap((t) => t.sinceEffect ?? []).sort((a, b) => a - b);
    return [
      name,
      own.length,
      harmful.length,
      percent(share(harmful.map((t) => inTime(t.sinceEffect)))),
      percent(share(own.map((t) => inTime(t.sinceFault)))),
      10 * (delays[delays.length >> 1] ?? Number.NaN),
      percent(harmful.reduce((sum, t) => sum + t.hiddenAfter, 0) / harmful.length),
      known(total(harmful, (t) => t.cameTrue) / total(harmful, (t) => t.shownAgain)),
    ];
  };
  return {
    id: 'faults',
    title: { code: 'injected_faults', text: 'Sensor faults injected into real walking.' },
    columns: [
      { code: 'fault', text: 'fault' },
      { code: 'injected', text: 'injected', digits: 0 },
      { code: 'harmful', text: 'harmful', digits: 0 },
      { code: 'hidden_300_effect', text: 'hidden within 300 ms of the effect, %', digits: 1 },
      { code: 'hidden_300_fault', text: 'within 300 ms of the fault, %', digits: 1 },
      { code: 'median_delay', text: 'median delay, ms', digits: 0 },
      { code: 'hidden_after', text: 'hidden after that, %', digits: 1 },
      { code: 'shown_came_true', text: 'of those shown again, inside at 100 ms, %', digits: 1 },
    ],
    rows: [
      ...FAULTS.map((f) =>
        rowOf(
          f.id,
          trials.filter((t) => t.fault === f.id),
        ),
      ),
      rowOf('all_faults', trials),
    ],
    notes: [
      {
        code: 'effect_means',
        text: 'The effect is the first moment at which the signal is more than 3° off; faults without one within 900 ms do no harm and count only as injected.',
      },
      {
        code: 'faults_at_native_rate',
        text: 'Faults are injected at the sensor’s own rate, before the live filters, at random moments of good gait; seeded. Drift is 40 to 100° a second; slower drift does not harm a forecast that follows its window.',
      },
      {
        code: 'thresholds_chosen_here',
        text: 'The limits of the signal were chosen on these same people with other random faults.',
      },
    ],
  };
}

function walkTable(walks: readonly SoundWalk[]) {
  const mean = (of: (w: SoundWalk) => number) => {
    const known = walks.map(of).filter(Number.isFinite);
    return known.reduce((sum, v) => sum + v, 0) / known.length;
  };
  const columns = [
    'hiddenGood',
    'hiddenTurns',
    'hiddenStanding',
    'hidden',
    'coverageShown',
    'coverageAll',
  ] as const;
  return {
    id: 'walks',
    title: { code: 'sound_walks', text: 'The same signal on recordings with nothing broken.' },
    columns: [
      { code: 'person', text: 'person' },
      { code: 'good_hidden', text: 'good gait hidden, %', digits: 1 },
      { code: 'turns_hidden', text: 'turns and stops hidden, %', digits: 1 },
      { code: 'standing_hidden', text: 'standing hidden, %', digits: 1 },
      { code: 'all_hidden', text: 'hidden in all, %', digits: 1 },
      { code: 'covered_shown', text: 'inside at 100 ms, of those shown, %', digits: 1 },
      { code: 'covered_all', text: 'inside at 100 ms, of all, %', digits: 1 },
    ],
    rows: [
      ...walks.map((w) => [w.id, ...columns.map((c) => known(w[c]))]),
      ['mean', ...columns.map((c) => known(mean((w) => w[c])))],
    ],
    notes: [
      {
        code: 'whole_recordings',
        text: 'Whole recordings from the first full window on, by weights that never saw the person.',
      },
    ],
  };
}

const total = (trials: readonly FaultTrial[], of: (t: FaultTrial) => number): number =>
  trials.reduce((sum, t) => sum + of(t), 0);
const percent = (v: number): number => Number((100 * v).toFixed(1));
const known = (v: number): number | null => (Number.isFinite(v) ? percent(v) : null);
