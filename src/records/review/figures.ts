import type { Side } from '../../gait/channels';
import { SIDES } from '../../gait/channels';
import { CYCLE_JOINTS } from '../../gait/cycles/types';
import type { SessionReview } from './review';

/** What is compared between sessions and followed over time. */
export const FIGURE_KINDS = [
  'strides',
  'cadence',
  'stride_time',
  'stance',
  'swing',
  'range',
  'peak',
  'gvs',
  'symmetry',
  'nmae',
  'nmae_still',
  'coverage',
] as const;
export type FigureKind = (typeof FIGURE_KINDS)[number];
type FigureUnit = 'count' | 'per_minute' | 's' | 'percent' | 'deg';

export interface Figure {
  readonly kind: FigureKind;
  /** A joint of the cycle, a channel (forecasts 100 ms ahead: `nmae`, beside it that of no change, `coverage`), a key of symmetry; empty for none. */
  readonly of: string;
  readonly side: Side | null;
  readonly value: number;
}

const UNITS: Readonly<Record<FigureKind, FigureUnit>> = {
  strides: 'count',
  cadence: 'per_minute',
  stride_time: 's',
  stance: 'percent',
  swing: 'percent',
  range: 'deg',
  peak: 'deg',
  gvs: 'deg',
  symmetry: 'percent',
  nmae: 'percent',
  nmae_still: 'percent',
  coverage: 'percent',
};

export const unitOf = (kind: FigureKind): FigureUnit => UNITS[kind];

/** Horizon of the figures that stand for the forecast, ms. */
export const FIGURE_MS = 100;

/** In the order in which they are read; only what is known. */
export function figuresOfReview({ legs, symmetry, forecasts }: SessionReview): Figure[] {
  const found: Figure[] = [];
  const add = (kind: FigureKind, of: string, side: Side | null, value: number | undefined): void => {
    if (value !== undefined && Number.isFinite(value)) found.push({ kind, of, side, value });
  };
  for (const side of SIDES) {
    const leg = legs[side];
    if (!leg) continue;
    const { summary } = leg;
    add('strides', '', side, leg.used);
    add('cadence', '', side, summary?.cadence.mean);
    add('stride_time', '', side, summary?.seconds.mean);
    add('stance', '', side, summary?.stancePercent?.mean);
    add('swing', '', side, summary?.stancePercent ? 100 - summary.stancePercent.mean : undefined);
    for (const joint of CYCLE_JOINTS) {
      add('range', joint, side, summary?.range[joint]?.mean);
      add('peak', joint, side, summary?.peak[joint]?.mean);
      add('gvs', joint, side, leg.joints[joint]?.gvs);
    }
  }
  for (const { key, index } of symmetry) add('symmetry', key, null, index);
  for (const { joint, side, cells } of forecasts) {
    const cell = cells.find((c) => c.ms === FIGURE_MS);
    add('nmae', joint, side, cell?.nmae);
    add('nmae_still', joint, side, cell?.persistence.nmae);
    add('coverage', joint, side, cell && 100 * cell.coverage);
  }
  return found;
}

const PREFIX = 'review';
/** Goes up when a figure is computed otherwise: what was stored before is computed again. */
const FIGURES_VERSION = 1;
const VERSION_KEY = `${PREFIX}.version`;

/** The name of a figure, the same in every session. */
export const figureId = ({ kind, of, side }: Omit<Figure, 'value'>): string =>
  [PREFIX, kind, of, side ?? ''].join('.');

/** For the summary of the session's row. */
export function storedFigures(figures: readonly Figure[]): Record<string, number> {
  return {
    [VERSION_KEY]: FIGURES_VERSION,
    ...Object.fromEntries(figures.map((f) => [figureId(f), f.value])),
  };
}

/** Out of the summary of a session's row; null where they were never computed, or by another version. */
export function readFigures(summary: Readonly<Record<string, number | null>>): Figure[] | null {
  if (summary[VERSION_KEY] !== FIGURES_VERSION) return null;
  return Object.entries(summary).flatMap(([id, value]) => {
    const [prefix, kind, of, side] = id.split('.');
    const known = FIGURE_KINDS.find((k) => k === kind);
    if (prefix !== PREFIX || known === undefined || value === null) return [];
    return [{ kind: known, of, side: side === 'r' || side === 'l' ? side : null, value }];
  });
}
