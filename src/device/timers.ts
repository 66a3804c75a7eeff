/** Time as this layer sees it, so that a test can hold the clock. */
export interface Timers {
  /** Monotonic, ms. */
  now(): number;
  /** Calls once after `ms`; the returned function cancels. */
  after(ms: number, call: () => void): () => void;
}

export const realTimers: Timers = {
  now: () => performance.now(),
  after(ms, call) {
    const id = setTimeout(call, ms);
    return () => clearTimeout(id);
  },
};
