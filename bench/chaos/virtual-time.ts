interface Timer {
  readonly id: number;
  readonly call: () => void;
  readonly everyMs: number | null;
  atMs: number;
}

/** Real ones, kept before anything is put in their place. */
const real = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  now: performance.now.bind(performance),
};

/** Turns of promises that may hang on what one timer did. */
const SETTLE_TURNS = 12;

/**
 * This thread's timers and clock, standing until told: the engine runs as it ships, and ten seconds of silence cost
 * nothing. One at a time.
 */
export class VirtualTime {
  #nowMs = 0;
  #timers: Timer[] = [];
  #nextId = 1;
  readonly #onError: (error: unknown) => void;

  /** `onError`: what a timer's callback threw. */
  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  install(): void {
    const set =
      (repeats: boolean) =>
      (call: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): number => {
        const everyMs = repeats ? Math.max(1, ms) : null;
        const id = this.#nextId++;
        this.#timers.push({ id, call: () => call(...args), everyMs, atMs: this.#nowMs + Math.max(0, ms) });
        return id;
      };
    const clear = (id: unknown): void => {
      this.#timers = this.#timers.filter((t) => t.id !== id);
    };
    Object.assign(globalThis, {
      setTimeout: set(false),
      setInterval: set(true),
      clearTimeout: clear,
      clearInterval: clear,
    });
    performance.now = () => this.#nowMs;
  }

  uninstall(): void {
    const { now, ...timers } = real;
    Object.assign(globalThis, timers);
    performance.now = now;
    this.#timers = [];
  }

  /** Everything due within `ms` runs, each with the promises that hang on it. */
  async pass(ms: number): Promise<void> {
    const end = this.#nowMs + ms;
    for (;;) {
      let due: Timer | null = null;
      for (const t of this.#timers) if (t.atMs <= end && (due === null || t.atMs < due.atMs)) due = t;
      if (due === null) break;
      this.#nowMs = Math.max(this.#nowMs, due.atMs);
      this.#ran(due);
      try {
        due.call();
      } catch (error) {
        this.#onError(error);
      }
      for (let i = 0; i < SETTLE_TURNS; i++) await Promise.resolve();
    }
    this.#nowMs = Math.max(this.#nowMs, end);
  }

  /** The machine sleeps: the clock goes on and nothing runs. What fell due runs late, and once. */
  sleep(ms: number): void {
    this.#nowMs += ms;
  }

  #ran(timer: Timer): void {
    if (timer.everyMs === null) this.#timers = this.#timers.filter((t) => t !== timer);
    else timer.atMs = Math.max(this.#nowMs, timer.atMs) + timer.everyMs;
  }
}
