import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until `holds` gives something true, and returns it. Throws with `what` after `timeoutMs`. */
export async function until<T>(
  what: string,
  holds: () => Promise<T> | T,
  timeoutMs = 15_000,
  everyMs = 40,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await holds();
    if (value) return value;
    if (performance.now() > deadline) throw new Error(`after ${timeoutMs} ms still not so: ${what}`);
    await sleep(everyMs);
  }
}
