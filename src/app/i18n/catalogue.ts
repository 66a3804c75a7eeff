import type { en } from './en';

/** The shape of a catalogue: the keys of the English one, any text at the leaves. */
type Texts<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends readonly string[]
      ? readonly string[]
      : Texts<T[K]>;
};

export type Catalogue = Texts<typeof en>;
