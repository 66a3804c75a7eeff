import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { NOTICES_FILE, noticesOf, packageFolder, packagesIn } from './third-party-notices';

const root = new URL('../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

describe('third-party notices', () => {
  it('name the versions of the lock file, and the packages that everything rests on', () => {
    const lock = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { version?: string }>;
    };
    const locked = Object.entries(lock.packages).map(
      ([path, { version }]) => `${path.replace(/^.*node_modules\//, '')} ${version}`,
    );
    const listed = packagesIn(read(NOTICES_FILE));
    expect(listed.filter((p) => !locked.includes(p))).toEqual([]);
    const names = listed.map((p) => p.split(' ')[0]);
    for (const name of ['react', '@mantine/core', 'uplot', 'zod', '@mcap/core', 'assemblyscript'])
      expect(names).toContain(name);
    // Bundled into workers only.
    expect(names).toContain('@tensorflow/tfjs-layers');
  });

  it('find the package of a module', () => {
    expect(packageFolder('/a/node_modules/@x/y/dist/z.js?worker')).toBe('/a/node_modules/@x/y');
    expect(packageFolder('\0/a/node_modules/b/node_modules/c/i.js')).toBe('/a/node_modules/b/node_modules/c');
    expect(packageFolder('/a/src/b.ts')).toBeNull();
    expect(packageFolder('\0vite/preload-helper.js')).toBeNull();
  });

  it('give each text once, and never a package without one', () => {
    const one = { name: 'b', version: '1.0.0', license: 'MIT', from: '', text: 'same' };
    const notices = noticesOf([one, { ...one, name: 'a' }], 'apache');
    expect(notices.match(/same/g)).toHaveLength(1);
    expect(packagesIn(notices)).toEqual(['a 1.0.0', 'b 1.0.0']);
    expect(noticesOf([{ ...one, license: 'Apache-2.0', text: null }], 'apache')).toContain('\n\napache\n');
    expect(() => noticesOf([{ ...one, text: null }], 'apache')).toThrow('b 1.0.0 (MIT)');
  });
});
