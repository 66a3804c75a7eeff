import type { TFunction } from 'i18next';
import type { ActivePersonal } from '../../engine/adapt-protocol';

/** `personal 2`, `personal, not saved` or `base model`. */
export function personalName(t: TFunction, active: ActivePersonal | null): string {
  if (!active) return t('adapt.model.base');
  return active.label ? t('adapt.model.personalN', { n: active.label }) : t('adapt.model.personalNew');
}
