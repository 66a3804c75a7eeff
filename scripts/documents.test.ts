import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { headingsOf, labCommandsOf, linksOf, pathsOf, scriptsOf } from './documents';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const documents = ['', 'docs/'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => folder + name),
);
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

/** Options that the program of a file takes, from its call of `parseArgs`. */
const takes = (file: string, option: string): boolean =>
  new RegExp(`(?<![\\w'-])'?${option}'?: \\{ type:`).test(read(file));

describe('what the documents say of the project', () => {
  it('are all of them', () => {
    for (const path of ['README.md', 'CONTRIBUTING.md', 'docs/protocol.md'])
      expect(documents).toContain(path);
  });

  it.each(documents)('%s: links lead to a file, and to a heading where they name one', (document) => {
    const dead = linksOf(read(document)).filter(({ what }) => {
      const [file, heading] = what.split('#');
      const path = file === '' ? document : join(dirname(document), file);
      if (!existsSync(join(root, path))) return true;
      return heading !== undefined && path.endsWith('.md') && !headingsOf(read(path)).has(heading);
    });
    expect(dead).toEqual([]);
  });

  it.each(documents)('%s: files and folders that it names are there', (document) => {
    expect(pathsOf(read(document)).filter(({ what }) => !existsSync(join(root, what)))).toEqual([]);
  });

  it.each(documents)('%s: commands are there, and take the options that they are told with', (document) => {
    const text = read(document);
    const wrong: string[] = [];
    for (const { line, what, options } of scriptsOf(text)) {
      const program = /tsx (\S+\.ts)$/.exec(scripts[what] ?? '')?.[1];
      if (!(what in scripts)) wrong.push(`${line}: ${what}`);
      else if (program !== undefined && what !== 'lab' && what !== 'e2e')
        for (const option of options) if (!takes(program, option)) wrong.push(`${line}: ${what} --${option}`);
    }
    for (const { line, what, options } of labCommandsOf(text)) {
      const program = `lab/commands/${what}.ts`;
      if (what === 'help') continue;
      if (!existsSync(join(root, program))) wrong.push(`${line}: lab ${what}`);
      else
        for (const option of options) if (!takes(program, option)) wrong.push(`${line}: ${what} --${option}`);
    }
    expect(wrong).toEqual([]);
  });
});

describe('reading a document', () => {
  const text = [
    '# A title, `code` & [a link](x.md)',
    'See [there](docs/a.md#b), ![picture](p.png), [elsewhere](https://example.org), `src/none.ts`.',
    '```sh',
    '# no heading, [no link](nowhere.md)',
    'npm run -s lab -- train --model knee --leave-out 3A  # said',
    '```',
    '`npm run soak -- --minutes N`, `npm run bench:live -- [--json]`',
  ].join('\n');

  it('finds what is referred to, and where', () => {
    expect(linksOf(text).map((l) => [l.line, l.what])).toEqual([
      [1, 'x.md'],
      [2, 'docs/a.md#b'],
      [2, 'p.png'],
    ]);
    expect([...headingsOf(text)]).toEqual(['a-title-code--a-link']);
    expect(pathsOf(text)).toEqual([{ line: 2, what: 'src/none.ts' }]);
    expect(scriptsOf(text)).toEqual([
      { line: 5, what: 'lab', options: ['model', 'leave-out'] },
      { line: 7, what: 'soak', options: ['minutes'] },
      { line: 7, what: 'bench:live', options: ['json'] },
    ]);
    expect(labCommandsOf(text)).toEqual([{ line: 5, what: 'train', options: ['model', 'leave-out'] }]);
  });
});
