/** What is timed: runs of one peer. */
export interface Runner {
  run(): void | Promise<void>;
}

export interface Timing {
  /** Median over rounds of the mean time of one run within the round, ms. */
  readonly medianMs: number;
  /** Of single runs. The clock of most browsers ticks every 0.1 ms. */
  readonly p99Ms: number;
  readonly runs: number;
}

export interface RoundOptions {
  readonly rounds: number;
  /** A round of a peer is as many runs as fill this, at least one. */
  readonly roundMs: number;
}

/** Times peers side by side: in each round every peer has its turn, so that what slows the machine slows all of them. */
export async function timeInRounds<Name extends string>(
  runners: Readonly<Record<Name, Runner>>,
  { rounds, roundMs }: RoundOptions,
): Promise<Record<Name, Timing>> {
  const names = Object.keys(runners) as Name[];
  const means = new Map(names.map((name) => [name, [] as number[]]));
  const singles = new Map(names.map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + turn) % names.length];
      const single = singles.get(name)!;
      const runner = runners[name];
      const start = performance.now();
      let before = start;
      let runs = 0;
      do {
        const pending = runner.run();
        if (pending !== undefined) await pending;
        const now = performance.now();
        single.push(now - before);
        before = now;
        runs++;
      } while (before - start < roundMs);
      means.get(name)!.push((before - start) / runs);
    }
  }
  return Object.fromEntries(
    names.map((name): [Name, Timing] => [
      name,
      {
        medianMs: quantile(means.get(name)!, 0.5),
        p99Ms: quantile(singles.get(name)!, 0.99),
        runs: singles.get(name)!.length,
      },
    ]),
  ) as Record<Name, Timing>;
}

/** Value at share `p` (0-1) of the sorted values. */
export function quantile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))];
}
