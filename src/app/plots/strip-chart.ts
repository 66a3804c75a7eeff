import uPlot from 'uplot';
import { blankAhead, type Drawn, type Ink, isArea, type Mark, newDrawn, readMark } from './marks';
import { area, type Frame, line } from './path';
import type { TickBuffer } from './tick-buffer';
import { HeldRange } from './y-range';

export interface StripOptions {
  marks: readonly Mark[];
  /** Seconds looked back, and the tick rate. */
  windowS: number;
  rate: number;
  /** Ticks ahead of now for which there is room. */
  ahead: number;
  y: { low: number; high: number; step: number };
  height: number;
  /** Labels of the rows of envelopes; angles have degrees at the axis instead. */
  rows?: readonly string[];
  nowLabel: string;
}

const AXIS_WIDTH = 44;

/**
 * One strip: a fixed time axis with now at 0, and marks that are read from the tick buffer at each draw. The arrays are
 * made once; a draw allocates only its canvas paths.
 */
export class StripChart {
  readonly past: number;
  readonly drawn: readonly Drawn[];
  readonly xs: Float64Array;
  /** Index on the time axis that the reader looks at, or null. */
  cursor: number | null = null;
  /** Ticks at which vertical lines stand. */
  markers: readonly number[] = [];
  /** False while no forecast is to be trusted: then none is drawn ahead of now. */
  trusted = true;
  private readonly plot: uPlot;
  private readonly range: HeldRange;
  private readonly colours: Colours;
  private readonly rate: number;
  private readonly nowLabel: string;
  private head = -1;

  constructor(host: HTMLElement, options: StripOptions) {
    const { marks, windowS, rate, ahead, y, height, rows } = options;
    this.rate = rate;
    this.past = Math.round(windowS * rate);
    this.nowLabel = options.nowLabel;
    const length = this.past + 1 + ahead;
    this.xs = Float64Array.from({ length }, (_, i) => (i - this.past) / rate);
    this.drawn = marks.map((mark) => newDrawn(mark, length));
    this.range = new HeldRange(y.low, y.high, y.step);
    this.colours = readColours(host);
    const { colours } = this;
    const edge = { stroke: colours.muted, font: '11px system-ui, sans-serif', ticks: { show: false } };
    this.plot = new uPlot(
      {
        width: Math.max(120, host.clientWidth),
        height,
        padding: [6, 20, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: { time: false, auto: false, range: () => [-windowS, ahead / rate || 1 / rate] },
          y: { auto: false, range: () => [this.range.low, this.range.high] },
        },
        axes: [
          {
            ...edge,
            size: 22,
            gap: 2,
            grid: { stroke: colours.grid, width: 1 },
            splits: () => timeSplits(windowS, ahead / rate),
            values: (_u, splits) => splits.map((s) => (s === 0 ? this.nowLabel : signed(s))),
          },
          {
            ...edge,
            size: AXIS_WIDTH,
            gap: 4,
            grid: { stroke: colours.grid, width: 1 },
            ...(rows
              ? { splits: () => rows.map((_, i) => i + 0.35), values: () => [...rows], grid: { show: false } }
              : { space: 28 }),
          },
        ],
        series: [
          {},
          ...this.drawn.map((d) => ({
            ...style(d.mark, colours),
            points: { show: false },
            paths: () => this.path(d),
          })),
        ],
        hooks: {
          drawAxes: [() => this.drawNow()],
          draw: [() => this.drawCursor()],
        },
      },
      [this.xs, ...this.drawn.map((d) => d.values)],
      host,
    );
    this.plot.root.setAttribute('aria-hidden', 'true');
  }

  /** Reads the buffer's present and draws. */
  update(buffer: TickBuffer): void {
    this.head = buffer.head;
    let grew = false;
    for (const d of this.drawn) {
      readMark(buffer, d, this.past);
      if (!this.trusted) blankAhead(d);
      // What was measured sets the range; a wild forecast may leave the picture, never change its scale.
      if (d.mark.kind === 'measured' && this.range.include(d.values)) grew = true;
    }
    if (grew) this.plot.setScale('y', { min: this.range.low, max: this.range.high });
    this.plot.redraw(true, false);
  }

  resize(width: number, height: number): void {
    this.plot.setSize({ width: Math.max(120, width), height });
  }

  /** Index on the time axis under a pointer, `x` in CSS pixels from the left edge of the host. */
  indexAt(x: number): number {
    const left = this.plot.bbox.left / devicePixelRatio;
    const t = this.plot.posToVal(x - left, 'x');
    return Math.min(this.xs.length - 1, Math.max(0, Math.round(t * this.rate) + this.past));
  }

  destroy(): void {
    this.plot.destroy();
  }

  private frame(): Frame {
    const u = this.plot;
    const x0 = u.valToPos(0, 'x', true);
    const y0 = u.valToPos(0, 'y', true);
    return { x0, xk: u.valToPos(1, 'x', true) - x0, y0, yk: u.valToPos(1, 'y', true) - y0 };
  }

  private path(d: Drawn): uPlot.Series.Paths {
    const path = new Path2D();
    const frame = this.frame();
    if (d.upper) area(path, this.xs, d.values, d.upper, frame);
    else line(path, this.xs, d.values, frame);
    return d.upper ? { stroke: null, fill: path } : { stroke: path, fill: null };
  }

  private drawNow(): void {
    const { ctx, bbox } = this.plot;
    ctx.save();
    ctx.lineWidth = devicePixelRatio;
    const vertical = (t: number, colour: string, dash: number[]): void => {
      const x = Math.round(this.plot.valToPos(t, 'x', true)) + 0.5;
      if (x < bbox.left || x > bbox.left + bbox.width) return;
      ctx.strokeStyle = colour;
      ctx.setLineDash(dash.map((n) => n * devicePixelRatio));
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    };
    vertical(0, this.colours.strong, []);
    for (const tick of this.markers) vertical((tick - this.head) / this.rate, this.colours.muted, [2, 3]);
    ctx.restore();
  }

  private drawCursor(): void {
    if (this.cursor === null) return;
    const { ctx, bbox } = this.plot;
    const x = this.plot.valToPos(this.xs[this.cursor], 'x', true);
    ctx.save();
    ctx.strokeStyle = this.colours.ink;
    ctx.fillStyle = this.colours.ink;
    ctx.lineWidth = devicePixelRatio;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    for (const d of this.drawn) {
      const y = d.values[this.cursor];
      if (d.upper || Number.isNaN(y)) continue;
      ctx.beginPath();
      ctx.arc(x, this.plot.valToPos(y, 'y', true), 3 * devicePixelRatio, 0, 2 * Math.PI);
      ctx.fill();
    }
    ctx.restore();
  }
}

type Colours = Record<Ink | 'muted' | 'baseline' | 'grid' | 'strong' | 'band' | 'error', string>;

function readColours(host: HTMLElement): Colours {
  const css = getComputedStyle(host);
  const token = (name: string): string => css.getPropertyValue(`--${name}`).trim();
  return {
    ink: token('ink'),
    forecast: token('forecast'),
    left: token('left'),
    right: token('right'),
    muted: token('muted'),
    baseline: token('baseline'),
    grid: token('grid'),
    strong: token('line-strong'),
    band: token('forecast-band'),
    error: token('forecast-error'),
  };
}

function style(mark: Mark, colours: Colours): Pick<uPlot.Series, 'stroke' | 'fill' | 'width' | 'dash'> {
  if (isArea(mark)) return { fill: mark.kind === 'error' ? colours.error : colours.band, width: 0 };
  switch (mark.kind) {
    case 'ahead':
    case 'hindsight':
      return mark.baseline
        ? { stroke: colours.baseline, width: 1.4, dash: [4, 4] }
        : { stroke: colours.forecast, width: 2 };
    case 'measured':
      return {
        stroke: colours[mark.ink],
        width: mark.ink === 'ink' ? 2 : 1.6,
        ...(mark.ink === 'right' ? { dash: [7, 4] } : {}),
      };
    default:
      return { stroke: colours.ink, width: 1.2 };
  }
}

function timeSplits(windowS: number, aheadS: number): number[] {
  const pitch = windowS <= 4 ? 1 : windowS <= 8 ? 2 : 4;
  const past = Array.from({ length: Math.floor(windowS / pitch) + 1 }, (_, i) => i * pitch - windowS);
  return aheadS >= 0.4 ? [...past, aheadS] : past;
}

const signed = (s: number): string => `${s > 0 ? '+' : '−'}${Math.abs(s)} s`;
