import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BaselineName } from './baselines';
import type { TrialErrors } from './errors';
import type { TrainResult } from './train-job';

/** What one training found. */
export type JobResult = TrainResult & { readonly windows: { training: number; test: number } };
/** What the baselines of one setting found, all folds together. */
export type BaselineResult = Record<BaselineName, TrialErrors[]> & {
  readonly ridge_chosen: readonly { lags: number; lambda: number }[];
};

/**
 * Results as files, one for each job, in a folder that git does not see: what is there is not done again. `key` says
 * how they were made; under another key nothing is found.
 */
export class ResultStore {
  readonly #dir: string;
  readonly #key: string;

  constructor(dir: string, key: string) {
    this.#dir = dir;
    this.#key = key;
    mkdirSync(dir, { recursive: true });
  }

  read<T>(name: string): T | undefined {
    try {
      const found = JSON.parse(readFileSync(this.#path(name), 'utf8')) as { key: string; result: T };
      return found.key === this.#key ? found.result : undefined;
    } catch {
      return undefined;
    }
  }

  /** Written aside and renamed, so that a file is whole or not there. */
  write(name: string, result: unknown): void {
    const path = this.#path(name);
    writeFileSync(`${path}.new`, JSON.stringify({ key: this.#key, result }));
    renameSync(`${path}.new`, path);
  }

  #path(name: string): string {
    return join(this.#dir, `${name}.json`);
  }
}
