import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** The file that ships beside the app, and is kept in the repository as the gate saw it last. */
export const NOTICES_FILE = 'THIRD-PARTY-NOTICES.txt';

interface Package {
  readonly name: string;
  readonly version: string;
  /** SPDX, as the package says. */
  readonly license: string;
  readonly from: string;
  /** Its own licence file, or null where it ships none. */
  readonly text: string | null;
}

/** In the app's own WebAssembly and in its service worker, neither of which the bundler sees. */
const COMPILED_IN = [
  'assemblyscript',
  'workbox-core',
  'workbox-precaching',
  'workbox-routing',
  'workbox-strategies',
];
/** Copyright lines, from their sources and read-me files, of packages under MIT that ship no licence file. */
const HOLDERS: Readonly<Record<string, string>> = {
  '@tensorflow/tfjs-layers': 'Copyright 2018 Google LLC',
  'react-remove-scroll-bar': 'Copyright (c) Anton Korzunov',
  seedrandom: 'Copyright 2019 David Bau',
};
const LICENSE_NAMES = /^(licen[cs]e|copying)/i;
const RULE = `${'-'.repeat(100)}\n`;

/**
 * Collects whose code is bundled, in pages and in workers, and writes their licences beside the app. The plugin belongs in both
 * `plugins` and `worker.plugins`: the page's bundle is written last.
 */
export function thirdPartyNotices(root: string): { page: Plugin; worker: Plugin } {
  const folders = new Set(COMPILED_IN.map((name) => join(root, 'node_modules', name)));
  const collect = (modules: readonly string[]): void => {
    for (const id of modules) {
      const folder = packageFolder(id);
      if (folder !== null) folders.add(folder);
    }
  };
  const plugin = (name: string, emits: boolean): Plugin => ({
    name,
    apply: 'build',
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk') collect(chunk.moduleIds);
      if (!emits) return;
      const apache = readFileSync(join(root, 'LICENSE'), 'utf8');
      const source = noticesOf([...folders].map(readPackage), apache);
      this.emitFile({ type: 'asset', fileName: NOTICES_FILE, source });
    },
  });
  return { page: plugin('notices', true), worker: plugin('notices-of-worker', false) };
}

/** `/x/node_modules/@a/b/dist/c.js?v=1` -> `/x/node_modules/@a/b`; null for the app's own code. */
export function packageFolder(id: string): string | null {
  const path = id
    .replace(/^\0/, '')
    .replace(/[?#].*$/, '')
    .replaceAll('\\', '/');
  return /^(.*\/node_modules\/(?:@[^/]+\/)?[^/@.][^/]*)\//.exec(path)?.[1] ?? null;
}

function readPackage(folder: string): Package {
  const said = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
  const file = readdirSync(folder)
    .sort()
    .find((name) => LICENSE_NAMES.test(name));
  const repository = said.repository as string | { url?: string } | undefined;
  const url = typeof repository === 'string' ? repository : repository?.url;
  return {
    name: String(said.name),
    version: String(said.version),
    license: typeof said.license === 'string' ? said.license : 'UNKNOWN',
    from: (url ?? '').replace(/^git\+/, '').replace(/\.git$/, ''),
    text:
      file === undefined ? null : readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim(),
  };
}

/**
 * Every package with its licence; the same text stands once, under all whose it is. `apache`: the text of Apache-2.0. Throws
 * where a package ships no text and its licence cannot be set in full.
 */
export function noticesOf(packages: readonly Package[], apache: string): string {
  const byText = new Map<string, Package[]>();
  for (const p of [...packages].sort(
    (a, b) => a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version, 'en'),
  )) {
    const text = p.text ?? standardText(p, apache);
    const same = byText.get(text);
    if (same === undefined) byText.set(text, [p]);
    else same.push(p);
  }
  const sections = [...byText].map(
    ([text, whose]) =>
      `${whose.map((p) => `${p.name} ${p.version} (${p.license}) ${p.from}`.trim()).join('\n')}\n\n${text}\n`,
  );
  return `Stridecast contains code of these packages, under their licences.\n\n${RULE}${sections.join(`\n${RULE}`)}`;
}

function standardText({ name, version, license }: Package, apache: string): string {
  const parts = license.split(' AND ').map((id) => {
    if (id === 'Apache-2.0') return apache.trim();
    if (id === 'MIT' && name in HOLDERS) return `MIT License\n\n${HOLDERS[name]}\n\n${MIT}`;
    throw new Error(`${name} ${version} (${license}) ships no licence text`);
  });
  return parts.join('\n\n');
}

const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/** `name version` of every package in a notices file. */
export const packagesIn = (notices: string): string[] =>
  [...notices.matchAll(/^(\S+ \d+\.\d+\.\d\S*) \(.+\)/gm)].map((match) => match[1]);
