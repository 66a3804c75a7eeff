import { readdirSync, readFileSync } from 'node:fs';

/** Processes below `root` with this in their command line. */
export function childrenOf(root: number, word: string): number[] {
  const parents = new Map<number, number>();
  const commands = new Map<number, string>();
  for (const name of readdirSync('/proc').filter((n) => /^\d+$/.test(n))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
      commands.set(Number(name), readFileSync(`/proc/${name}/cmdline`, 'utf8'));
    } catch {
      // It ended meanwhile.
    }
  }
  const isBelow = (pid: number | undefined): boolean =>
    pid !== undefined && pid > 1 && (pid === root || isBelow(parents.get(pid)));
  return [...commands].filter(([pid, line]) => line.includes(word) && isBelow(pid)).map(([pid]) => pid);
}

/** Memory of a process that is its own and no file's, bytes; 0 where it has ended. */
export function anonymousBytes(pid: number): number {
  try {
    const [, kb] = /RssAnon:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
    return 1024 * Number(kb);
  } catch {
    return 0;
  }
}
