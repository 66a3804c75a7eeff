/** Branded numbers: a degree cannot be passed where a radian, a hertz or a second is meant. */
declare const unit: unique symbol;
type Branded<U extends string> = number & { readonly [unit]?: U };

export type Degrees = Branded<'deg'>;
export type Radians = Branded<'rad'>;
export type Hertz = Branded<'Hz'>;
export type Seconds = Branded<'s'>;
export type Milliseconds = Branded<'ms'>;
export type Microseconds = Branded<'us'>;
/** Percent of something named beside the value (range, cycle), 0-100. */
export type Percent = Branded<'%'>;

/** Units a channel may carry, as written on the wire and on screen. */
export const UNITS = ['deg', 'deg/s', 'mV', 'uV', 'N', 'Nm', 'bool', '1'] as const;
export type Unit = (typeof UNITS)[number];

export const toRadians = (d: Degrees): Radians => ((d as number) * Math.PI) / 180;
export const toDegrees = (r: Radians): Degrees => ((r as number) * 180) / Math.PI;
