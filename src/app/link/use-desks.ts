import { createContext, useContext } from 'react';
import type { PatientDesk } from './patient-desk';
import type { PersonalDesk } from './personal-desk';
import type { ProtocolDesk } from '../protocol/protocol-desk';
import type { SessionDesk } from './session-desk';

export interface Desks {
  readonly patients: PatientDesk;
  readonly personal: PersonalDesk;
  readonly sessions: SessionDesk;
  readonly protocol: ProtocolDesk;
}

export const DesksContext = createContext<Desks | null>(null);

/** What is stored of patients and their models, and what can be done with it. */
export function useDesks(): Desks {
  const desks = useContext(DesksContext);
  if (!desks) throw new Error('useDesks outside of DesksContext');
  return desks;
}
