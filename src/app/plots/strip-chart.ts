import uPlot from 'uplot';
import { blankAhead, type Drawn, type Ink, isArea, type Mark, newDrawn, readMark } from './marks';
import { area, dashedLine, type Frame, line } from './path';
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
/** Pixels that the labels of now and of the end need beside each other. */
const LABEL_ROOM = 36;

/**
 * One strip: a fixed time axis with now at 0, and marks that are read from the tick buffer at each draw. uPlot keeps the
 * scales and draws axes and grid when they change; the marks have a canvas of their own above it, so that a frame costs
 * their paths and nothing else. The arrays are made once.
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
  private readonly canvas = document.createElement('canvas');
  private head = -1;

  constructor(host: HTMLElement, options: StripOptions) {
    const { marks, windowS, rate, ahead, y, height, rows, nowLabel } = options;
    this.rate = rate;
    this.past = Math.round(windowS * rate);
    const length = this.past + 1 + ahead;
    this.xs = Float64Array.from({ length }, (_, i) => (i - this.past) / rate);
    this.drawn = marks.map((mark) => newDrawn(mark, length));
    this.range = new HeldRange(y.low, y.high, y.step);
    this.colours = readColours(host);
    const { colours } = this;
    const edge = { stroke: colours.muted, font: '11px system-ui, sans-serif', ticks: { show: false } };
    const grid = { stroke: colours.grid, width: 1 };
    this.plot = new uPlot(
      {
        width: Math.max(120, host.clientWidth),
        height,
        padding: [6, 20, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: { time: false, auto: false, range: () => [-windowS, Math.max(1, ahead) / rate] },
          y: { auto: false, range: () => [this.range.low, this.range.high] },
        },
        axes: [
          {
            ...edge,
            size: 22,
            gap: 2,
            grid,
            splits: () => timeSplits(windowS, ahead / rate),
            values: (u, splits) => {
              const room = u.valToPos(ahead / rate, 'x') - u.valToPos(0, 'x');
              return splits.map((s) => (s === 0 ? nowLabel : s > 0 && room < LABEL_ROOM ? '' : signed(s)));
            },
          },
          {
            ...edge,
            size: AXIS_WIDTH,
            gap: 4,
            grid: { ...grid, show: rows === undefined },
            space: 28,
            ...(rows ? { splits: () => rows.map((_, i) => i + 0.35), values: () => [...rows] } : {}),
          },
        ],
        series: [{}, { show: false }],
      },
      [this.xs, new Float64Array(length)],
      host,
    );
    this.plot.root.setAttribute('aria-hidden', 'true');
    this.plot.over.append(this.canvas);
    this.fitCanvas();
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
    this.draw();
  }

  resize(width: number, height: number): void {
    this.plot.setSize({ width: Math.max(120, width), height });
    this.fitCanvas();
  }

  /** Index on the time axis under a pointer, `x` in CSS pixels from the left edge of the host. */
  indexAt(x: number): number {
    const t = this.plot.posToVal(x - this.plot.over.offsetLeft, 'x');
    return Math.min(this.xs.length - 1, Math.max(0, Math.round(t * this.rate) + this.past));
  }

  destroy(): void {
    this.plot.destroy();
  }

  private fitCanvas(): void {
    const { width, height } = this.plot.bbox;
    this.canvas.width = width;
    this.canvas.height = height;
    this.canvas.style.width = `${width / devicePixelRatio}px`;
    this.canvas.style.height = `${height / devicePixelRatio}px`;
  }

  private draw(): void {
    const ctx = this.canvas.getContext('2d')!;
    const { width, height } = this.canvas;
    const [xMin, xMax] = [this.xs[0], this.xs[this.xs.length - 1]];
    const { low, high } = this.range;
    const xk = width / (xMax - xMin);
    const yk = -height / (high - low);
    const frame: Frame = { x0: -xMin * xk, xk, y0: -high * yk, yk };
    ctx.clearRect(0, 0, width, height);
    ctx.lineJoin = 'round';
    this.vertical(ctx, frame, 0, this.colours.strong, 1);
    for (const tick of this.markers)
      this.vertical(ctx, frame, (tick - this.head) / this.rate, this.colours.muted, 3);
    for (const d of this.drawn) this.stroke(ctx, frame, d);
    if (this.cursor !== null) this.drawCursor(ctx, frame, this.cursor);
  }

  private stroke(ctx: CanvasRenderingContext2D, frame: Frame, d: Drawn): void {
    const { colour, width, dash } = looks(d.mark, this.colours);
    const path = new Path2D();
    if (d.upper) {
      area(path, this.xs, d.values, d.upper, frame);
      ctx.fillStyle = colour;
      ctx.fill(path);
      return;
    }
    // Dashes are counted in ticks, so that they stay where they are on a curve that moves.
    if (dash) dashedLine(path, this.xs, d.values, frame, dash, this.head - this.past);
    else line(path, this.xs, d.values, frame);
    ctx.strokeStyle = colour;
    strokeLine(ctx, path, width * devicePixelRatio);
  }

  /** A line across, of dots where `pitch` is above 1. */
  private vertical(
    ctx: CanvasRenderingContext2D,
    frame: Frame,
    t: number,
    colour: string,
    pitch: number,
  ): void {
    const x = Math.round(frame.x0 + t * frame.xk);
    if (x < 0 || x > this.canvas.width) return;
    ctx.fillStyle = colour;
    const size = Math.max(1, Math.round(devicePixelRatio));
    if (pitch === 1) ctx.fillRect(x, 0, size, this.canvas.height);
    else for (let y = 0; y < this.canvas.height; y += 2 * pitch) ctx.fillRect(x, y, size, pitch);
  }

  private drawCursor(ctx: CanvasRenderingContext2D, frame: Frame, cursor: number): void {
    this.vertical(ctx, frame, this.xs[cursor], this.colours.ink, 1);
    for (const d of this.drawn) {
      if (d.upper || Number.isNaN(d.values[cursor])) continue;
      ctx.fillStyle = looks(d.mark, this.colours).colour;
      ctx.beginPath();
      ctx.arc(
        frame.x0 + this.xs[cursor] * frame.xk,
        frame.y0 + d.values[cursor] * frame.yk,
        3.5 * devicePixelRatio,
        0,
        2 * Math.PI,
      );
      ctx.fill();
    }
  }
}

type Colours = Record<Ink | 'forecast' | 'muted' | 'baseline' | 'grid' | 'strong' | 'band' | 'error', string>;

function readColours(host: HTMLElement): Colours {
  const css = getComputedStyle(host);
  const token = (name: string): string => css.getPropertyValue(`--${name}`).trim();
  return {
    ink: token('ink'),
    left: token('left'),
    right: token('right'),
    forecast: token('forecast'),
    muted: token('muted'),
    baseline: token('baseline'),
    grid: token('grid'),
    strong: token('line-strong'),
    band: token('forecast-band'),
    error: token('forecast-error'),
  };
}

/** Corners of a triangle around the origin: no direction of a line is left thin. */
const CORNERS = [
  [0, -1.1],
  [0.95, 0.55],
  [-0.95, 0.55],
] as const;

/**
 * Strokes a path of about two pixels as three of one: where a browser draws in software a line of one pixel costs a
 * seventh of a wider one, and where it does not they look the same.
 */
function strokeLine(ctx: CanvasRenderingContext2D, path: Path2D, width: number): void {
  if (width <= 1 || width > 2.5) {
    ctx.lineWidth = width;
    ctx.stroke(path);
    return;
  }
  ctx.lineWidth = 1;
  const radius = (width - 1) / 2;
  for (const [x, y] of CORNERS) {
    ctx.setTransform(1, 0, 0, 1, x * radius, y * radius);
    ctx.stroke(path);
  }
  ctx.setTransform(1, 0, 0, 1, 0, 0);
}

interface Looks {
  colour: string;
  width: number;
  /** Length of a dash and of the gap behind it, in ticks. */
  dash?: readonly [on: number, off: number];
}

function looks(mark: Mark, colours: Colours): Looks {
  if (isArea(mark)) return { colour: mark.kind === 'error' ? colours.error : colours.band, width: 0 };
  switch (mark.kind) {
    case 'ahead':
    case 'hindsight':
      return mark.baseline
        ? { colour: colours.baseline, width: 1.4, dash: [2, 2] }
        : { colour: colours.forecast, width: 2 };
    case 'measured':
      return {
        colour: colours[mark.ink],
        width: mark.ink === 'ink' ? 2 : 1.7,
        ...(mark.ink === 'right' ? { dash: [6, 4] as const } : {}),
      };
    default:
      return { colour: colours.ink, width: 1.2 };
  }
}

function timeSplits(windowS: number, aheadS: number): number[] {
  const pitch = windowS <= 4 ? 1 : windowS <= 8 ? 2 : 4;
  const past = Array.from({ length: Math.floor(windowS / pitch) + 1 }, (_, i) => i * pitch - windowS);
  return aheadS >= 0.4 ? [...past, aheadS] : past;
}

const signed = (s: number): string => `${s > 0 ? '+' : '−'}${Math.abs(s)} s`;
