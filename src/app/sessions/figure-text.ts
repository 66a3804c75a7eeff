import type { TFunction } from 'i18next';
import type { CycleJoint } from '../../gait/cycles/types';
import { type Figure, type FigureKind, unitOf } from '../../records/review/figures';
import type { SymmetryKey } from '../../records/review/review';
import { fixed } from '../format';
import { channelLabel } from '../names';

const BASES = { hip: 'hip_flexion', knee: 'knee_angle', ankle: 'ankle_angle' } as const;

export const jointText = (t: TFunction, joint: CycleJoint): string => t(`joints.${BASES[joint]}`);

const isJoint = (of: string): of is CycleJoint => Object.hasOwn(BASES, of);

/** Kinds that are about a channel. */
const OF_CHANNELS: readonly FigureKind[] = ['nmae', 'nmae_still', 'coverage'];

/** What the right and the left leg are compared in. */
export function symmetryText(t: TFunction, key: SymmetryKey): string {
  const [kind, joint] = key.split('_');
  if (joint !== undefined && isJoint(joint)) return t('sessions.figure.range', { of: jointText(t, joint) });
  return t(`sessions.figure.${kind as 'stance' | 'swing' | 'step'}`);
}

/** A figure's name, without the leg. */
export function figureText(t: TFunction, { kind, of }: Pick<Figure, 'kind' | 'of'>): string {
  switch (kind) {
    case 'range':
    case 'peak':
    case 'gvs':
      return t(`sessions.figure.${kind}`, { of: isJoint(of) ? jointText(t, of) : of });
    case 'symmetry':
      return t('sessions.figure.symmetry', { of: symmetryText(t, of as SymmetryKey) });
    case 'nmae':
    case 'nmae_still':
    case 'coverage':
      return t(`sessions.figure.${kind}`, { of: channelLabel(t, of) });
    default:
      return t(`sessions.figure.${kind}`);
  }
}

/** With the leg, where it is about one and its name does not say it yet. */
export function fullFigureText(t: TFunction, figure: Pick<Figure, 'kind' | 'of' | 'side'>): string {
  const text = figureText(t, figure);
  // A channel's name says its leg.
  if (figure.side === null || OF_CHANNELS.includes(figure.kind)) return text;
  return t('sessions.ofLeg', { text, side: t(`sessions.side.${figure.side}`) });
}

const DIGITS: Partial<Record<FigureKind, number>> = { strides: 0, stride_time: 2, coverage: 0 };

export const figureDigits = (kind: FigureKind): number => DIGITS[kind] ?? 1;

/** A value of this kind with its unit. */
export function valueText(t: TFunction, kind: FigureKind, value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return t('app.none');
  return t(`sessions.unit.${unitOf(kind)}`, { value: fixed(value, figureDigits(kind)) });
}
