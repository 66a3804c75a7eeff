/** So much of the work must be done, and so much time be gone, before anything is said of the rest. */
const LEAST_SHARE = 0.05;
const LEAST_MS = 400;

/** Seconds that work still needs, by what it needed so far; null until it can be told. */
export function secondsLeft(share: number, elapsedMs: number): number | null {
  if (share < LEAST_SHARE || elapsedMs < LEAST_MS) return null;
  return Math.max(0, ((1 - share) / share) * elapsedMs) / 1000;
}
