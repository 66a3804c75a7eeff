import type { Page } from 'playwright-core';

export interface StoredSession {
  id: string;
  state: 'recording' | 'closed' | 'recovered';
  logFile: string | null;
  logBytes: number;
  durationS: number | null;
  startedAt: string;
  patientId: string | null;
  strides: number | null;
  modelIds: string[];
}

/** Rows of the sessions as they are in the browser's own database, oldest first. */
export function storedSessions(page: Page): Promise<StoredSession[]> {
  return page.evaluate(
    () =>
      new Promise<StoredSession[]>((resolve, reject) => {
        const request = indexedDB.open('stridecast');
        request.onerror = () => reject(new Error(String(request.error)));
        request.onsuccess = () => {
          const db = request.result;
          const all = db.transaction('sessions').objectStore('sessions').index('startedAt').getAll();
          all.onerror = () => reject(new Error(String(all.error)));
          all.onsuccess = () => {
            db.close();
            resolve(all.result as StoredSession[]);
          };
        };
      }),
  );
}

/** Names of the files in the folder of logs. */
export function storedLogs(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('sessions', {
      create: true,
    });
    const names: string[] = [];
    for await (const name of folder.keys()) names.push(name);
    return names;
  });
}

export async function storedLog(page: Page, name: string): Promise<Blob> {
  const base64 = await page.evaluate(async (name) => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('sessions');
    const file = await (await folder.getFileHandle(name)).getFile();
    const reader = new FileReader();
    await new Promise((resolve) => {
      reader.onload = resolve;
      reader.readAsDataURL(file);
    });
    return (reader.result as string).split(',')[1];
  }, name);
  return new Blob([Buffer.from(base64, 'base64')]);
}
