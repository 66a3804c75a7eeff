type Draw = (nowMs: number) => void;

/** One animation-frame loop for the whole page: first everything is drawn, then the next ticks are asked for. */
export class FrameLoop {
  private readonly draws = new Set<Draw>();
  private readonly afterDraw: () => void;
  private handle: number | null = null;

  constructor(afterDraw: () => void) {
    this.afterDraw = afterDraw;
  }

  start(): void {
    this.handle ??= requestAnimationFrame(this.frame);
  }

  stop(): void {
    if (this.handle !== null) cancelAnimationFrame(this.handle);
    this.handle = null;
  }

  /** Returns the function that ends the drawing. */
  onFrame(draw: Draw): () => void {
    this.draws.add(draw);
    return () => this.draws.delete(draw);
  }

  private readonly frame = (nowMs: number): void => {
    this.handle = requestAnimationFrame(this.frame);
    for (const draw of this.draws) draw(nowMs);
    this.afterDraw();
  };
}
