import { spawnSync } from 'node:child_process';

/** Whether this machine has Python 3: the independent reader of tables and archives. */
export function hasPython(): boolean {
  const found = spawnSync('python3', ['-c', 'import csv, zipfile']).status === 0;
  if (!found) process.stdout.write('no python3 here: files are not read back by it\n');
  return found;
}

/** What a program prints as JSON, given bytes on its standard input. */
export function python(program: string, input: Uint8Array): unknown {
  const { status, stdout, stderr } = spawnSync('python3', ['-c', program], {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as unknown;
}
