import {
  type DisplayHello,
  type DisplayMessage,
  type DisplayPoint,
  displayChannel,
  type DisplayScene,
} from './display-protocol';
import { FrameGate } from './frame-gate';

/** A screen that was not heard of for so long is gone: it says hello every second. */
const GONE_MS = 3500;
/** A scene that has not changed is told again, for a screen that has just opened. */
const AGAIN_MS = 500;
/** A longer way than this is not shown. */
const MOST_POINTS = 50;

export interface ChannelLike {
  postMessage(message: DisplayMessage): void;
  onmessage: ((event: MessageEvent<DisplayHello>) => void) | null;
  close(): void;
}

/** The engine's end of the patient's screens: tells them all the same, and nothing where none listens. */
export class ScreenPost {
  readonly #open: (name: string) => ChannelLike | null;
  readonly #now: () => number;
  readonly #gate = new FrameGate();
  #id: string | null = null;
  #channel: ChannelLike | null = null;
  #heardMs = Number.NEGATIVE_INFINITY;
  #previewMs = Number.NEGATIVE_INFINITY;
  #points: DisplayPoint[] = [];
  #told = '';
  #toldMs = Number.NEGATIVE_INFINITY;

  constructor(open: (name: string) => ChannelLike | null, now: () => number) {
    this.#open = open;
    this.#now = now;
  }

  get screenOpen(): boolean {
    return this.#now() - this.#heardMs < GONE_MS;
  }

  /** By a patient's screen, or by the therapist's preview of it. */
  get watched(): boolean {
    return this.screenOpen || this.#now() - this.#previewMs < GONE_MS;
  }

  listenOn(id: string | null): void {
    if (id === this.#id) return;
    this.#channel?.close();
    this.#id = id;
    this.#heardMs = this.#previewMs = Number.NEGATIVE_INFINITY;
    this.#channel = id === null ? null : this.#open(displayChannel(id));
    if (this.#channel === null) return;
    this.#channel.onmessage = ({ data }) => {
      if (data.type !== 'hello') return;
      if (data.from === 'screen') this.#heardMs = this.#now();
      else this.#previewMs = this.#now();
    };
  }

  scene(scene: DisplayScene): void {
    if (!this.watched) return;
    const now = this.#now();
    const told = JSON.stringify(scene);
    if (told === this.#told && now - this.#toldMs < AGAIN_MS) return;
    this.#told = told;
    this.#toldMs = now;
    this.#channel?.postMessage(scene);
  }

  /** To be told with the next frame. */
  point(phase: number | null, angle: number): void {
    if (this.#points.length >= MOST_POINTS) this.#points.shift();
    this.#points.push({ phase, angle });
  }

  frame(tick: number): void {
    if (this.#points.length === 0 || !this.watched || !this.#gate.opens(this.#now())) return;
    this.#channel?.postMessage({ type: 'frame', tick, points: this.#points });
    this.#points = [];
  }
}

export const openBroadcast = (name: string): ChannelLike | null =>
  typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name);
