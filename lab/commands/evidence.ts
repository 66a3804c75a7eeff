import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelLibrary } from '../../src/forecast/model-library';
import { evidenceOf } from '../evaluate/evidence';
import { readStudies } from '../evaluate/studies/study-file';
import { studyMarkdown } from '../evaluate/studies/study-markdown';
import { note } from '../figures';

const PATH = join('docs', 'evidence.md');
const [BEGIN, END] = [
  '<!-- tables from the model cards: npm run lab -- evidence -->',
  '<!-- end of tables -->',
];

/** `evidence`: puts the tables of the model cards and of the studies (docs/evidence) into docs/evidence.md, between its two marks. */
export async function run(): Promise<void> {
  const text = await readFile(PATH, 'utf8');
  const next = withTables(text, await tables());
  if (next !== text) await writeFile(PATH, next);
  note(`${PATH}: ${next === text ? 'as it was' : 'written'}`);
}

async function tables(): Promise<string> {
  const cards = async (dir: string) => (await ModelLibrary.open((path) => readFile(join(dir, path)))).cards;
  const ofCards = evidenceOf(
    await cards(join('public', 'models')),
    await cards(join('e2e', 'fixtures', 'models')),
  );
  return [ofCards, ...(await readStudies()).map(studyMarkdown)].join('\n');
}

function withTables(text: string, made: string): string {
  const from = text.indexOf(BEGIN);
  const to = text.indexOf(END);
  if (from < 0 || to < from) throw new Error(`${PATH} lacks the marks between which the tables go`);
  return `${text.slice(0, from + BEGIN.length)}\n\n${made}\n${text.slice(to)}`;
}
