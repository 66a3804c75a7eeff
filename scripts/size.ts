import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What a browser loads before the first screen: the scripts of index.html and all that they import statically. */
const LIMIT_KB = 400;
const DIST = process.env.STRIDECAST_DIST ?? 'dist';

const html = readFileSync(join(DIST, 'index.html'), 'utf8');
const entries = [
  ...html.matchAll(/<(?:script[^>]*\ssrc|link[^>]*rel="modulepreload"[^>]*\shref)="([^"]+)"/g),
];
const seen = new Map<string, number>();
const queue = entries.map((match) => match[1].replace(/^\.\//, ''));
for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
  if (seen.has(file)) continue;
  const code = readFileSync(join(DIST, file), 'utf8');
  seen.set(file, gzipSync(code).length / 1000);
  // Built chunks import each other as import"./x.js", import{a}from"./x.js" or export{a}from"./x.js".
  for (const [, path] of code.matchAll(/(?:^|[;}\n])(?:import|export)\b[^"'();]*?["']\.\/([\w.-]+\.js)["']/g))
    queue.push(join(file, '..', path));
}
const total = [...seen.values()].reduce((sum, kb) => sum + kb, 0);
for (const [file, kb] of [...seen].sort((a, b) => b[1] - a[1]))
  process.stdout.write(`${kb.toFixed(1).padStart(8)} kB  ${file}\n`);
process.stdout.write(
  `${total.toFixed(1).padStart(8)} kB  initial JavaScript, gzipped; limit ${LIMIT_KB} kB\n`,
);
if (seen.size === 0) throw new Error('no script found in dist/index.html');
process.exitCode = total < LIMIT_KB ? 0 : 1;
