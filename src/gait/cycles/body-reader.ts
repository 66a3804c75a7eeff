import type { ChannelName, Side } from '../channels';
import type { BodyTick } from './cycle-tracker';

interface Leg {
  knee: number;
  hip: number;
  ankle: number;
  contact: number;
}

/** Picks what the cycle tracker looks at out of a row of all channels. The same object each time. */
export class BodyReader {
  readonly #legs: Record<Side, Leg> = { r: nothing(), l: nothing() };
  readonly #places: readonly { leg: Leg; part: keyof Leg; place: number }[];

  constructor(channels: readonly ChannelName[]) {
    this.#places = (['r', 'l'] as const).flatMap((side) =>
      Object.entries(PARTS).map(([part, base]) => ({
        leg: this.#legs[side],
        part: part as keyof Leg,
        place: channels.indexOf(`${base}_${side}`),
      })),
    );
  }

  /** null: nothing came. */
  read(measured: ArrayLike<number> | null): BodyTick {
    for (let i = 0; i < this.#places.length; i++) {
      const { leg, part, place } = this.#places[i];
      leg[part] = measured === null || place < 0 ? Number.NaN : measured[place];
    }
    return this.#legs;
  }
}

const PARTS: Readonly<Record<keyof Leg, string>> = {
  knee: 'knee_angle',
  hip: 'hip_flexion',
  ankle: 'ankle_angle',
  contact: 'foot_contact',
};

const nothing = (): Leg => ({ knee: Number.NaN, hip: Number.NaN, ankle: Number.NaN, contact: Number.NaN });
