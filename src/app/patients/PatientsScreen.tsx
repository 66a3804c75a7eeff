import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { outcomeText } from '../adapt/outcome-text';
import { useDesks } from '../link/use-desks';
import { Dialog } from '../shell/Dialog';
import { useApp } from '../store/store';
import { errorText } from './error-text';
import { KeptNote } from './KeptNote';
import { ModelsPanel } from './ModelsPanel';
import { PatientForm } from './PatientForm';
import { PatientTable } from './PatientTable';
import classes from './Patients.module.css';

/** Who is treated here, and what was learned of whom. */
export default function PatientsScreen() {
  const { t } = useTranslation();
  const patients = useApp((s) => s.patients);
  const problem = useApp((s) => s.recordsProblem);
  const chosen = useApp((s) => s.settings.patientId);
  const outcome = useApp((s) => s.outcome);
  const [shown, setShown] = useState<string | null>(null);
  const patient = patients?.find((p) => p.id === (shown ?? chosen)) ?? null;
  return (
    <div className={classes.screen} data-testid="patients">
      <h1>{t('patients.title')}</h1>
      <p className={classes.lead}>{t('patients.lead')}</p>
      {problem !== null && (
        <p className={classes.problem} role="alert" data-testid="records-problem" data-code={problem}>
          {errorText(t, problem)}
        </p>
      )}
      {outcome && outcome.kind !== 'saving' && (
        <p className={classes.outcome} role="status" data-testid="patients-outcome" data-kind={outcome.kind}>
          {outcomeText(t, outcome)}
        </p>
      )}
      <section className={classes.panel} aria-labelledby="patients-list">
        <div className={classes.head}>
          <h2 id="patients-list">{t('patients.list')}</h2>
          <AddButton onAdded={setShown} />
        </div>
        {patients === null && problem === null && <p>{t('patients.loading')}</p>}
        {patients?.length === 0 && <p data-testid="patients-none">{t('patients.none')}</p>}
        {patients && patients.length > 0 && (
          <PatientTable patients={patients} shown={patient?.id ?? null} onShow={setShown} />
        )}
        <p className={classes.note}>{t('patients.leaveHint')}</p>
      </section>
      {patient && <ModelsPanel key={patient.id} patient={patient} />}
      <KeptNote />
    </div>
  );
}

/** A new patient is the one that is treated now. */
function AddButton({ onAdded }: { onAdded: (id: string) => void }) {
  const { t } = useTranslation();
  const { patients } = useDesks();
  const side = useApp((s) => s.settings.affectedSide);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)} data-testid="patient-add">
        {t('patients.add')}
      </Button>
      {open && (
        <Dialog title={t('patients.addTitle')} onClose={() => setOpen(false)}>
          <PatientForm
            first={{ code: '', side, notes: '' }}
            onSave={async (fields) => {
              const { id } = await patients.add(fields);
              patients.choose(id);
              onAdded(id);
              setOpen(false);
            }}
            onCancel={() => setOpen(false)}
          />
        </Dialog>
      )}
    </>
  );
}
