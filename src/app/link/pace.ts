/**
 * Passes the newest of many values on, at most once in `everyMs`; what `isUrgent` finds urgent goes at once. The last
 * value always arrives.
 */
export class Pace<T> {
  private readonly everyMs: number;
  private readonly show: (value: T) => void;
  private readonly isUrgent: (shown: T, next: T) => boolean;
  private shown: T | null = null;
  private waiting: T | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    everyMs: number,
    show: (value: T) => void,
    isUrgent: (shown: T, next: T) => boolean = () => false,
  ) {
    this.everyMs = everyMs;
    this.show = show;
    this.isUrgent = isUrgent;
  }

  push(value: T): void {
    this.waiting = value;
    if (this.timer === null || this.shown === null || this.isUrgent(this.shown, value)) this.flush();
  }

  private flush(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (this.waiting === null) return;
    const value = this.waiting;
    this.waiting = null;
    this.shown = value;
    this.timer = setTimeout(() => this.flush(), this.everyMs);
    this.show(value);
  }
}
