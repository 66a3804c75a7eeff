import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openRecords, type Records, type RecordsOptions } from '../records';

/** A browser that has never seen the program. */
export function newBrowser(): void {
  indexedDB = new IDBFactory();
}

export async function freshRecords(options?: RecordsOptions): Promise<Records> {
  newBrowser();
  return openRecords(options);
}
