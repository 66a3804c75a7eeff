import { z } from '../gait/schema';
import { type Migrations, readVersioned } from './versioned';

/**
 * What the therapist has chosen, kept in this browser and nowhere else. One JSON value under one key, with a version;
 * an older version is migrated, a damaged field falls back to its default and costs no other field.
 */
export const SETTINGS_VERSION = 1;
export const SETTINGS_KEY = 'stridecast.settings';

const EXECUTOR_CHOICES = [
  'auto',
  'prefer_webgl',
  'wasm-simd',
  'wasm-relaxed',
  'webgl-fused',
  'tfjs-webgl',
  'tfjs-wasm',
  'tfjs-cpu',
] as const;

/** Enough to find a granted port again: permission itself is the browser's. */
const portMemorySchema = z.object({
  usbVendorId: z.number().int().optional(),
  usbProductId: z.number().int().optional(),
  index: z.number().int().min(0),
  label: z.string(),
});

const fields = {
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  language: z.enum(['system', 'en', 'zh']).catch('system'),
  affectedSide: z.enum(['r', 'l']).catch('r'),
  /** Record id of the patient that was chosen last. */
  patientId: z.string().nullable().catch(null),
  /** Who works here, as signed under a personal model. */
  initials: z.string().max(8).catch(''),
  horizonMs: z.union([10, 20, 50, 100, 200, 500].map((h) => z.literal(h))).catch(100),
  windowS: z.union([4, 8, 16].map((s) => z.literal(s))).catch(4),
  model: z.string().catch('auto'),
  executor: z.enum(EXECUTOR_CHOICES).catch('auto'),
  /** The baseline that is drawn beside the network. */
  compareWith: z.enum(['persistence', 'line', 'ridge']).nullable().catch('line'),
  baudRate: z.number().int().min(300).max(12_000_000).catch(921_600),
  autoReconnect: z.boolean().catch(true),
  /** The tour was seen to its end, or declined. */
  tourDone: z.boolean().catch(false),
  /** Single letters act as shortcuts. */
  letterKeys: z.boolean().catch(true),
  /** Knee range (deg, at least) and difference between the legs (%, at most) that Live ticks off; null: no goal. */
  glanceGoals: z
    .object({ rangeDeg: z.number().nullable(), symmetryPercent: z.number().nullable() })
    .catch({ rangeDeg: null, symmetryPercent: 10 }),
  folded: z.array(z.string()).catch([]),
  lastPort: portMemorySchema.nullable().catch(null),
  /** Serial number of the device that was connected last. */
  lastSerial: z.string().nullable().catch(null),
  /** Calibration by device serial number, as the device part wrote it; it is validated there when read. */
  calibrations: z.record(z.string(), z.unknown()).catch({}),
  /** ms of one forecast by executor (or why it cannot run), by the model's sha256, as measured in this very browser. */
  executorTimes: z
    .object({
      userAgent: z.string(),
      byModel: z.record(z.string(), z.record(z.string(), z.union([z.number(), z.string()]))),
    })
    .nullable()
    .catch(null),
};
const settingsSchema = z.object(fields);

export type Settings = z.infer<typeof settingsSchema>;
export type PortMemory = z.infer<typeof portMemorySchema>;

export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({});

/** Version 1 is the first. */
const MIGRATIONS: Migrations = {};

/** Reads any stored text. Never throws: what cannot be understood becomes the default. */
export function parseSettings(text: string | null): Settings {
  return settingsSchema.parse(readVersioned(text, SETTINGS_VERSION, MIGRATIONS) ?? {});
}

/** A store that can be read and written, `localStorage` by default; a browser that refuses it costs the memory only. */
export interface KeyValueStore {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

export function loadSettings(store?: KeyValueStore): Settings {
  try {
    return parseSettings((store ?? localStorage).getItem(SETTINGS_KEY));
  } catch {
    return { ...DEFAULT_SETTINGS };
  }
}

/** False when the browser did not keep it (full, or storage is switched off). */
export function saveSettings(settings: Settings, store?: KeyValueStore): boolean {
  try {
    (store ?? localStorage).setItem(SETTINGS_KEY, JSON.stringify({ version: SETTINGS_VERSION, ...settings }));
    return true;
  } catch {
    return false;
  }
}
