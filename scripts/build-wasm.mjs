// Builds the WebAssembly kernels twice from one source: plain SIMD, and relaxed SIMD for engines that have it.
// Does nothing where sources, compiler and this script are those of the last build.
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const wasm = new URL('../src/forecast/runtime/wasm/', import.meta.url);
const sources = new URL('assembly/', wasm);
const build = new URL('build/', wasm);
const stamp = new URL('stamp', build);
const builds = { simd: ['simd'], relaxed: ['simd', 'relaxed-simd'] };

const names = (await readdir(sources)).filter((name) => name.endsWith('.ts')).sort();
const files = Object.fromEntries(
  await Promise.all(names.map(async (name) => [name, await readFile(new URL(name, sources), 'utf8')])),
);
const compiler = createRequire(import.meta.url)('assemblyscript/package.json').version;
const hash = createHash('sha256')
  .update(JSON.stringify([compiler, files, await readFile(new URL(import.meta.url), 'utf8')]))
  .digest('hex');

const outputs = Object.keys(builds).map((name) => new URL(`${name}.wasm`, build));
const built = await Promise.all([readFile(stamp, 'utf8'), ...outputs.map((url) => readFile(url))]).catch(
  () => [undefined],
);
if (built[0] !== hash) {
  const { main } = await import('assemblyscript/asc');
  await mkdir(build, { recursive: true });
  for (const [name, features] of Object.entries(builds)) {
    const options = ['-O3', '--noAssert', '--converge', '--runtime', 'stub', '--outFile', 'out.wasm'];
    for (const feature of features) options.push('--enable', feature);
    let output;
    const { error, stderr } = await main(['index.ts', ...options], {
      readFile: (path) => files[path.replace(/^\.\//, '')] ?? null,
      writeFile: (_path, content) => {
        output = content;
      },
      listFiles: () => [],
    });
    if (error) {
      process.stderr.write(`${stderr.toString()}\n`);
      throw error;
    }
    // Written beside and renamed, so that a reader never sees half of it.
    const partial = new URL(`${name}.${process.pid}`, build);
    await writeFile(partial, output);
    await rename(partial, new URL(`${name}.wasm`, build));
    process.stderr.write(`wasm kernels, ${name}: ${output.length} bytes\n`);
  }
  await writeFile(stamp, hash);
}
