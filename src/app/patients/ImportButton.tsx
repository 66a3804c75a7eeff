import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { codeOf } from '../link/patient-desk';
import { numberOf } from '../link/personal-number';
import { useDesks } from '../link/use-desks';
import { useApp } from '../store/store';
import { errorText } from './error-text';
import classes from './Patients.module.css';

/** Takes a model file in for this patient; what is wrong with a file is said in words. */
export function ImportButton({ patientId }: { patientId: string }) {
  const { t } = useTranslation();
  const { patients } = useDesks();
  const input = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState<{ code: string; n: number } | null>(null);
  const take = async (file: File): Promise<void> => {
    try {
      const { status, record } = await patients.importModel(patientId, file);
      const n = numberOf(record, useApp.getState().personalModels);
      setSaid({ code: status, n });
    } catch (error) {
      setSaid({ code: codeOf(error), n: 0 });
    }
  };
  return (
    <div className={classes.import}>
      <Button variant="default" onClick={() => input.current?.click()} data-testid="model-import">
        {t('patients.model.import')}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".stridemodel"
        hidden
        data-testid="model-import-input"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          event.currentTarget.value = '';
          if (file) void take(file);
        }}
      />
      <p role="status" className={classes.note} data-testid="import-said" data-code={said?.code}>
        {said &&
          (said.code === 'imported' ? t('patients.model.imported', { n: said.n }) : errorText(t, said.code))}
      </p>
    </div>
  );
}
