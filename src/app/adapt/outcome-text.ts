import type { TFunction } from 'i18next';
import { errorText } from '../patients/error-text';
import type { PersonalOutcome } from '../store/adapt-slice';

/** What became of the last change, in words. */
export function outcomeText(t: TFunction, outcome: NonNullable<PersonalOutcome>): string {
  switch (outcome.kind) {
    case 'notSaved':
    case 'storage':
      return t(`adapt.model.outcome.${outcome.kind}`, { why: errorText(t, outcome.code) });
    case 'refused':
      return t('adapt.model.outcome.refused', {
        ...outcome,
        why: t(`adapt.model.refusedWhy.${outcome.code}`),
      });
    case 'saved':
    case 'updated':
    case 'loaded':
      return t(`adapt.model.outcome.${outcome.kind}`, { n: outcome.n, patient: outcome.patient });
    default:
      return t(`adapt.model.outcome.${outcome.kind}`);
  }
}
