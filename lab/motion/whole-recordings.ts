import type { LoadedModel } from '../../src/forecast/model-library';
import type { DataSet } from '../evaluate/people/walkers';
import { type Figure, figure } from '../figures';
import { judgeWalks, type JointScores, reachedHorizons, type Walks } from './judge';

/** Part of the ridge's error by which these models are meant to be below it on people that they never saw, percent. */
const GOAL_BELOW_RIDGE = 20;
const GOAL_MS: readonly number[] = [50, 100];

/**
 * Short walks leave little after their first half: so models of whole legs are judged, without adaptation, on all of
 * everyone's recordings too. `models`: for each person the weights that never saw him.
 */
export async function judgeWholeRecordings(
  dataSet: DataSet,
  people: readonly { readonly walker: Walks; readonly model: LoadedModel }[],
): Promise<{ figures: Figure[]; people: JointScores[] }> {
  const scores: JointScores[] = [];
  for (const { walker, model } of people) {
    const { card, weights, baselines } = model;
    const judged = { card, weights, baselines, quantiles: card.intervalQuantiles };
    // The right leg is the forecast one, as in the rest of the command.
    scores.push(...(await judgeWalks(judged, [walker], { sides: ['r'] })));
  }
  if (people.length === 0) return { figures: [], people: [] };
  const { card } = people[0].model;
  const figures = card.outputs.flatMap((joint) =>
    reachedHorizons(card).flatMap((ms, i) => {
      const mean = (id: string) =>
        scores.reduce((sum, s) => sum + s[joint].scores[id][i].rmse, 0) / scores.length;
      const name = `${dataSet}.whole_recordings.${joint.replace('_ipsi', '_r')}.${ms}ms`;
      const goal = GOAL_MS.includes(ms) ? GOAL_BELOW_RIDGE : null;
      const below = 100 * (1 - mean(card.id) / mean('ridge'));
      return [
        figure(`${name}.rmse`, mean(card.id), 'deg'),
        figure(`${name}.below_ridge`, below, '%', goal, 'above'),
      ];
    }),
  );
  return { figures, people: scores };
}
