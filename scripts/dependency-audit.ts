import { satisfies, validRange } from 'semver';
import { z } from 'zod';

/**
 * The record of the last audit, kept in the repository: which packages were looked up, and every advisory that was found for
 * them. The list of known faults of bought-in software that IEC 62304 (7.1.3) asks a maker to weigh.
 */
export const AUDIT_FILE = 'docs/dependency-audit.json';
/** Advisories appear daily: an older record no longer says that nothing is known. */
const MAX_AGE_DAYS = 30;
const DAY_MS = 86_400_000;

const advisory = z.strictObject({
  package: z.string().min(1),
  /** GHSA, CVE or MAL number. */
  id: z.string().regex(/^(GHSA|CVE|MAL)-/),
  also: z.array(z.string()),
  summary: z.string().min(1),
  /** Versions that have the fault, as npm writes ranges. */
  affected: z.string().refine((range) => validRange(range) !== null, 'not a range of versions'),
  source: z.url(),
});

const record = z.strictObject({
  /** Day of the audit. */
  on: z.iso.date(),
  /** Who was asked: the registry, or published advisories one package at a time. */
  asked: z.string().min(1),
  /** `name@version` of all that were looked up. */
  packages: z.array(z.string().regex(/^(@[^/@]+\/)?[^/@]+@\d/)),
  advisories: z.array(advisory),
  /** What is said of a package in the tree without the versions it touches: it cannot be weighed, only told. */
  unclear: z.array(z.strictObject({ package: z.string().min(1), what: z.string().min(1), source: z.url() })),
});
export type AuditRecord = z.infer<typeof record>;

/** Throws with the places that are wrong. */
export function parseAudit(text: string): AuditRecord {
  const parsed = record.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`${AUDIT_FILE}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      name: z.string().optional(),
      version: z.string().optional(),
      dev: z.boolean().optional(),
      devOptional: z.boolean().optional(),
      devDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

/**
 * What an audit must cover, as sorted `name@version`: every package that is installed with the product, what is bundled from the
 * development tree (`bundled`: `name version`, from the notices), and the tools named in package.json.
 */
export function auditedTree(lock: string, bundled: readonly string[]): string[] {
  const { packages } = lockFile.parse(JSON.parse(lock));
  const tools = new Set(Object.keys(packages['']?.devDependencies ?? {}));
  const tree = new Set(bundled.map((line) => line.replace(/ (?=\d)/, '@')));
  for (const [path, entry] of Object.entries(packages)) {
    if (path === '' || entry.version === undefined) continue;
    const name = entry.name ?? path.replace(/^.*node_modules\//, '');
    const ships = entry.dev !== true && entry.devOptional !== true;
    if (ships || (tools.has(name) && path === `node_modules/${name}`)) tree.add(`${name}@${entry.version}`);
  }
  return [...tree].sort();
}

export interface Findings {
  /** In the tree, and not looked up at that version. */
  unread: string[];
  /** Looked up, and no longer in the tree. */
  gone: string[];
  /** Advisories that touch a version in the tree. */
  affecting: { id: string; installed: string; summary: string; source: string }[];
}

/** What a record leaves open for a tree of `name@version`. */
export function weigh(audit: AuditRecord, tree: readonly string[]): Findings {
  const read = new Set(audit.packages);
  const present = new Set(tree);
  return {
    unread: tree.filter((each) => !read.has(each)),
    gone: audit.packages.filter((each) => !present.has(each)),
    affecting: tree.flatMap((installed) => {
      const at = installed.lastIndexOf('@');
      const [name, version] = [installed.slice(0, at), installed.slice(at + 1)];
      return audit.advisories
        .filter((a) => a.package === name && satisfies(version, a.affected, { includePrerelease: true }))
        .map(({ id, summary, source }) => ({ id, installed, summary, source }));
    }),
  };
}

/** The record after the registry has said that nothing in `tree` is known to be vulnerable; advisories of what has gone go too. */
export function renewed(audit: AuditRecord, tree: readonly string[], on: string): AuditRecord {
  const names = namesIn(tree);
  const advisories = audit.advisories.filter((each) => names.has(each.package));
  return { on, asked: 'npm audit', packages: [...tree], advisories, unclear: [] };
}

/** `name` of every `name@version`. */
export const namesIn = (tree: readonly string[]): Set<string> =>
  new Set(tree.map((each) => each.slice(0, each.lastIndexOf('@'))));

/** Whole days between the audit and `today`; `stale` where that is more than {@link MAX_AGE_DAYS}. */
export function ageOf(audit: AuditRecord, today: Date): { days: number; stale: boolean } {
  const days = Math.floor((today.getTime() - Date.parse(audit.on)) / DAY_MS);
  return { days, stale: days > MAX_AGE_DAYS };
}
