import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Patient } from '../../records/shapes/patient';
import { useDesks } from '../link/use-desks';
import { sideLabel } from '../names';
import { Dialog } from '../shell/Dialog';
import { useApp } from '../store/store';
import { PatientForm } from './PatientForm';
import classes from './Patients.module.css';
import { RemoveDialog } from './RemoveDialog';
import { ScrollX } from '../shell/ScrollX';

interface PatientTableProps {
  patients: readonly Patient[];
  /** Whose models are on screen. */
  shown: string | null;
  onShow: (id: string) => void;
}

export function PatientTable({ patients, shown, onShow }: PatientTableProps) {
  const { t, i18n } = useTranslation();
  const desks = useDesks();
  const chosen = useApp((s) => s.settings.patientId);
  const models = useApp((s) => s.personalModels);
  return (
    <ScrollX label={t('patients.list')}>
      <table className={`${classes.table} ${classes.people}`} data-testid="patient-table">
        <thead>
          <tr>
            <th scope="col">{t('patients.code')}</th>
            <th scope="col">{t('patients.side')}</th>
            <th scope="col">{t('patients.models')}</th>
            <th scope="col">{t('patients.added')}</th>
            <th scope="col">{t('patients.notes')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {patients.map((patient) => (
            <tr
              key={patient.id}
              data-testid="patient-row"
              data-code={patient.code}
              data-chosen={patient.id === chosen || undefined}
            >
              <th scope="row">
                <button
                  type="button"
                  className={classes.link}
                  aria-pressed={patient.id === shown}
                  aria-label={t('patients.open', { code: patient.code })}
                  onClick={() => onShow(patient.id)}
                >
                  {patient.code}
                </button>
              </th>
              <td>{sideLabel(t, patient.side)}</td>
              <td>{models.filter((m) => m.patientId === patient.id).length}</td>
              <td>{new Date(patient.createdAt).toLocaleDateString(i18n.language)}</td>
              <td className={classes.notes}>{patient.notes}</td>
              <td>
                <div className={classes.actions}>
                  {patient.id === chosen ? (
                    <>
                      <span className={classes.chosen}>{t('patients.chosen')}</span>
                      <Button size="xs" variant="default" onClick={() => desks.patients.choose(null)}>
                        {t('patients.leave')}
                      </Button>
                    </>
                  ) : (
                    <Button
                      size="xs"
                      onClick={() => {
                        desks.patients.choose(patient.id);
                        onShow(patient.id);
                      }}
                      data-testid="patient-choose"
                    >
                      {t('patients.choose')}
                    </Button>
                  )}
                  <EditButton patient={patient} />
                  <RemoveButton patient={patient} />
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollX>
  );
}

function EditButton({ patient }: { patient: Patient }) {
  const { t } = useTranslation();
  const { patients } = useDesks();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setOpen(true)} data-testid="patient-edit">
        {t('patients.edit')}
      </Button>
      {open && (
        <Dialog title={t('patients.editTitle', { code: patient.code })} onClose={() => setOpen(false)}>
          <PatientForm
            first={patient}
            onSave={async ({ code, side, notes }) => {
              await patients.update(patient.id, { code, side, notes });
              setOpen(false);
            }}
            onCancel={() => setOpen(false)}
          />
        </Dialog>
      )}
    </>
  );
}

function RemoveButton({ patient }: { patient: Patient }) {
  const { t } = useTranslation();
  const { patients } = useDesks();
  const { code } = patient;
  return (
    <RemoveDialog
      title={t('patients.removeTitle', { code })}
      text={t('patients.removeAsk', { code })}
      label={t('patients.remove')}
      testid="patient-remove"
      onRemove={() => patients.remove(patient.id)}
    />
  );
}
