import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import {
  type CardScores,
  type ModelCard,
  modelCardSchema,
  modelIndexSchema,
} from '../src/forecast/model-card';
import { DATA_SETS } from './data-sets';

/** `npm run data-statements`: writes docs/data-statements.md from the cards of the shipped models. */
export const STATEMENTS = new URL('../docs/data-statements.md', import.meta.url);
const MODELS = new URL('../public/models/', import.meta.url);
const SHOWN_MS = [100, 200];

const readJson = (path: string): unknown => JSON.parse(readFileSync(new URL(path, MODELS), 'utf8'));

export function shippedCards(): ModelCard[] {
  return modelIndexSchema
    .parse(readJson('index.json'))
    .models.map((m) => modelCardSchema.parse(readJson(m.card)));
}

/** Throws for a card with data that nothing is said of. */
export function statementsOf(cards: readonly ModelCard[]): string {
  const names = [...new Set(cards.flatMap((card) => card.data.map((d) => d.name)))];
  return `# Data statements

One for each model that ships, made from its card by \`npm run data-statements\`; a test keeps both equal. No recording of a real
person is in this project: models hold weights, baselines hold coefficients. Everybody in the recordings is known here by a number only. Data of
patients never leave the computer on which they are recorded, and no shipped model has seen any.

**Use**: research on forecasting gait, live and on screen, beside baselines. **Not for**: control of a device, diagnosis, treatment, or
people unlike those below without checking the live scores first.

${cards.map(statementOf).join('\n')}
# The data sets

${names.map((name) => dataSetOf(name, cards)).join('\n')}`;
}

function statementOf(card: ModelCard): string {
  const counts = new Map<string, number>();
  for (const person of card.trainingPeople) {
    const set = person.split(':')[0];
    counts.set(set, (counts.get(set) ?? 0) + 1);
  }
  const people = [...counts].map(([set, n]) => `${n} of \`${set}\``).join(', ');
  const files = card.data.reduce((n, d) => n + d.files.length, 0);
  return `## ${card.name} (\`${card.id}\`)

- **Reads** ${card.inputs.map((i) => `\`${i}\``).join(', ')}; **forecasts** ${card.outputs.map((o) => `\`${o}\``).join(', ')}, up to ${(card.steps / card.rate) * 1000} ms.
- **Learned from** ${card.data.map((d) => d.name).join('; ')}: ${files} recordings; ${people}.
- **People**: ${card.trainingPeople.join(', ')}.
- **Made by** \`${card.training.command}\` (seed ${card.training.seed}); ${card.parameters} weights.
${scoresOf(card)}
- **Limits**:
${card.limits.map((l) => `  - ${l.text}`).join('\n')}
`;
}

function scoresOf(card: ModelCard): string {
  if (card.scores.length === 0) return '- **Scores on people**: none.';
  const lines = card.scores.map((scores) => `  - \`${scores.joint}\`, ${scoreLine(card, scores)}`);
  return `- **Scores on people that the weights never saw** (error in % of the person's range; the best baseline beside it):\n${lines.join('\n')}`;
}

/** `all 100 ms 4.1 (ridge 5.0), 200 ms ...; worst ...` */
function scoreLine(card: ModelCard, scores: CardScores): string {
  const groups = [...new Set(scores.rows.map((r) => r.group))];
  const told = groups.map((group) => {
    const rows = scores.rows.filter((r) => r.group === group);
    const own = rows.find((r) => r.forecaster === card.id);
    if (own === undefined) throw new Error(`${card.id} has no scores of its own for ${group}`);
    const cells = SHOWN_MS.flatMap((ms) => {
      const at = scores.horizonsMs.indexOf(ms);
      if (at < 0) return [];
      const others = rows.filter((r) => r !== own).sort((a, b) => a.nmae[at] - b.nmae[at]);
      const best = others.length === 0 ? '' : ` (${others[0].forecaster} ${others[0].nmae[at].toFixed(1)})`;
      return [`${ms} ms ${own.nmae[at].toFixed(1)}${best}`];
    });
    return `${group} (${own.people}): ${cells.join(', ')}`;
  });
  return told.join('; ');
}

function dataSetOf(name: string, cards: readonly ModelCard[]): string {
  const known = DATA_SETS.find((set) => name.startsWith(set.card));
  if (known === undefined) throw new Error(`nothing is said of the data set ${name}: scripts/data-sets.ts`);
  const data = cards.flatMap((card) => card.data).find((d) => d.name === name)!;
  const users = cards
    .filter((card) => card.data.some((d) => d.name === name))
    .map((card) => `\`${card.id}\``);
  return `## ${name}

- **People**: ${known.people}
- **Recorded**: ${known.how}
- **Licence**: ${data.license}.
- **Cite**: ${data.citation} ${data.url}
- **Used by** ${users.join(', ')}.
- **Known flaws**:
${known.flaws.map((f) => `  - ${f}`).join('\n')}
`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  writeFileSync(STATEMENTS, statementsOf(shippedCards()));
