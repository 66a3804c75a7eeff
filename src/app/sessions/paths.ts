import { hashOf } from '../routes';

/** Where the parts of the Sessions screen are. */
export const reviewPath = (sessionId: string): string =>
  `${hashOf('sessions')}/${encodeURIComponent(sessionId)}`;
export const comparePath = (a: string, b: string): string =>
  `${hashOf('sessions')}/compare/${encodeURIComponent(a)}/${encodeURIComponent(b)}`;
export const progressPath = (patientId: string): string =>
  `${hashOf('sessions')}/patient/${encodeURIComponent(patientId)}`;
