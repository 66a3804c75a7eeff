import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonalModelRecord } from '../../records/shapes/personal-model';
import { codeOf } from '../link/patient-desk';
import { saveFile } from '../link/save-file';
import { useDesks } from '../link/use-desks';
import { errorText } from './error-text';
import classes from './Patients.module.css';

/** One model as a file that says nothing of the patient. */
export function ExportButton({ model, n }: { model: PersonalModelRecord; n: number }) {
  const { t } = useTranslation();
  const { patients } = useDesks();
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    try {
      saveFile(`${model.modelId}-personal-${n}.stridemodel`, await patients.exportModel(model.id));
      setProblem(null);
    } catch (error) {
      setProblem(codeOf(error));
    }
  };
  return (
    <>
      <Button size="xs" variant="default" onClick={() => void save()} data-testid="model-export">
        {t('patients.model.export')}
      </Button>
      {problem !== null && (
        <span role="alert" className={classes.problem}>
          {errorText(t, problem)}
        </span>
      )}
    </>
  );
}
