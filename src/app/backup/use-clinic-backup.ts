import { useEffect, useRef, useState } from 'react';
import type { ClinicBackup } from '../../records/backup/clinic-backup';
import { codeOf } from '../link/patient-desk';
import { type Progress, progressOf } from './time-left';

export type Work = 'write' | 'verify' | 'check' | 'restore';

interface Running {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

interface Job {
  /** What is being done; null: nothing is. */
  readonly work: (Progress & { readonly what: Work }) | null;
  /** What the last job failed of. */
  readonly problem: { readonly code: string; readonly detail: string } | null;
  /** One after the other; resolves to null where it failed or was cancelled. */
  readonly run: <T>(
    work: (backup: ClinicBackup, begin: (what: Work) => Running) => Promise<T>,
  ) => Promise<T | null>;
  readonly cancel: () => void;
}

/** Numbers change at most this often. */
const SHOW_MS = 100;

/** Runs one job of the backup at a time, and tells how far it is. What is under way is cancelled with its dialog. */
export function useClinicBackup(): Job {
  const [work, setWork] = useState<Job['work']>(null);
  const [problem, setProblem] = useState<Job['problem']>(null);
  const controller = useRef<AbortController | null>(null);
  useEffect(() => () => controller.current?.abort(), []);

  async function run<T>(
    todo: (backup: ClinicBackup, begin: (what: Work) => Running) => Promise<T>,
  ): Promise<T | null> {
    const abort = new AbortController();
    controller.current = abort;
    setProblem(null);
    // Fetched when it is needed first.
    const { ClinicBackup } = await import('../../records/backup/clinic-backup');
    const backup = new ClinicBackup();
    const begin = (what: Work): Running => {
      const began = performance.now();
      let shown = Number.NEGATIVE_INFINITY;
      setWork({ what, share: 0, secondsLeft: null });
      return {
        signal: abort.signal,
        onProgress(done, total) {
          const now = performance.now();
          if (now - shown < SHOW_MS && done < total) return;
          shown = now;
          setWork({ what, ...progressOf(done, total, now - began) });
        },
      };
    };
    try {
      return await todo(backup, begin);
    } catch (error) {
      setProblem({ code: codeOf(error), detail: error instanceof Error ? error.message : String(error) });
      return null;
    } finally {
      backup.close();
      controller.current = null;
      setWork(null);
    }
  }
  return { work, problem, run, cancel: () => controller.current?.abort() };
}
