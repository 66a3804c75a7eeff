import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesks } from '../link/use-desks';
import { sideLabel } from '../names';
import { Dialog } from '../shell/Dialog';
import { useApp } from '../store/store';
import { PatientForm } from './PatientForm';
import classes from './Patients.module.css';

/** Whose is the model that this page holds? An answer saves it. */
export function SaveForDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const desks = useDesks();
  const patients = useApp((s) => s.patients) ?? [];
  const side = useApp((s) => s.activePersonal?.side ?? s.settings.affectedSide);
  const [adding, setAdding] = useState(false);
  const keep = (id: string): void => {
    void desks.personal.keepFor(id);
    onClose();
  };
  const isNew = adding || patients.length === 0;
  return (
    <Dialog title={t('patients.saveForTitle')} onClose={onClose}>
      {isNew ? (
        <PatientForm
          first={{ code: '', side, notes: '' }}
          onSave={async (fields) => keep((await desks.patients.add(fields)).id)}
          onCancel={onClose}
        />
      ) : (
        <div className={classes.form}>
          <p>{t('patients.saveForLead')}</p>
          <ul className={classes.pick}>
            {patients.map((p) => (
              <li key={p.id}>
                <Button variant="default" fullWidth justify="space-between" onClick={() => keep(p.id)}>
                  {p.code} · {sideLabel(t, p.side)}
                </Button>
              </li>
            ))}
          </ul>
          <Button onClick={() => setAdding(true)} data-testid="save-for-new">
            {t('patients.saveForNew')}
          </Button>
        </div>
      )}
    </Dialog>
  );
}
