import { useTranslation } from 'react-i18next';
import type { Parent } from './lineage';

export function useParentName(): (parent: Parent) => string {
  const { t } = useTranslation();
  return (parent) => {
    switch (parent.kind) {
      case 'base':
        return t('patients.model.base');
      case 'gone':
        return t('patients.model.parentGone');
      case 'personal':
        return t('patients.model.name', { n: parent.n });
    }
  };
}
