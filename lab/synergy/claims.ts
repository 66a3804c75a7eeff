import { FOUR, type Setting } from './jobs';
import { INPUT_SETS, type InputSet, type NetworkName } from './design';
import type { Row } from './rows';

/** What the paper says is better, as pairs of settings that differ in one thing. */
export interface Claim {
  readonly code: string;
  readonly text: string;
  readonly pairs: readonly (readonly [
    better: Pick<Setting, 'network' | 'inputs'>,
    worse: Pick<Setting, 'network' | 'inputs'>,
  ])[];
}

const SETS = Object.keys(INPUT_SETS) as InputSet[];
const over = (better: NetworkName, worse: NetworkName): Claim['pairs'] =>
  SETS.map((inputs) => [
    { network: better, inputs },
    { network: worse, inputs },
  ]);
const more = (better: InputSet, worse: InputSet): Claim['pairs'] =>
  FOUR.map((network) => [
    { network, inputs: better },
    { network, inputs: worse },
  ]);

export const CLAIMS: readonly Claim[] = [
  { code: 'synergy_claim_lstm', text: 'LSTM better than CNN', pairs: over('lstm', 'cnn') },
  { code: 'synergy_claim_cnn_lstm', text: 'CNN-LSTM better than LSTM', pairs: over('cnn_lstm', 'lstm') },
  {
    code: 'synergy_claim_attention',
    text: 'Attention better than CNN-LSTM without',
    pairs: over('attention_after', 'cnn_lstm'),
  },
  {
    code: 'synergy_claim_both_legs',
    text: 'Both legs better than the right leg',
    pairs: more('both_legs', 'right_leg'),
  },
  {
    code: 'synergy_claim_arms',
    text: 'Legs and arms better than both legs',
    pairs: more('legs_arms', 'both_legs'),
  },
  {
    code: 'synergy_claim_after',
    text: 'Attention after the LSTM better than before',
    pairs: [
      [
        { network: 'attention_after', inputs: 'legs_arms' },
        { network: 'attention_before', inputs: 'legs_arms' },
      ],
    ],
  },
];

/** A difference of means over seeds is clear when it is above twice its standard error. */
const CLEAR = 2;

export interface Verdict {
  readonly holds: number;
  readonly undecided: number;
  readonly reversed: number;
  /** Mean of better / worse - 1 over all comparisons, percent: below 0 where the claim holds. */
  readonly change: number;
}

/** Compares RMSE of both joints at every horizon. Undefined where no pair is there. */
export function judgeClaim(
  claim: Claim,
  rowOf: (part: Claim['pairs'][number][number]) => Row | undefined,
): Verdict | undefined {
  let [holds, undecided, reversed, sum] = [0, 0, 0, 0];
  for (const [better, worse] of claim.pairs) {
    const [a, b] = [rowOf(better), rowOf(worse)];
    if (a === undefined || b === undefined) continue;
    a.rmse.forEach((joint, j) =>
      joint.forEach((value, h) => {
        const difference = value - b.rmse[j][h];
        const error = Math.sqrt(a.rmseSd[j][h] ** 2 / a.seeds + b.rmseSd[j][h] ** 2 / b.seeds);
        if (!(Math.abs(difference) > CLEAR * error)) undecided++;
        else if (difference < 0) holds++;
        else reversed++;
        sum += value / b.rmse[j][h] - 1;
      }),
    );
  }
  const count = holds + undecided + reversed;
  return count === 0 ? undefined : { holds, undecided, reversed, change: (100 * sum) / count };
}
