import type { LogReader } from '../log/log-reader';

/** Whose session it is and what it was recorded with, as exports tell it. */
export interface SessionAbout {
  /** The patient's pseudonym; null: nobody's. */
  readonly code: string | null;
  /** ISO. */
  readonly startedAt: string;
  readonly device: string;
  readonly serial: string;
  readonly affectedSide: 'r' | 'l';
}

export async function aboutOf(log: LogReader, code: string | null): Promise<SessionAbout> {
  const session = await log.session();
  return {
    code,
    startedAt: session.get('startedAt') ?? new Date(log.startMs).toISOString(),
    device: session.get('device') ?? '',
    serial: session.get('serial') ?? '',
    affectedSide: session.get('affectedSide') === 'l' ? 'l' : 'r',
  };
}

/** `20260102T093000`, UTC. */
export const stampOf = (iso: string): string => iso.replace(/\.\d+/u, '').replace(/[-:Z]/gu, '');
