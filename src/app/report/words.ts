import type { TFunction } from 'i18next';
import { otherSide, type Side } from '../../gait/channels';
import { FIGURE_MS } from '../../records/review/figures';
import type { SessionReview } from '../../records/review/review';
import { fixed } from '../format';
import { channelLabel, sideLabel } from '../names';
import { symmetryText } from '../sessions/figure-text';
import { mainForecast } from '../sessions/main-forecast';

/** Up to here two sides are called even, % of the symmetry index (Robinson 1987 takes 10 % for walking of healthy people). */
const EVEN_PERCENT = 10;

/** What a session came to, in plain sentences; the affected side first. */
export function wordsOf(t: TFunction, review: SessionReview, affected: Side): string[] {
  return [
    ...walkWords(t, review, affected),
    ...symmetryWords(t, review),
    ...forecastWords(t, review, affected),
  ];
}

function walkWords(t: TFunction, { legs }: SessionReview, affected: Side): string[] {
  const sides = [affected, otherSide(affected)].filter((side) => (legs[side]?.used ?? 0) > 0);
  if (sides.length === 0) return [t('report.words.noWalk')];
  const words: string[] = sides.map((side) =>
    t('report.words.walked', {
      side: sideLabel(t, side),
      count: legs[side]!.used,
      found: legs[side]!.found,
    }),
  );
  const cadence = legs[sides[0]]?.summary?.cadence.mean;
  if (cadence !== undefined) words.push(t('report.words.cadence', { value: fixed(cadence, 0) }));
  for (const side of sides) {
    const range = legs[side]?.summary?.range.knee;
    if (range) words.push(t('report.words.knee', { value: fixed(range.mean, 0), side: sideLabel(t, side) }));
  }
  return words;
}

function symmetryWords(t: TFunction, { symmetry }: SessionReview): string[] {
  const [most] = symmetry
    .filter((s) => Number.isFinite(s.index))
    .toSorted((a, b) => Math.abs(b.index) - Math.abs(a.index));
  if (most === undefined) return [];
  const what = symmetryText(t, most.key);
  const value = fixed(Math.abs(most.index), 0);
  if (Math.abs(most.index) <= EVEN_PERCENT) return [t('report.words.even', { what, value })];
  return [t('report.words.uneven', { what, value, side: sideLabel(t, most.index > 0 ? 'r' : 'l') })];
}

function forecastWords(t: TFunction, { forecasts }: SessionReview, affected: Side): string[] {
  const found = mainForecast(forecasts, affected);
  const cell = found?.cells.find((c) => c.ms === FIGURE_MS && c.n > 0);
  if (found === undefined || cell === undefined) return [t('report.words.noForecast')];
  return [
    t('report.words.forecast', {
      ms: FIGURE_MS,
      joint: channelLabel(t, found.joint),
      mae: fixed(cell.mae, 1),
      still: fixed(cell.persistence.mae, 1),
    }),
    t('report.words.coverage', { value: fixed(100 * cell.coverage, 0) }),
  ];
}
