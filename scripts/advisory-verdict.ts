/** What `npm audit --json` has said: nothing known, something known, or no answer at all. */
export type Verdict =
  | { kind: 'clean'; packages: number }
  | { kind: 'vulnerable'; packages: { name: string; severity: string; range: string }[] }
  | { kind: 'not_asked'; why: string };

interface Report {
  message?: string;
  /** `via`: advisories of the package itself, or the names of those that it brings along. */
  vulnerabilities?: Record<string, { severity: string; range: string; via?: (string | object)[] }>;
  metadata?: { dependencies?: { total?: number } };
}

/** Anything but a whole report is no answer: `npm audit` ends with the same status when it finds something and when nobody answers. */
export function verdictOf(output: string): Verdict {
  let report: Report | null;
  try {
    report = JSON.parse(output) as Report | null;
  } catch {
    return { kind: 'not_asked', why: output.trim().slice(0, 200) || 'no output' };
  }
  const packages = report?.metadata?.dependencies?.total;
  if (report?.vulnerabilities === undefined || packages === undefined || packages === 0)
    return { kind: 'not_asked', why: report?.message ?? 'not a report' };
  const found = Object.entries(report.vulnerabilities).filter(
    ([, { via }]) => via?.some((each) => typeof each === 'object') ?? true,
  );
  return found.length === 0
    ? { kind: 'clean', packages }
    : {
        kind: 'vulnerable',
        packages: found.map(([name, { severity, range }]) => ({ name, severity, range })),
      };
}
