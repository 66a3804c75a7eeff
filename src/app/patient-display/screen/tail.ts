/** So much of a cycle is drawn behind the dot. */
const LENGTH = 0.35;

interface TailPoint {
  readonly phase: number;
  readonly angle: number;
}

/** The way that the dot has come within this step; a new step begins a new one. */
export class Tail {
  private points: TailPoint[] = [];

  get all(): readonly TailPoint[] {
    return this.points;
  }

  /** A phase that is not known, or an angle that was not measured, ends it. */
  add(phase: number | null, angle: number): void {
    if (phase === null || Number.isNaN(angle)) return this.clear();
    const last = this.points.at(-1);
    if (last && phase < last.phase) this.points = [];
    this.points = this.points.filter((p) => p.phase > phase - LENGTH);
    this.points.push({ phase, angle });
  }

  clear(): void {
    this.points = [];
  }
}
