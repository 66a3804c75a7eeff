/** Branded numbers: a degree cannot be passed where a hertz or a second is meant. */
declare const unit: unique symbol;
type Branded<U extends string> = number & { readonly [unit]?: U };

export type Degrees = Branded<'deg'>;
export type Hertz = Branded<'Hz'>;
export type Seconds = Branded<'s'>;
export type Microseconds = Branded<'us'>;
/** Percent of something named beside the value (range, cycle), 0-100. */
export type Percent = Branded<'%'>;

/** Units a channel may carry, as written on the wire and on screen. */
export const UNITS = ['deg', 'deg/s', 'mV', 'uV', 'N', 'Nm', 'bool', '1'] as const;
export type Unit = (typeof UNITS)[number];
