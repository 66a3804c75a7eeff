const FAST = 10;
const PAGE = 50;

/** Where a key takes the cursor on a time axis of places 0..last, or null for a key that does not move it. */
export function nextPlace(
  { key, shiftKey }: { key: string; shiftKey: boolean },
  from: number,
  last: number,
): number | null {
  const reach = shiftKey ? FAST : 1;
  const to: Record<string, number> = {
    ArrowLeft: from - reach,
    ArrowDown: from - reach,
    ArrowRight: from + reach,
    ArrowUp: from + reach,
    PageDown: from - PAGE,
    PageUp: from + PAGE,
    Home: 0,
    End: last,
  };
  return Object.hasOwn(to, key) ? Math.min(last, Math.max(0, to[key])) : null;
}
