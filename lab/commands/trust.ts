import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { wasmSimd } from '../../src/forecast/runtime/wasm/wasm-executor';
import type { TrustReason } from '../../src/forecast/trust/trust-monitor';
import { weightsAtHand, weightsFor } from '../adapt/models';
import { dataDir } from '../data/dir';
import { readUciSet } from '../data/uci';
import { type FaultTrial, faultTrials } from '../evaluate/trust/fault-trials';
import { walkParts, type WalkParts } from '../evaluate/trust/parts';
import { inTime, pooledGood, share, type SoundWalk, writeTrustStudy } from '../evaluate/trust/study';
import { watch, type Watched } from '../evaluate/trust/watched';
import { figure, note, printFigures } from '../figures';
import { kneeSignal, personOf } from '../train/recordings';

const HORIZON_MS = 100;

/**
 * `trust [--data DIR] [--times 6] [--seed 1] [--json]`
 *
 * Judges the signal that hides the knee's forecast: on walking as it was recorded (good gait should be shown), and with sensor
 * faults injected at random moments (they should be hidden within 300 ms). Writes docs/evidence/trust.json.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string' },
      times: { type: 'string', default: '6' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const models = await weightsAtHand('knee');
  const data = dataDir();
  if (values.data === undefined && data === null) throw new Error('No data directory: set STRIDECAST_DATA');
  const walks: SoundWalk[] = [];
  const trials: FaultTrial[] = [];
  const seed = Number(values.seed);
  for (const recording of readUciSet(values.data ?? join(data!, 'uci'), 'mar')) {
    const id = personOf(recording);
    const model = weightsFor(id, models);
    if (model === undefined) continue;
    const { rate } = model.card;
    const executor = await wasmSimd(model.card.architecture, model.weights, 1);
    const signal = kneeSignal(recording, rate);
    const parts = walkParts(signal.measured, rate);
    const step = Math.round((HORIZON_MS * rate) / 1000);
    walks.push(soundWalk(id, await watch(model, executor, signal, [step]), parts));
    const { good, strideTicks } = parts;
    const times = Number(values.times);
    trials.push(
      ...(await faultTrials({
        model,
        executor,
        recording,
        good,
        strideTicks,
        times,
        seed: seed + walks.length,
      })),
    );
    executor.dispose();
    note(
      `${id}: ${(100 * walks.at(-1)!.hiddenGood).toFixed(1)} % of good gait hidden ${JSON.stringify(walks.at(-1)!.reasons)}`,
    );
  }
  const command = `npm run lab -- trust --times ${values.times} --seed ${values.seed}`;
  note(await writeTrustStudy(command, seed, walks, trials));
  const harmful = trials.filter((t) => t.harmful);
  const figures = [
    figure('trust.faults_hidden_300ms', share(harmful.map((t) => inTime(t.sinceEffect))), '1', 0.9, 'above'),
    figure('trust.faults_hidden_300ms_of_injection', share(trials.map((t) => inTime(t.sinceFault))), '1'),
    figure('trust.good_gait_hidden', pooledGood(walks), '1', 0.03),
    figure('trust.good_gait_hidden_worst', Math.max(...walks.map((w) => w.hiddenGood)), '1'),
  ];
  printFigures(figures, { walks, trials: trials.length }, values.json);
}

function soundWalk(id: string, { reasons, inside }: Watched, parts: WalkParts): SoundWalk {
  const judged = reasons.flatMap((r, t) => (r === undefined ? [] : [t]));
  const hiddenOf = (ticks: readonly number[]) => share(ticks.map((t) => reasons[t] !== null));
  const within = (mask: Uint8Array) => judged.filter((t) => mask[t] === 1);
  const still = within(parts.standing);
  const good = within(parts.good).filter((t) => parts.standing[t] === 0);
  const known = judged.filter((t) => inside[0][t] >= 0);
  const covered = (ticks: readonly number[]) => share(ticks.map((t) => inside[0][t] === 1));
  const counts: Partial<Record<TrustReason, number>> = {};
  for (const t of good) {
    const r = reasons[t];
    if (r) counts[r] = (counts[r] ?? 0) + 1;
  }
  return {
    id,
    goodTicks: good.length,
    hiddenGood: hiddenOf(good),
    hiddenTurns: hiddenOf(within(parts.turns)),
    hiddenStanding: hiddenOf(still),
    hidden: hiddenOf(judged),
    coverageAll: covered(known),
    coverageShown: covered(known.filter((t) => reasons[t] === null)),
    reasons: counts,
  };
}
