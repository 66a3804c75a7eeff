import type { Timers } from '../timers';

/** A clock that stands until told, for tests. */
export class FakeTimers implements Timers {
  private time = 0;
  private pending: { at: number; call: () => void }[] = [];

  now(): number {
    return this.time;
  }

  after(ms: number, call: () => void): () => void {
    const entry = { at: this.time + Math.max(0, ms), call };
    this.pending.push(entry);
    return () => {
      this.pending = this.pending.filter((p) => p !== entry);
    };
  }

  get waiting(): number {
    return this.pending.length;
  }

  /** Lets `ms` pass, timer by timer, with promises settled in between. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    await settle();
    for (;;) {
      const due = this.pending.filter((p) => p.at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.time = Math.max(this.time, due.at);
      this.pending = this.pending.filter((p) => p !== due);
      due.call();
      await settle();
    }
    this.time = end;
  }
}

async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}
