const KEY = 'stridecast.tab';
/** A page that is being left lets go of its name within this time. */
const LETS_GO_MS = 400;

/**
 * A name of this tab that outlives a reload and that no other tab has: a duplicated tab, which copies all that a tab remembers, takes a
 * new one. Where the browser remembers nothing or has no locks, it is new each time.
 */
export async function tabId(): Promise<string> {
  const remembered = read();
  if (remembered !== null && (await hold(remembered))) return remembered;
  const made = crypto.randomUUID();
  await hold(made);
  write(made);
  return made;
}

/** Holds the lock of this name for as long as the page lives; false where another page does. */
function hold(id: string): Promise<boolean> {
  if (typeof navigator === 'undefined' || !('locks' in navigator)) return Promise.resolve(false);
  return new Promise((resolve) => {
    navigator.locks
      .request(`${KEY}.${id}`, { signal: AbortSignal.timeout(LETS_GO_MS) }, () => {
        resolve(true);
        return new Promise<never>(() => undefined);
      })
      .catch(() => resolve(false));
  });
}

function read(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function write(id: string): void {
  try {
    sessionStorage.setItem(KEY, id);
  } catch {
    // A private window: the name lasts as long as the page.
  }
}
