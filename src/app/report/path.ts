import { hashOf } from '../routes';

/** Where the report of a session is. */
export const reportPath = (sessionId: string): string =>
  `${hashOf('report')}/${encodeURIComponent(sessionId)}`;
