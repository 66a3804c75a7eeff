import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { installFromDebian } from './ensure-browser';

/** CC, or the first C compiler that answers; null where there is none. */
export function findCompiler(env: NodeJS.ProcessEnv = process.env): string | null {
  return answering(env.CC ? [env.CC] : ['cc', 'gcc', 'clang'], env);
}

/** CXX, or the first C++ compiler that answers; null where there is none. */
export function findCppCompiler(env: NodeJS.ProcessEnv = process.env): string | null {
  return answering(env.CXX ? [env.CXX] : ['c++', 'g++', 'clang++'], env);
}

const answering = (names: readonly string[], env: NodeJS.ProcessEnv): string | null =>
  names.find((name) => spawnSync(name, ['--version'], { env }).status === 0) ?? null;

// A step of the gate: without a compiler the tests of firmware/ are skipped and say so, nothing else needs one.
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (findCompiler() === null || findCppCompiler() === null) installFromDebian(['gcc', 'g++', 'libc6-dev']);
  process.stdout.write(`${findCompiler() ?? 'no C compiler: the tests of firmware/ will be skipped'}\n`);
  process.stdout.write(`${findCppCompiler() ?? 'no C++ compiler: the test of the sketch will be skipped'}\n`);
}
