import type { Study, StudyTable } from '../../../src/forecast/evidence/study';

/** A study as a section of docs/evidence.md. */
export function studyMarkdown(study: Study): string {
  return [
    `### ${study.title.text}`,
    '',
    ...study.findings.map((f) => `- ${f.text}`),
    ...(study.findings.length > 0 ? [''] : []),
    `Made by \`${study.command}\`, seed ${study.seed}.`,
    '',
    ...study.tables.map(tableMarkdown),
  ].join('\n');
}

function tableMarkdown({ title, caption, columns, rows, notes }: StudyTable): string {
  const cell = (value: string | number | null, i: number): string =>
    value === null ? '' : typeof value === 'number' ? value.toFixed(columns[i].digits ?? 2) : value;
  return [
    `**${title.text}**${caption === undefined ? '' : ` ${caption.text}`}`,
    '',
    `| ${columns.map((c) => c.text).join(' | ')} |`,
    `|${columns.map(() => '---|').join('')}`,
    ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`),
    '',
    ...notes.map((n) => `- ${n.text}`),
    ...(notes.length > 0 ? [''] : []),
  ].join('\n');
}
