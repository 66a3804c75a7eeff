import type { Page } from 'playwright-core';

/** What a browser keeps: every record by its store, and the SHA-256 of every log (but one that is being recorded) by its name. */
export interface ClinicStore {
  readonly records: Readonly<Record<string, unknown[]>>;
  readonly logs: Readonly<Record<string, string>>;
}

const STORES = ['patients', 'personalModels', 'choices', 'sessions', 'sessionDetails', 'doomedFiles'];

/** Reads the storage of the page's origin itself, not through the program. */
export function readClinic(page: Page): Promise<ClinicStore> {
  return page.evaluate(async (stores) => {
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(String(request.error)));
      });
    const database = await done(indexedDB.open('stridecast'));
    const tx = database.transaction([...stores, 'personalBytes']);
    const records: Record<string, unknown[]> = {};
    for (const store of stores) records[store] = await done(tx.objectStore(store).getAll());
    const models = await done(tx.objectStore('personalBytes').getAll());
    records['personalBytes'] = models.map((b) => Array.from(b as Uint8Array).join());
    database.close();
    const logs: Record<string, string> = {};
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('sessions', { create: true });
    for await (const [name, handle] of folder.entries()) {
      const file = await (handle as FileSystemFileHandle).getFile();
      // It changes under the reader while it is recorded.
      const bytes = await file.arrayBuffer().catch(() => null);
      if (bytes === null) continue;
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      logs[name] = Array.from(digest, (b) => b.toString(16).padStart(2, '0')).join('');
    }
    return { records, logs };
  }, STORES);
}
