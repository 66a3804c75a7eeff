import { describe, expect, it } from 'vitest';
import { studySchema } from '../../../src/forecast/evidence/study';
import { atMs, readStudies } from './study-file';
import { studyMarkdown } from './study-markdown';

const study = {
  version: 1,
  id: 'small',
  title: { code: 'small', text: 'A small study' },
  findings: [{ code: 'nothing', text: 'Nothing was found.' }],
  command: 'npm run lab -- small',
  seed: 3,
  generated: '2026-11-21',
  tables: [
    {
      id: 'errors',
      title: { code: 'errors', text: 'Errors' },
      caption: { code: 'nmae', text: 'NMAE, %' },
      columns: [{ code: 'who', text: 'who' }, atMs(100, 1), { code: 'n', text: 'windows', digits: 0 }],
      rows: [
        ['uci:3A', 1.25, 40],
        ['uci:9A', null, 0],
      ],
      notes: [{ code: 'short', text: 'One is too short.' }],
    },
  ],
};

describe('studies', () => {
  it('become a section with every figure in its place', () => {
    expect(studyMarkdown(studySchema.parse(study))).toBe(
      `### A small study

- Nothing was found.

Made by \`npm run lab -- small\`, seed 3.

**Errors** NMAE, %

| who | 100 ms | windows |
|---|---|---|
| uci:3A | 1.3 | 40 |
| uci:9A |  | 0 |

- One is too short.
`,
    );
  });

  it('are refused where a row is not as wide as the head', () => {
    const [table] = study.tables;
    const crooked = { ...study, tables: [{ ...table, rows: [['uci:3A', 1]] }] };
    expect(() => studySchema.parse(crooked)).toThrow(/one cell for each column/);
  });

  it('of this repository can all be read, each under its own name', async () => {
    for (const { id, tables } of await readStudies()) {
      expect(id).toMatch(/^[a-z0-9-]+$/);
      expect(new Set(tables.map((t) => t.id)).size).toBe(tables.length);
    }
  });
});
