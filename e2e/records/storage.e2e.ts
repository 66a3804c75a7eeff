import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newModel, newSession } from '../../src/records/testing/fixtures';
import { RecordsPage, type WithShop } from './records-page';

/** The records in a real browser: its own IndexedDB, its quota, several tabs. */
describe('records', { timeout: 60_000 }, () => {
  let records: RecordsPage;
  let page: Page;
  beforeAll(async () => {
    records = await RecordsPage.start();
    page = await records.open();
  }, 120_000);
  afterAll(() => records.close());

  const addPatient = (code: string, on = page): Promise<string> =>
    on.evaluate(async (code) => {
      const { shop } = globalThis as WithShop;
      const records = await shop.openRecords();
      const { id } = await records.patients.add({ code, side: 'r' });
      records.close();
      return id;
    }, code);

  it('are there after a reload, in another tab, and a change is heard there', async () => {
    const other = await records.open();
    await other.evaluate(async () => {
      const { shop } = globalThis as WithShop;
      const open = await shop.openRecords();
      const heard: unknown[] = [];
      open.subscribe((change) => heard.push(change));
      Object.assign(globalThis, { open, heard });
    });
    const id = await addPatient('P-1');
    await other.waitForFunction(() => (globalThis as unknown as { heard: unknown[] }).heard.length > 0);
    expect(await other.evaluate(() => (globalThis as unknown as { heard: unknown[] }).heard)).toEqual([
      { what: 'patients', patientId: id },
    ]);
    await page.reload();
    const listed = await page.evaluate(async () => {
      const open = await (globalThis as WithShop).shop.openRecords();
      return (await open.patients.list()).map((p) => p.code);
    });
    expect(listed).toEqual(['P-1']);
    await other.close();
  });

  it('let go when another tab has a newer version, which then finds everything', async () => {
    const id = await addPatient('P-2');
    const old = await records.open();
    const letGo = old.evaluate(async () => {
      const { shop } = globalThis as WithShop;
      let tell: () => void = () => undefined;
      const told = new Promise<void>((resolve) => {
        tell = resolve;
      });
      const open = await shop.openRecords({ onLetGo: () => tell() });
      Object.assign(globalThis, { isOpen: true });
      await told;
      return open.patients.list().catch((error: { code: string }) => error.code);
    });
    await old.waitForFunction(() => 'isOpen' in globalThis);
    const found = await page.evaluate(async (id) => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open('stridecast', 1000);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(String(request.error)));
        request.onblocked = () => reject(new Error('blocked'));
      });
      const stored = database.transaction('patients').objectStore('patients').get(id);
      await new Promise((resolve) => {
        stored.onsuccess = resolve;
      });
      database.close();
      const code = await (globalThis as WithShop).shop.openRecords().then(
        () => 'opened',
        (error: { code: string }) => error.code,
      );
      return [(stored.result as { code: string }).code, code];
    }, id);
    expect(await letGo).toBe('other_tab');
    // An older program does not touch what a newer one made.
    expect(found).toEqual(['P-2', 'newer_version']);
    await old.close();
    await page.evaluate(() => {
      indexedDB.deleteDatabase('stridecast');
    });
  });

  it('say that the disk is full, and keep what was there', async () => {
    // Chromium looks at the quota rarely once it has written: this one is small from the start.
    const small = await RecordsPage.start();
    const fresh = await small.open();
    const cdp = await fresh.context().newCDPSession(fresh);
    const origin = new URL(fresh.url()).origin;
    await cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 400_000 });
    const id = await addPatient('P-3', fresh);
    const codes: string[] = [];
    while (codes.length < 20 && codes.at(-1) !== 'full')
      codes.push(
        await fresh.evaluate(
          async (model) => {
            const open = await (globalThis as WithShop).shop.openRecords();
            const bytes = crypto.getRandomValues(new Uint8Array(60_000));
            const code = await open.personalModels.save({ ...model, bytes }).then(
              () => 'saved',
              (error: { code: string }) => error.code,
            );
            open.close();
            return code;
          },
          { ...newModel(id), bytes: new Uint8Array(0) },
        ),
      );
    expect(codes.length).toBeGreaterThan(2);
    expect(codes.at(-1)).toBe('full');
    const lengths = await fresh.evaluate(async (id) => {
      const { shop } = globalThis as WithShop;
      const open = await shop.openRecords();
      const models = await open.personalModels.list(id);
      const loaded = await Promise.all(models.map((m) => open.personalModels.load(m.id)));
      open.close();
      return loaded.map((l) => l.bytes.length);
    }, id);
    // All or nothing: a record with its bytes for each that was told to be saved.
    expect(lengths).toEqual(codes.slice(0, -1).map(() => 60_000));
    await small.close();
  });

  it('lose the log of a session that is deleted while it is being recorded, and no other', async () => {
    const patientId = await addPatient('P-4');
    const seen = await page.evaluate(async (patientId) => {
      const { shop } = globalThis as WithShop;
      const open = await shop.openRecords();
      const worker = shop.spawnLogWorker();
      const reported = (type: string): Promise<unknown> =>
        new Promise((resolve, reject) => {
          worker.onDeath = (reason) => reject(new Error(reason));
          worker.onReport = (report) => {
            if (report.type === 'stopped') reject(new Error(report.detail));
            if (report.type === type) resolve(report);
          };
        });
      const record = async (id: string, during: () => Promise<unknown>): Promise<void> => {
        const written = reported('written');
        const none = new Uint8Array(0);
        const session = {
          id,
          patientId,
          startedAt: new Date().toISOString(),
          device: 'Exo',
          serial: 'SN1',
          source: 'serial',
          affectedSide: 'r' as const,
        };
        worker.post({ type: 'open', session });
        worker.post({
          type: 'batch',
          batch: {
            wire: { bytes: Uint8Array.of(1, 2), ends: Uint32Array.of(2), atMs: Float64Array.of(Date.now()) },
            ticks: {
              numbers: new Int32Array(0),
              atMs: new Float64Array(0),
              measured: new Float32Array(none.buffer),
            },
            forecasts: { numbers: new Int32Array(0), atMs: new Float64Array(0), values: [] },
            notes: [],
          },
        });
        await written;
        await during();
        const closed = reported('closed');
        worker.post({ type: 'close' });
        await closed;
      };
      let whileOpen: string[] = [];
      await record('stays', () => Promise.resolve());
      await record('goes', async () => {
        await open.sessions.remove('goes');
        const recovered = reported('recovered');
        worker.post({ type: 'recover' });
        await recovered;
        whileOpen = await shop.listLogs();
      });
      const rows = await open.sessions.list({ patientId });
      const left = await shop.listLogs();
      await open.patients.remove(patientId);
      const recovered = reported('recovered');
      worker.post({ type: 'recover' });
      await recovered;
      const end = { logs: await shop.listLogs(), rows: await open.sessions.list({ patientId }) };
      open.close();
      return { whileOpen: whileOpen.sort(), rows: rows.map((r) => [r.id, r.state]), left, end };
    }, patientId);
    expect(seen).toEqual({
      whileOpen: ['goes.mcap', 'stays.mcap'],
      rows: [['stays', 'closed']],
      left: ['stays.mcap'],
      end: { logs: [], rows: [] },
    });
  });

  it('list a thousand sessions at once', async () => {
    const sessions = Array.from({ length: 1000 }, (_, i) =>
      newSession(new Date(Date.UTC(2026, 0, 1) + i * 3_600_000).toISOString()),
    );
    const { count, ms, pageMs } = await page.evaluate(async (sessions) => {
      const open = await (globalThis as WithShop).shop.openRecords();
      for (const session of sessions) await open.sessions.add(session);
      const began = performance.now();
      const all = await open.sessions.list();
      const ms = performance.now() - began;
      const again = performance.now();
      await open.sessions.list({ limit: 50 });
      return { count: all.length, ms, pageMs: performance.now() - again };
    }, sessions);
    console.log(`1,000 sessions: ${ms.toFixed(0)} ms; the first page of 50: ${pageMs.toFixed(0)} ms`);
    expect(count).toBe(1000);
    expect(ms).toBeLessThan(300);
  });
});
