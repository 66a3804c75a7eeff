import { readLog } from '../../records/log/log-store';
import type { Records } from '../../records/records';
import { RecordsError } from '../../records/records-error';
import type { SessionDetails, SessionRow } from '../../records/shapes/session';

/** What a therapist may change of a session that is over. */
export interface SessionWords {
  readonly title: string;
  readonly patientId: string | null;
  readonly notes: string;
}

/** What is stored of sessions, for the screens. Every call rejects with RecordsError. */
export class SessionDesk {
  private readonly records: Promise<Records>;

  constructor(records: Promise<Records>) {
    this.records = records;
  }

  /** Newest first. */
  async list(): Promise<SessionRow[]> {
    return (await this.records).sessions.list();
  }

  /** Row and details. Rejects with `not_found` too. */
  async get(id: string): Promise<{ row: SessionRow; details: SessionDetails }> {
    const { sessions } = await this.records;
    const [row, details] = await Promise.all([sessions.get(id), sessions.details(id)]);
    if (row === null || details === null) throw new RecordsError('not_found', id);
    return { row, details };
  }

  async describe(id: string, { title, patientId, notes }: SessionWords): Promise<void> {
    await (await this.records).sessions.update(id, { title, patientId }, { notes });
  }

  /** What the therapist concludes of a session, for its report. */
  async conclude(id: string, conclusion: string): Promise<void> {
    await (await this.records).sessions.update(id, {}, { conclusion });
  }

  /** While it is recorded: its notes. Rejects with `not_found` too. */
  async note(id: string, notes: string): Promise<void> {
    await (await this.records).sessions.update(id, {}, { notes });
  }

  /** Figures for lists and progress, beside those that are there. */
  async keepFigures(id: string, summary: SessionRow['summary']): Promise<void> {
    const { sessions } = await this.records;
    const row = await sessions.get(id);
    if (row === null || row.state === 'recording') return;
    await sessions.update(id, { summary: { ...row.summary, ...summary } });
  }

  /** With its log, for good. */
  async remove(id: string): Promise<void> {
    await (await this.records).sessions.remove(id);
  }

  /** The log of a session. Rejects with `not_found` where none was kept. */
  async log({ logFile }: Pick<SessionRow, 'logFile'>): Promise<File> {
    if (logFile === null) throw new RecordsError('not_found');
    return readLog(logFile);
  }

  /** Calls back when a session has changed, here or in another tab; returns what ends it. */
  subscribe(changed: () => void): () => void {
    let [stop, ended] = [() => undefined as void, false];
    this.records.then(
      (records) => {
        if (!ended) stop = records.subscribe(({ what }) => what === 'sessions' && changed());
      },
      // Why nothing is stored is said where the first reading failed.
      () => undefined,
    );
    return () => {
      ended = true;
      stop();
    };
  }
}
