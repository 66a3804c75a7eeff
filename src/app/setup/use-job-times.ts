import { useEffect, useState } from 'react';
import { appBaseUrl, makeBenchWorker } from '../bench/app-worker';
import { shippedModel, weightsNameOf } from '../bench/shipped-model';
import { BenchClient } from '../bench/worker-client';
import { knownTimes, rememberTimes } from '../link/executor-memory';
import { useApp } from '../store/store';

/** Jobs that are measured on demand; the live one is measured when a model is loaded. */
export const JOBS = ['batch', 'training'] as const;
export type Job = (typeof JOBS)[number];

/** ms, or why it does not run, by what could do the job. */
type Times = Readonly<Record<string, number | string>>;

/** What was measured on this computer for the model in use, and a way to measure it. */
export function useJobTimes(model: string | null) {
  const settings = useApp((s) => s.settings);
  const [name, setName] = useState<string | null>(null);
  const [state, setState] = useState<'idle' | 'measuring' | 'failed'>('idle');

  useEffect(() => {
    if (model === null) return;
    let wanted = true;
    weightsNameOf(appBaseUrl(), model).then(
      (found) => wanted && setName(found),
      () => wanted && setName(null),
    );
    return () => {
      wanted = false;
    };
  }, [model]);

  const times = (job: Job): Times =>
    name === null ? {} : (knownTimes(settings, navigator.userAgent)[keyOf(name, job)] ?? {});

  const measure = async (): Promise<void> => {
    setState('measuring');
    const client = new BenchClient(makeBenchWorker());
    try {
      const { spec, weights, sha256 } = await shippedModel(appBaseUrl(), model);
      for (const job of JOBS) {
        const measured = await client.ask({ kind: 'choice', job, spec, weights });
        rememberTimes(keyOf(sha256, job), measured, navigator.userAgent);
      }
      setState('idle');
    } catch {
      setState('failed');
    } finally {
      client.end();
    }
  };
  return { times, measure, state };
}

const keyOf = (name: string, job: Job): string => `${name}:${job}`;

/** The fastest that runs. */
export function fastestOf(times: Times): string | null {
  const numbers = Object.entries(times).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  return numbers.toSorted((a, b) => a[1] - b[1])[0]?.[0] ?? null;
}
