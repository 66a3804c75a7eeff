import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The headers that a build asks for, by name in lower case; none where it has no `_headers`. */
export function responseHeaders(dist: string): Record<string, string> {
  const file = join(dist, '_headers');
  if (!existsSync(file)) return {};
  const lines = readFileSync(file, 'utf8').matchAll(/^ +([\w-]+): (.+)$/gm);
  return Object.fromEntries([...lines].map(([, name, value]) => [name.toLowerCase(), value]));
}
