import { networkSpecSchema } from '../../../src/forecast/network-spec';
import { createChecks } from '../../../src/forecast/runtime/webgl/testing/checks';
import reference from '../../../bench/reference.json';

/** Runs the checks where the live pipeline runs: in a module worker, under the app's content policy. */
const checks = createChecks(networkSpecSchema.parse(reference.spec));

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
