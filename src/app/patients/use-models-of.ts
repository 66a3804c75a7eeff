import { useMemo } from 'react';
import type { PersonalModelRecord } from '../../records/shapes/personal-model';
import { useApp } from '../store/store';

/** Personal models of one patient, oldest first. */
export function useModelsOf(patientId: string): PersonalModelRecord[] {
  const all = useApp((s) => s.personalModels);
  return useMemo(() => all.filter((m) => m.patientId === patientId), [all, patientId]);
}
