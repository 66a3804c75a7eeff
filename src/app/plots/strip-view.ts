import type { EngineLink } from '../link/engine-link';
import { StripChart, type StripOptions } from './strip-chart';

/** Text that changes with the data is rewritten at most this often. */
const READOUT_EVERY_MS = 250;

interface StripViewOptions extends StripOptions {
  link: EngineLink;
  /** Where the values under the cursor are written. */
  readout: HTMLElement;
  /** The values at a place of the time axis in words. */
  describe: (chart: StripChart, index: number) => string;
  /** Keeps tick and times of what is on screen as data attributes of the host. */
  reportsFreshness: boolean;
}

/** A strip that lives outside of React: draws itself when there is something new and it is in sight. */
export class StripView {
  readonly chart: StripChart;
  private readonly host: HTMLElement;
  private readonly options: StripViewOptions;
  private readonly ends: (() => void)[];
  private dirty = true;
  private inSight = true;
  private shown: { buffer: unknown; version: number } = { buffer: null, version: -1 };
  private readAtMs = 0;

  constructor(host: HTMLElement, options: StripViewOptions) {
    this.host = host;
    this.options = options;
    this.chart = new StripChart(host, options);
    const resize = new ResizeObserver(() => {
      this.chart.resize(host.clientWidth, options.height);
      this.dirty = true;
    });
    resize.observe(host);
    const sight = new IntersectionObserver(([entry]) => {
      this.inSight = entry.isIntersecting;
      this.dirty = true;
    });
    sight.observe(host);
    this.ends = [
      options.link.frames.onFrame((nowMs) => this.frame(nowMs)),
      () => resize.disconnect(),
      () => sight.disconnect(),
      () => this.chart.destroy(),
    ];
  }

  set markers(ticks: readonly number[]) {
    this.chart.markers = ticks;
    this.dirty = true;
  }

  set trusted(trusted: boolean) {
    this.chart.trusted = trusted;
    this.dirty = true;
  }

  /** Index of the last place on the time axis. */
  get last(): number {
    return this.chart.xs.length - 1;
  }

  /** What the cursor reads is what the strip shows from now on: the picture that a pause has just stopped, not the one before. */
  moveCursor(index: number | null): void {
    if (this.hasNews) this.look();
    this.chart.cursor = index;
    this.options.readout.textContent = index === null ? '' : this.describe(index);
    this.dirty = true;
  }

  describe(index: number): string {
    return this.options.describe(this.chart, index);
  }

  indexAt(clientX: number): number {
    return this.chart.indexAt(clientX - this.host.getBoundingClientRect().left);
  }

  destroy(): void {
    for (const end of this.ends) end();
  }

  private frame(nowMs: number): void {
    const { readout, reportsFreshness } = this.options;
    if (!this.inSight || !(this.dirty || this.hasNews)) return;
    this.look();
    if (reportsFreshness) this.report();
    if (this.chart.cursor !== null && nowMs - this.readAtMs > READOUT_EVERY_MS) {
      this.readAtMs = nowMs;
      readout.textContent = this.describe(this.chart.cursor);
    }
  }

  private get hasNews(): boolean {
    const buffer = this.options.link.view;
    return buffer !== this.shown.buffer || buffer.version !== this.shown.version;
  }

  private look(): void {
    const buffer = this.options.link.view;
    this.dirty = false;
    this.shown = { buffer, version: buffer.version };
    this.chart.update(buffer);
  }

  private report(): void {
    const { tick, forecastTick, arrivalEpochMs, forecastEpochMs } = this.options.link.freshness;
    const { dataset } = this.host;
    dataset.tick = String(tick);
    dataset.forecastTick = String(forecastTick);
    dataset.arrivalMs = String(arrivalEpochMs);
    dataset.forecastMs = String(forecastEpochMs);
  }
}
