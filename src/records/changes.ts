/** What has changed; screens read again what they show. */
export interface RecordsChange {
  readonly what: 'patients' | 'personal_models' | 'sessions' | 'protocol';
  /** The patient it is about; null where it is none, or many. */
  readonly patientId: string | null;
}

const CHANNEL = 'stridecast.records';

/** Carries changes to every listener in this tab and to all other tabs and workers. */
export class Changes {
  readonly #channel: BroadcastChannel | null =
    typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(CHANNEL);
  readonly #listeners = new Set<(change: RecordsChange) => void>();

  constructor() {
    if (this.#channel) this.#channel.onmessage = ({ data }: MessageEvent<RecordsChange>) => this.#give(data);
  }

  /** Returns what ends it. */
  subscribe(listener: (change: RecordsChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(what: RecordsChange['what'], patientId: string | null): void {
    const change: RecordsChange = { what, patientId };
    this.#channel?.postMessage(change);
    this.#give(change);
  }

  close(): void {
    this.#listeners.clear();
    this.#channel?.close();
  }

  #give(change: RecordsChange): void {
    for (const listener of [...this.#listeners]) listener(change);
  }
}
