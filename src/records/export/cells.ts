import { baseOf, channelInfo } from '../../gait/channels';

/**
 * What a spreadsheet would take for a formula, or for the end of a cell before one: https://owasp.org/www-community/attacks/CSV_Injection
 * (full-width signs too).
 */
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/u;

/** Text that somebody typed, as a spreadsheet may read it: an apostrophe in front keeps it text. */
const safeText = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** RFC 4180. */
export function csvText(text: string): string {
  const safe = safeText(text);
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A cell of a tab-separated file of BIDS, which knows no quotes; nothing is `n/a`. */
export function tsvText(text: string): string {
  const flat = text.replace(/[\t\r\n]+/gu, ' ').trim();
  return flat === '' ? 'n/a' : safeText(flat);
}

/** Decimals that are kept, by unit: finer than any sensor. The log itself has every digit. */
const DECIMALS: Readonly<Record<string, number>> = { deg: 4, N: 3, mV: 6, bool: 0 };
const OTHER_DECIMALS = 6;

/** Unit of a column: of a channel, or of what is forecast of it. */
export const unitOf = (channel: string): string => channelInfo(channel)?.unit ?? '1';

/** Writes the values of a channel; `missing` where there is none. */
export function numberFormat(channel: string, missing: string): (value: number) => string {
  const scale = 10 ** (DECIMALS[unitOf(channel)] ?? OTHER_DECIMALS);
  return (value) => (Number.isFinite(value) ? String(Math.round(value * scale) / scale) : missing);
}

/** Whether a channel is the angle of a joint. */
export const isAngle = (channel: string): boolean => channelInfo(channel)?.kind === 'angle';

/** Where a channel is measured, without its side. */
export const placeOf = (channel: string): string => baseOf(channel);
