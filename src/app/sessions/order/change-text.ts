import type { TFunction } from 'i18next';
import { fixed } from '../../format';
import { sideLabel } from '../../names';
import type { Change, Value } from './changes';

const UNITS = { range: 'deg', cadence: 'per_minute', symmetry: 'percent' } as const;

/** What a change is in: "Knee range, Right". */
export const changeName = (t: TFunction, { of, side }: Change): string =>
  of === 'range' ? t('blocks.ranges', { side: side === null ? '' : sideLabel(t, side) }) : t(`blocks.${of}`);

/** "41.0 ± 2.1"; of one stride alone there is no SD. */
export function meanSdText(t: TFunction, found: Value | null): string {
  if (found === null) return t('app.none');
  const { mean, sd, n } = found;
  return sd === null || n < 2 ? fixed(mean) : t('blocks.meanSd', { mean: fixed(mean), sd: fixed(sd) });
}

/** The same with its unit. */
export const spreadText = (t: TFunction, of: Change['of'], found: Value | null | undefined): string =>
  found ? t(`sessions.unit.${UNITS[of]}`, { value: meanSdText(t, found) }) : t('app.none');

/** Later less earlier, with its sign and unit, as it is after rounding. */
export function differenceText(t: TFunction, { of, from, to }: Change): string {
  const text = fixed(to.mean - from.mean);
  const value = to.mean > from.mean && Number(text) !== 0 ? `+${text}` : text;
  return t(`sessions.unit.${UNITS[of]}`, { value });
}

/** The whole of it as a sentence, with the strides behind it and without a claim. */
export function changeText(t: TFunction, change: Change): string {
  const { of, from, to } = change;
  return t('blocks.changed', {
    what: whatChanged(t, change),
    from: spreadText(t, of, from),
    to: spreadText(t, of, to),
    nFrom: from.n,
    nTo: to.n,
  });
}

function whatChanged(t: TFunction, change: Change): string {
  const { of, side, from, to } = change;
  if (of !== 'symmetry')
    return t(`blocks.change.${of}`, {
      change: differenceText(t, change),
      side: side === null ? '' : sideLabel(t, side),
    });
  const closer = Math.abs(from.mean) - Math.abs(to.mean);
  const value = t('sessions.unit.percent', { value: fixed(Math.abs(closer)) });
  if (Number(fixed(Math.abs(closer))) === 0) return t('blocks.change.same');
  return t(`blocks.change.${closer > 0 ? 'closer' : 'further'}`, { value });
}
