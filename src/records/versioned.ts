/** `migrations[n]` makes version n + 1 out of version n. */
export type Migrations = Readonly<Record<number, (old: Record<string, unknown>) => Record<string, unknown>>>;

/**
 * The object in a stored JSON text, brought up to `version` step by step. Null for what cannot be used: no JSON
 * object, no version, a version newer than this program, or one from which no path leads here. Never throws.
 */
export function readVersioned(
  text: string | null,
  version: number,
  migrations: Migrations,
): Record<string, unknown> | null {
  let value = toRecord(text);
  const stored = value?.['version'];
  if (!value || typeof stored !== 'number' || !Number.isInteger(stored) || stored > version) return null;
  for (let at = stored; at < version; at += 1) {
    const migrate = migrations[at];
    if (!migrate) return null;
    value = { ...migrate(value), version: at + 1 };
  }
  return value;
}

function toRecord(text: string | null): Record<string, unknown> | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
