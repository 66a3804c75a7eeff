import { stampOf, type SessionAbout } from '../about';

/** Nobody's session. */
const NOBODY = 'unassigned';

/** Labels of BIDS hold letters and digits only; a pseudonym without any becomes the numbers of its characters. */
function labelOf(code: string): string {
  const plain = code.normalize('NFKD').replace(/[^0-9A-Za-z]/gu, '');
  if (plain !== '') return plain;
  return Array.from(code.normalize('NFKC'), (c) => c.codePointAt(0)!.toString(16)).join('') || NOBODY;
}

export interface BidsNames {
  readonly subject: string;
  readonly session: string;
  /** `sub-P17/ses-20260102T093000` */
  readonly folder: string;
  /** What every file of the session begins with. */
  readonly stem: string;
  /** The same with task and tracking system. */
  readonly recording: string;
}

export const TASK = 'walking';
export const TRACKING_SYSTEM = 'exoskeleton';

export function namesOf({ code, startedAt }: SessionAbout): BidsNames {
  const subject = `sub-${code === null ? NOBODY : labelOf(code)}`;
  const session = `ses-${stampOf(startedAt)}`;
  const stem = `${subject}_${session}`;
  return {
    subject,
    session,
    folder: `${subject}/${session}`,
    stem,
    recording: `${stem}_task-${TASK}_tracksys-${TRACKING_SYSTEM}`,
  };
}
