import { UNITS, type Unit } from '../../gait/units';

/** One line of a device that prints text. */
export type ParsedLine =
  | { readonly kind: 'row'; readonly values: readonly number[]; readonly labels: readonly string[] | null }
  | { readonly kind: 'names'; readonly fields: readonly string[] }
  | { readonly kind: 'comment'; readonly settings: ReadonlyMap<string, string> }
  /** Begins like a row of numbers but is none: cut, or garbled. */
  | { readonly kind: 'broken' }
  | { readonly kind: 'other' };

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
const NAME = /^[\p{L}_][\p{L}\p{N} _.\-/[\]()°%]{0,63}$/u;
const SETTING = /([a-z]+)\s*[=:]\s*([^\s,;]+)/gi;

export function parseLine(line: string): ParsedLine {
  if (line.startsWith('#') || line.startsWith('//') || line.startsWith('%')) {
    const settings = [...line.matchAll(SETTING)].map(([, key, value]) => [key.toLowerCase(), value] as const);
    return { kind: 'comment', settings: new Map(settings) };
  }
  const { fields, decimalComma } = split(line);
  const numbers = fields.map((f) => (decimalComma ? f.replace(',', '.') : f));
  if (numbers.every((f) => NUMBER.test(f))) return { kind: 'row', values: numbers.map(Number), labels: null };
  const labelled = fields.map((f) => /^([^:]+):\s*(\S+)$/.exec(f));
  if (labelled.every((m) => m !== null && NAME.test(m[1]) && NUMBER.test(m[2]))) {
    const pairs = labelled as RegExpExecArray[];
    return { kind: 'row', values: pairs.map((m) => Number(m[2])), labels: pairs.map((m) => m[1].trim()) };
  }
  if (/^[-+.\d]/.test(line)) return { kind: 'broken' };
  return fields.every((f) => NAME.test(f)) ? { kind: 'names', fields } : { kind: 'other' };
}

/** Semicolon, tab, comma or blanks, in this order: what stands in the line decides. One separator at the end is allowed. */
function split(line: string): { fields: string[]; decimalComma: boolean } {
  const separator = line.includes(';') ? ';' : line.includes('\t') ? '\t' : line.includes(',') ? ',' : /\s+/;
  const fields = line.split(separator).map((f) => f.trim());
  if (fields.length > 1 && fields[fields.length - 1] === '') fields.pop();
  return { fields, decimalComma: separator === ';' || separator === '\t' };
}

const WRITTEN_UNITS: Readonly<Record<string, Unit>> = {
  '°': 'deg',
  degree: 'deg',
  degrees: 'deg',
  mv: 'mV',
  uv: 'uV',
  n: 'N',
};

/** `knee_r [deg]` or `knee_r (deg)`: name and unit. `1` where no unit that we know is told. */
export function nameAndUnit(field: string): { name: string; unit: Unit } {
  const m = /^(.*?)\s*[[(]\s*([^\])]*?)\s*[\])]$/.exec(field);
  if (!m || m[1] === '') return { name: field, unit: '1' };
  const written = m[2];
  const unit = UNITS.find((u) => u === written) ?? WRITTEN_UNITS[written.toLowerCase()] ?? '1';
  return { name: m[1], unit };
}

export type TimeUnit = 's' | 'ms' | 'us';

/** Names of a first column that is the device's clock. null: its unit has to be told by its steps. */
export function timeUnitOf(field: string): { readonly unit: TimeUnit | null } | undefined {
  const words = field
    .toLowerCase()
    .split(/[^a-zµ]+/)
    .filter((w) => w !== '');
  const unit = words.map((w) => TIME_UNITS[w]).find((u) => u !== undefined);
  const isTime = words.some((w) => w === 'time' || w === 't' || w === 'timestamp' || w === 'clock');
  if (unit !== undefined && (isTime || words.length === 1)) return { unit };
  return isTime && words.length === 1 ? { unit: null } : undefined;
}

const TIME_UNITS: Readonly<Record<string, TimeUnit>> = {
  s: 's',
  sec: 's',
  seconds: 's',
  ms: 'ms',
  millis: 'ms',
  us: 'us',
  µs: 'us',
  micros: 'us',
};
