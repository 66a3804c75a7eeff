import uPlot from 'uplot';
import type { Block, BlockRequest } from '../../../records/review/block';
import type { Overview, ReviewMarker } from '../../../records/review/review';
import { clock, fixed } from '../../format';
import { BlockCache } from './block-cache';

interface ScrollerOptions {
  readonly seconds: number;
  readonly read: (request: BlockRequest) => Promise<Block | null>;
  /** Where the stretch begins has changed: for the slider beside it. */
  readonly onMove: (fromS: number) => void;
}

const HEIGHT = 240;
const STRIP_HEIGHT = 48;
const LEAST_RANGE = 20;

/**
 * A stretch of a session that is scrolled and zoomed: measured, forecast and its interval, marks; below it the whole session with the
 * stretch in it. Lives outside of React and draws at most once a frame.
 */
export class SignalScroller {
  readonly #host: HTMLElement;
  readonly #options: ScrollerOptions;
  readonly #cache: BlockCache;
  readonly #plot: uPlot;
  readonly #whole = document.createElement('canvas');
  readonly #window = document.createElement('div');
  readonly #ends: (() => void)[] = [];
  #fromS = 0;
  #widthS = 10;
  #range: [number, number] = [0, 60];
  #markers: readonly ReviewMarker[] = [];
  #overview: { readonly low: Float32Array; readonly high: Float32Array } | null = null;
  #frame = 0;

  constructor(plotHost: HTMLElement, wholeHost: HTMLElement, options: ScrollerOptions) {
    this.#host = plotHost;
    this.#options = options;
    this.#cache = new BlockCache(options.seconds, options.read, () => this.#drawSoon());
    this.#plot = this.#makePlot();
    wholeHost.append(this.#whole, this.#window);
    this.#window.dataset.part = 'window';
    this.#listen(wholeHost);
    const resize = new ResizeObserver(() => {
      this.#plot.setSize({ width: Math.max(160, plotHost.clientWidth), height: HEIGHT });
      this.#drawWhole();
      this.#drawSoon();
    });
    resize.observe(plotHost);
    this.#ends.push(() => resize.disconnect());
  }

  /** Seconds since the session's start. */
  get fromS(): number {
    return this.#fromS;
  }

  show(joint: string, ms: number): void {
    this.#cache.show(joint, ms);
    this.#range = [0, LEAST_RANGE];
    this.#overview = null;
    this.#drawSoon();
  }

  set widthS(seconds: number) {
    const middle = this.#fromS + this.#widthS / 2;
    this.#widthS = Math.min(seconds, this.#options.seconds);
    this.moveTo(middle - this.#widthS / 2);
  }

  moveTo(fromS: number): void {
    this.#fromS = Math.max(0, Math.min(this.#options.seconds - this.#widthS, fromS));
    this.#options.onMove(this.#fromS);
    this.#drawSoon();
  }

  /** Puts a moment a fifth into the picture. */
  jumpTo(atS: number): void {
    this.moveTo(atS - 0.2 * this.#widthS);
  }

  /** Of the whole session, as soon as it is known; `joint` is its place in the overview. */
  describe(markers: readonly ReviewMarker[], overview: Overview, joint: number): void {
    this.#markers = markers;
    const [low, high] = [overview.low.at(joint), overview.high.at(joint)];
    this.#overview = low && high ? { low, high } : null;
    if (this.#overview) this.#include([this.#overview.low, this.#overview.high]);
    this.#drawWhole();
    this.#drawSoon();
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    for (const end of this.#ends) end();
    this.#plot.destroy();
    this.#whole.remove();
    this.#window.remove();
  }

  #makePlot(): uPlot {
    const token = this.#token;
    const edge = { stroke: token('muted'), font: '11px system-ui, sans-serif', ticks: { show: false } };
    const grid = { stroke: token('grid'), width: 1 };
    const hidden = { stroke: 'transparent', width: 0, points: { show: false } };
    return new uPlot(
      {
        width: Math.max(160, this.#host.clientWidth),
        height: HEIGHT,
        padding: [8, 14, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: { time: false, auto: false, range: () => [this.#fromS, this.#fromS + this.#widthS] },
          y: { auto: false, range: () => this.#range },
        },
        axes: [
          {
            ...edge,
            size: 24,
            gap: 2,
            grid,
            values: (_u, splits) => splits.map((s) => (Number.isInteger(s) ? clock(s) : '')),
          },
          { ...edge, size: 48, gap: 4, grid, values: (_u, splits) => splits.map((v) => `${fixed(v, 0)}°`) },
        ],
        series: [
          {},
          { stroke: token('ink'), width: 1.75, points: { show: false } },
          { stroke: token('forecast'), width: 1.75, points: { show: false } },
          hidden,
          hidden,
        ],
        bands: [{ series: [4, 3], fill: token('forecast-band') }],
        hooks: { draw: [(u) => this.#drawMarkers(u)] },
      },
      [[], [], [], [], []],
      this.#host,
    );
  }

  readonly #token = (name: string): string =>
    getComputedStyle(this.#host).getPropertyValue(`--${name}`).trim();

  #drawSoon(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw(): void {
    const [from, to] = [this.#fromS, this.#fromS + this.#widthS];
    const { xs, rows } = this.#cache.stretch(from, to);
    this.#include(rows.slice(0, 1));
    this.#plot.batch(() => {
      this.#plot.setData([xs, ...rows] as uPlot.AlignedData, false);
      this.#plot.setScale('x', { min: from, max: to });
      this.#plot.setScale('y', { min: this.#range[0], max: this.#range[1] });
    });
    this.#host.dataset.from = from.toFixed(2);
    this.#host.dataset.ready = String(this.#cache.has(from, to));
    const { seconds } = this.#options;
    this.#window.style.left = `${(100 * from) / seconds}%`;
    this.#window.style.width = `${(100 * this.#widthS) / seconds}%`;
  }

  /** What was measured sets the range; a wild forecast may leave the picture. */
  #include(rows: readonly ArrayLike<number | null>[]): void {
    let [low, high] = this.#range;
    for (const row of rows)
      for (let i = 0; i < row.length; i++) {
        const value = row[i];
        if (value === null || Number.isNaN(value)) continue;
        if (value < low) low = 10 * Math.floor(value / 10);
        if (value > high) high = 10 * Math.ceil(value / 10);
      }
    this.#range = [low, high];
  }

  #drawMarkers(u: uPlot): void {
    const { ctx, bbox } = u;
    ctx.save();
    ctx.fillStyle = this.#token('muted');
    ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
    for (const { atS, label } of this.#markers) {
      if (atS < this.#fromS || atS > this.#fromS + this.#widthS) continue;
      const x = Math.round(u.valToPos(atS, 'x', true));
      for (let y = bbox.top; y < bbox.top + bbox.height; y += 6)
        ctx.fillRect(x, y, Math.max(1, Math.round(devicePixelRatio)), 3);
      ctx.fillText(label, x + 4 * devicePixelRatio, bbox.top + 11 * devicePixelRatio);
    }
    ctx.restore();
  }

  #drawWhole(): void {
    const { parentElement: host } = this.#whole;
    if (!host) return;
    const [width, height] = [host.clientWidth, STRIP_HEIGHT].map((v) => Math.round(v * devicePixelRatio));
    this.#whole.width = width;
    this.#whole.height = height;
    const ctx = this.#whole.getContext('2d')!;
    ctx.fillStyle = this.#token('baseline');
    const overview = this.#overview;
    if (overview) {
      const { low, high } = overview;
      const [bottom, top] = this.#range;
      const y = (v: number): number => height * (1 - (v - bottom) / (top - bottom));
      const step = width / low.length;
      for (let i = 0; i < low.length; i++) {
        if (Number.isNaN(low[i])) continue;
        const from = y(high[i]);
        ctx.fillRect(
          Math.floor(i * step),
          from,
          Math.max(1, Math.ceil(step)),
          Math.max(devicePixelRatio, y(low[i]) - from),
        );
      }
    }
    ctx.fillStyle = this.#token('ink');
    for (const { atS } of this.#markers)
      ctx.fillRect(
        Math.round((atS / this.#options.seconds) * width),
        0,
        Math.max(1, devicePixelRatio),
        height,
      );
  }

  /** Drag and wheel on the picture; a press on the whole session goes there. */
  #listen(wholeHost: HTMLElement): void {
    const on = <K extends keyof HTMLElementEventMap>(
      element: HTMLElement,
      type: K,
      listener: (event: HTMLElementEventMap[K]) => void,
      options?: AddEventListenerOptions,
    ): void => {
      element.addEventListener(type, listener, options);
      this.#ends.push(() => element.removeEventListener(type, listener, options));
    };
    const perPixel = (): number => this.#widthS / Math.max(1, this.#plot.over.clientWidth);
    on(this.#host, 'pointerdown', (event) => this.#host.setPointerCapture(event.pointerId));
    on(this.#host, 'pointermove', (event) => {
      if (event.buttons === 1) this.moveTo(this.#fromS - event.movementX * perPixel());
    });
    on(
      this.#host,
      'wheel',
      (event) => {
        const delta = event.deltaX !== 0 ? event.deltaX : event.shiftKey ? event.deltaY : 0;
        // Up and down scrolls the page, as everywhere.
        if (delta === 0) return;
        event.preventDefault();
        this.moveTo(this.#fromS + delta * perPixel());
      },
      { passive: false },
    );
    const goTo = (event: PointerEvent): void => {
      const { left, width } = wholeHost.getBoundingClientRect();
      this.moveTo(((event.clientX - left) / width) * this.#options.seconds - this.#widthS / 2);
    };
    on(wholeHost, 'pointerdown', (event) => {
      wholeHost.setPointerCapture(event.pointerId);
      goTo(event);
    });
    on(wholeHost, 'pointermove', (event) => {
      if (event.buttons === 1) goTo(event);
    });
  }
}
