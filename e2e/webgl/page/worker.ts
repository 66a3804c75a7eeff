import * as checks from '../../../src/forecast/runtime/webgl/testing/checks';

/** Runs the checks where the live pipeline runs: in a module worker, under the app's content policy. */
export type Checks = typeof checks;
export interface CheckRequest {
  name: keyof Checks;
  options: object;
}

self.onmessage = ({ data: { name, options } }: MessageEvent<CheckRequest>) => {
  const check = checks[name] as (options: object) => Promise<unknown>;
  check(options).then(
    (value) => self.postMessage({ value }),
    (error: unknown) => self.postMessage({ error: error instanceof Error ? error.stack : String(error) }),
  );
};
