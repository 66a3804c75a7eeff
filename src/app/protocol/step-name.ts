import type { TFunction } from 'i18next';
import type { MarkedBlock, ProtocolStep } from '../../records/shapes/protocol';
import { blockOf, isOneOfMany } from './step-progress';

/** A step as it is called on screen and in its marker: in the therapist's words, else by its kind, numbered where it has to be. */
export function blockName(t: TFunction, { kind, n }: MarkedBlock, title: string, numbered: boolean): string {
  if (title !== '') return title;
  const name = t(`protocol.kinds.${kind}`);
  return numbered ? t('protocol.named', { name, n }) : name;
}

export const stepName = (t: TFunction, steps: readonly ProtocolStep[], at: number): string =>
  blockName(t, blockOf(steps, at), steps[at].title, isOneOfMany(steps, steps[at].kind));
