import type { CardScores, ModelCard } from '../../src/forecast/model-card';

/** The tables of docs/evidence.md, from nothing but the cards. */
export function evidenceOf(shipped: readonly ModelCard[], leaveOut: readonly ModelCard[]): string {
  const sections = [
    ...shipped.flatMap((card) => card.scores.map((s) => section(card, s))),
    ...leaveOut.flatMap((card) =>
      card.scores.filter((s) => s.protocol === 'left_out').map((s) => section(card, s)),
    ),
  ];
  return sections.join('\n');
}

function section(card: ModelCard, scores: CardScores): string {
  const about =
    scores.protocol === 'folds'
      ? `${scores.folds.length} folds of people, each judged by weights that never saw him`
      : `people left out of training: ${scores.folds.flat().join(', ')}`;
  const joint = card.outputs.length > 1 ? `, ${scores.joint}` : '';
  const title = `### ${card.name} (\`${card.id}\`)${joint}: ${about}\n`;
  const part = scores.part === 'second_half' ? 'second half of each recording' : 'whole recordings';
  const facts = `Trained by \`${card.training.command}\`, ${card.parameters} parameters, judged on the ${part}.\n`;
  return [
    title,
    facts,
    table('NMAE, % of the person’s range', scores, 'nmae', 2),
    table('RMSE, deg', scores, 'rmse', 2),
    coverage(scores),
  ].join('\n');
}

function table(what: string, { horizonsMs, rows }: CardScores, key: 'nmae' | 'rmse', digits: number): string {
  const head = `| ${what} | people | ${horizonsMs.map((ms) => `${ms} ms`).join(' | ')} |`;
  const rule = `|---|---|${horizonsMs.map(() => '---|').join('')}`;
  const lines = rows.map(
    (r) =>
      `| ${r.forecaster}, ${r.group} | ${r.people} | ${r[key].map((v) => v.toFixed(digits)).join(' | ')} |`,
  );
  return [head, rule, ...lines, ''].join('\n');
}

function coverage({ horizonsMs, rows }: CardScores): string {
  const head = `| truths inside the 90 % interval, % | ${horizonsMs.map((ms) => `${ms} ms`).join(' | ')} |`;
  const rule = `|---|${horizonsMs.map(() => '---|').join('')}`;
  const lines = rows
    .filter((r) => r.coverage !== null)
    .map(
      (r) => `| ${r.forecaster}, ${r.group} | ${r.coverage!.map((v) => (100 * v).toFixed(1)).join(' | ')} |`,
    );
  return [head, rule, ...lines, ''].join('\n');
}
