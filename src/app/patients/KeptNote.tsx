import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { storageState } from '../../records/storage';
import { useApp } from '../store/store';
import classes from './Patients.module.css';

/** Whether the browser has promised to keep what is stored. */
export function KeptNote() {
  const { t } = useTranslation();
  const some = useApp((s) => (s.patients?.length ?? 0) > 0);
  const [persisted, setPersisted] = useState<boolean | null>(null);
  useEffect(() => {
    let here = true;
    void storageState().then((state) => here && setPersisted(state?.persisted ?? null));
    return () => {
      here = false;
    };
  }, [some]);
  if (!some || persisted === null) return null;
  return (
    <p className={classes.note} data-testid="persisted" data-persisted={persisted}>
      {t(persisted ? 'patients.persisted' : 'patients.notPersisted')}
    </p>
  );
}
