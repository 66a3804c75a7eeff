import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Phrase, type Study, type StudyInput, studySchema } from '../../../src/forecast/evidence/study';

const STUDIES_DIR = join('docs', 'evidence');

/** Writes `docs/evidence/<id>.json`. Throws ZodError where it is not a study. */
export async function writeStudy(study: Omit<StudyInput, 'version' | 'generated'>): Promise<string> {
  const generated = new Date().toISOString().slice(0, 10);
  const checked = studySchema.parse({ version: 1, generated, ...study });
  await mkdir(STUDIES_DIR, { recursive: true });
  const path = join(STUDIES_DIR, `${checked.id}.json`);
  await writeFile(path, `${layOut(checked)}\n`);
  return path;
}

/** Every study of the directory, by id. */
export async function readStudies(dir = STUDIES_DIR): Promise<Study[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    names.map(async (name) => studySchema.parse(JSON.parse(await readFile(join(dir, name), 'utf8')))),
  );
}

/** `100 ms` as the head of a column of numbers. */
export const atMs = (ms: number, digits?: number): Phrase & { digits?: number } => ({
  code: 'at_ms',
  text: `${ms} ms`,
  values: { ms },
  ...(digits === undefined ? {} : { digits }),
});

/** Indented, but a row of numbers on one line, so that a change of one figure is a change of one line. */
function layOut(study: Study): string {
  return JSON.stringify(study, null, 1).replace(
    /\[\s+((?:"(?:[^"\\]|\\.)*"|-?[\d.e+-]+|null)(?:,\s+(?:"(?:[^"\\]|\\.)*"|-?[\d.e+-]+|null))*)\s+\]/g,
    (_, cells: string) => `[${cells.replace(/,\s+/g, ', ')}]`,
  );
}
