import { beforeEach, describe, expect, it, vi } from 'vitest';
import { newBrowser } from '../testing/open';
import { Database } from './database';
import { UPGRADES } from './schema';

const put = (database: Database, id: string) =>
  database.write(['patients'], (tx) => tx.objectStore('patients').put({ id, codeKey: id }));
const ids = (database: Database) =>
  database.read(['patients'], (tx) => tx.objectStore('patients').getAllKeys());

describe('database', () => {
  beforeEach(newBrowser);

  it('keeps what was there when a newer version adds to it, and is not opened by an older one', async () => {
    const old = new Database();
    await put(old, 'a');
    old.close();
    const added = vi.fn();
    const newer = new Database(undefined, [...UPGRADES, added]);
    expect(await ids(newer)).toEqual(['a']);
    expect(added).toHaveBeenCalledOnce();
    newer.close();
    await expect(new Database().ready()).rejects.toMatchObject({ code: 'newer_version' });
  });

  it('lets go at once of a database that another tab upgrades, and says so from then on', async () => {
    const letGo = vi.fn();
    const old = new Database(letGo);
    await put(old, 'a');
    const newer = new Database(undefined, [...UPGRADES, () => undefined]);
    await newer.ready();
    expect(letGo).toHaveBeenCalledOnce();
    await expect(ids(old)).rejects.toMatchObject({ code: 'other_tab' });
    expect(await ids(newer)).toEqual(['a']);
    newer.close();
  });

  it('does not wait for ever for a tab that does not let go', async () => {
    const stubborn = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('stridecast', 1);
      request.onsuccess = () => resolve(request.result);
    });
    const late = new Database(undefined, [...UPGRADES, () => undefined]);
    await expect(late.ready()).rejects.toMatchObject({ code: 'other_tab' });
    stubborn.close();
  });

  it('leaves nothing of a write that failed in its middle, whatever it failed of', async () => {
    const database = new Database();
    await expect(
      database.write(['patients'], async (tx) => {
        await tx.objectStore('patients').put({ id: 'a', codeKey: 'a' });
        throw new Error('half-way');
      }),
    ).rejects.toMatchObject({ code: 'internal' });
    await expect(
      database.write(['patients'], async (tx) => {
        await tx.objectStore('patients').put({ id: 'b', codeKey: 'b' });
        throw new DOMException('no room', 'QuotaExceededError');
      }),
    ).rejects.toMatchObject({ code: 'full' });
    expect(await ids(database)).toEqual([]);
    database.close();
  });
});
