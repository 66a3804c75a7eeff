import { useCallback } from 'react';
import { useApp } from '../store/store';

/** Code of a patient by record id; empty for nobody, and for one that was deleted. */
export function usePatientCode(): (patientId: string | null) => string {
  const patients = useApp((s) => s.patients);
  return useCallback((id) => patients?.find((p) => p.id === id)?.code ?? '', [patients]);
}
