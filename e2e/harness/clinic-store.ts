import type { Page } from 'playwright-core';

/** What a browser keeps: every record by its store, and the SHA-256 of every log by its name. */
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
    const bytes = await done(tx.objectStore('personalBytes').getAll());
    records['personalBytes'] = bytes.map((b) => Array.from(b as Uint8Array).join());
    database.close();
    const logs: Record<string, string> = {};
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('sessions', { create: true });
    for await (const [name, handle] of folder.entries()) {
      const file = await (handle as FileSystemFileHandle).getFile();
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
      logs[name] = Array.from(digest, (b) => b.toString(16).padStart(2, '0')).join('');
    }
    return { records, logs };
  }, STORES);
}
