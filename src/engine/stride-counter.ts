import type { ChannelName, Side } from '../gait/channels';
import { StrideDetector } from '../gait/strides';

/** Strides of the affected leg (of the other where that has no knee channel), by foot contact where there is one. */
export class StrideCounter {
  readonly #rate: number;
  #detector: StrideDetector;
  #knee = -1;
  #contact = -1;

  constructor(rate: number) {
    this.#rate = rate;
    this.#detector = new StrideDetector(rate);
  }

  get count(): number {
    return this.#detector.count;
  }

  /** Steps a minute; null when not walking. */
  get cadence(): number | null {
    return this.#detector.cadence;
  }

  /** Of the gait cycle, 0 to below 1; null when not walking. */
  get phase(): number | null {
    return this.#detector.phase;
  }

  restart(channels: readonly ChannelName[], affectedSide: Side): void {
    this.#detector = new StrideDetector(this.#rate);
    const side = channels.includes(`knee_angle_${affectedSide}`)
      ? affectedSide
      : affectedSide === 'r'
        ? 'l'
        : 'r';
    this.#knee = channels.indexOf(`knee_angle_${side}`);
    this.#contact = channels.indexOf(`foot_contact_${side}`);
  }

  /** One tick, `measured` by channel. A hole in the ticks is no stride: the detector's own limits see to that. */
  tick(measured: Float32Array): void {
    if (this.#knee < 0) return;
    this.#detector.push(measured[this.#knee], this.#contact < 0 ? Number.NaN : measured[this.#contact]);
  }
}
