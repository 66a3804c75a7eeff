type Shape = Record<string, unknown>;

/** `migrations[n]` makes version n + 1 out of version n. */
export type Migrations = Readonly<Record<number, (old: Shape) => Shape>>;

/**
 * The object in a stored JSON text, brought up to `version` step by step. Null for what cannot be used: no JSON
 * object, no version, a version newer than this program, or one from which no path leads here. Never throws.
 */
export function readVersioned(text: string | null, version: number, migrations: Migrations): Shape | null {
  if (text === null) return null;
  try {
    const read = bringUp(JSON.parse(text), version, migrations);
    return typeof read === 'string' ? null : read;
  } catch {
    return null;
  }
}

/** The same for a stored object; says why it cannot be used. */
export function bringUp(
  value: unknown,
  version: number,
  migrations: Migrations,
): Shape | 'newer_version' | 'damaged' {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'damaged';
  let shape = value as Shape;
  const stored = shape['version'];
  if (typeof stored !== 'number' || !Number.isInteger(stored)) return 'damaged';
  if (stored > version) return 'newer_version';
  for (let at = stored; at < version; at += 1) {
    const migrate = migrations[at];
    if (!migrate) return 'damaged';
    shape = { ...migrate(shape), version: at + 1 };
  }
  return shape;
}
