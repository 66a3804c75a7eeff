/** How far a job is, for the eye. */
export interface Progress {
  /** 0 to 1. */
  readonly share: number;
  /** null as long as nobody can tell. */
  readonly secondsLeft: number | null;
}

/** Before this, the speed is a guess. */
const FIRST_MS = 1000;

export function progressOf(done: number, total: number, elapsedMs: number): Progress {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const known = elapsedMs >= FIRST_MS && share > 0;
  return { share, secondsLeft: known ? Math.ceil((elapsedMs * (1 - share)) / share / 1000) : null };
}
