const NONE = '–';

/** A number with fixed decimals and a real minus sign; a dash for what is not known. */
export function fixed(value: number | null | undefined, digits = 1): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NONE;
  const text = value.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text.replace('-', '−');
}

/** Milliseconds with a decimal where it says something; a dash for what is not known. */
export const shortMs = (ms: number | null): string => fixed(ms, ms !== null && ms >= 99.95 ? 0 : 1);

/** Seconds as m:ss. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** A share (0-1) as percent; small but real losses are never rounded to zero. */
export function lossPercent(share: number): string {
  const percent = share * 100;
  return percent > 0 && percent < 0.01 ? '<0.01' : fixed(percent, 2);
}
