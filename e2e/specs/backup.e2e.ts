import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../src/app/i18n/en';
import { AdaptPage } from '../harness/adapt-page';
import { type ClinicStore, readClinic } from '../harness/clinic-store';
import { TestBench } from '../harness/test-bench';
import { until } from '../harness/until';
import { pictureOnFailure } from './picture';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PASSPHRASE = 'seven green herons wade';

/** One clinic with a patient, a personal model, a session and its log, backed up in one browser; what becomes of the file in others. */
describe('backup', { timeout: 180_000 }, () => {
  const dir = mkdtempSync(join(tmpdir(), 'stridecast-backup-'));
  const file = join(dir, 'clinic.stridebackup');
  let origin: ClinicStore;
  let bench: TestBench;

  /** A browser that has never seen the program; without the dialog of the system, which no test can work. */
  const visit = async (quota?: number): Promise<void> => {
    bench = await TestBench.open({ models: 'shipped' });
    await bench.page.addInitScript('delete globalThis.showSaveFilePicker');
    if (quota !== undefined) {
      const cdp = await bench.page.context().newCDPSession(bench.page);
      await cdp.send('Storage.overrideQuotaForOrigin', { origin: bench.server.origin, quotaSize: quota });
    }
    await bench.goto('#/setup');
  };
  /** The same within a test. */
  const arrive = async (quota?: number): Promise<void> => {
    await visit(quota);
    pictureOnFailure(bench);
  };
  const typeAndCheck = async (path: string, passphrase = PASSPHRASE): Promise<void> => {
    const { page } = bench;
    if ((await page.getByRole('dialog').count()) === 0) await page.getByTestId('backup-restore').click();
    await page.getByTestId('restore-file').setInputFiles(path);
    await page.getByTestId('restore-passphrase').fill(passphrase);
    await page.getByTestId('restore-check').click();
  };
  const problem = async (): Promise<string | null> => {
    const said = bench.page.getByTestId('backup-problem');
    await said.waitFor({ timeout: 60_000 });
    return said.getAttribute('data-code');
  };
  const violations = async (): Promise<string[]> => {
    await bench.page.evaluate(AXE);
    const { violations: found } = await bench.page.evaluate(() =>
      (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
    );
    return found.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 120)}`));
  };

  beforeAll(async () => {
    await visit();
    const { page, live } = bench;
    await new AdaptPage(page).addPatient('P-31');
    await page.getByTestId('rail-live').click();
    await live.startDemo();
    await live.waitForPhase('streaming');
    await live.waitForForecasts(200);
    await page.keyboard.press('m');
    const adapt = new AdaptPage(page);
    await adapt.open();
    await adapt.waitForStrides(5);
    await adapt.start.click();
    await adapt.waitForPhase('compare', 90_000);
    await page.getByTestId('accept').click();
    await adapt.waitForInUse('network');
    await page.locator('[data-testid="adapt-outcome"][data-kind="saved"]').waitFor();
    await page.getByTestId('rail-live').click();
    await page.getByTestId('disconnect').click();
    await until('the session is closed', async () => {
      const { records } = await readClinic(page);
      return (records['sessions'] as { state: string }[]).some((s) => s.state === 'closed');
    });
    origin = await readClinic(page);
    expect(origin.records['personalModels']).toHaveLength(1);
    await page.getByTestId('rail-setup').click();
    await page.getByTestId('backup-write').click();
    expect(await violations()).toEqual([]);
    await page.getByTestId('backup-passphrase').fill('too short');
    await page.getByTestId('backup-again').fill('too short');
    expect(await page.getByTestId('backup-save').isDisabled()).toBe(true);
    await page.getByTestId('backup-passphrase').fill(PASSPHRASE);
    await page.getByTestId('backup-again').fill(PASSPHRASE);
    const [download] = await Promise.all([
      page.waitForEvent('download', { timeout: 60_000 }),
      page.getByTestId('backup-save').click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^stridecast-\d{4}-\d\d-\d\d\.stridebackup$/);
    await download.saveAs(file);
    await page.getByTestId('backup-saved').waitFor();
    await bench.close();
  }, 180_000);
  afterEach(() => bench.close());
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('restores the clinic in a browser that has never seen it, once', async () => {
    await arrive();
    const { page } = bench;
    await typeAndCheck(file);
    await page.getByTestId('restore-offer').waitFor({ timeout: 60_000 });
    expect(await violations()).toEqual([]);
    await page.getByTestId('restore-go').click();
    await page.getByTestId('restored').waitFor({ timeout: 60_000 });
    expect(await readClinic(page)).toEqual(origin);
    await page.getByRole('button', { name: en.backup.done }).click();

    await page.getByTestId('rail-patients').click();
    await new AdaptPage(page).patient('P-31').waitFor();
    await page.getByTestId('rail-sessions').click();
    await page.getByTestId('session-row').waitFor();

    // Once more: nothing is doubled.
    await page.getByTestId('rail-setup').click();
    await typeAndCheck(file);
    await page.getByText(en.backup.same_one.replace('{{count}}', '1')).waitFor({ timeout: 60_000 });
    await page.getByTestId('restore-go').click();
    await page.getByTestId('restored').waitFor();
    expect(await readClinic(page)).toEqual(origin);
    await page.getByRole('button', { name: en.backup.done }).click();

    // The next walk is forecast by the patient's own model.
    const adapt = new AdaptPage(page);
    await page.getByTestId('rail-patients').click();
    await adapt.patient('P-31').getByTestId('patient-choose').click();
    await page.getByTestId('rail-live').click();
    await bench.live.startDemo();
    await bench.live.waitForPhase('streaming');
    await adapt.open();
    await adapt.waitForInUse('network');
  });

  it('asks about a patient who is here by the same code, and lets both stand', async () => {
    await arrive();
    const { page } = bench;
    await new AdaptPage(page).addPatient('p-31');
    await page.getByTestId('rail-setup').click();
    await typeAndCheck(file);
    await page.getByTestId('collision').waitFor({ timeout: 60_000 });
    // Nothing is decided for the therapist.
    expect(await page.getByTestId('restore-go').isDisabled()).toBe(true);
    expect(await violations()).toEqual([]);
    await page.getByTestId('decide-both').click();
    await page.getByTestId('restore-go').click();
    await page.getByTestId('restored').waitFor({ timeout: 60_000 });
    const { records } = await readClinic(page);
    const codes = (records['patients'] as { code: string }[]).map((p) => p.code).sort();
    expect(codes).toEqual(['P-31 (2)', 'p-31']);
  });

  it('says what is wrong: passphrase, cut file, changed file, newer version, another file; and writes nothing', async () => {
    await arrive();
    const { page } = bench;
    const bytes = readFileSync(file);
    const put = (name: string, content: Uint8Array): string => {
      const path = join(dir, name);
      writeFileSync(path, content);
      return path;
    };
    await typeAndCheck(file, 'seven green herons wode');
    expect(await problem()).toBe('wrong_passphrase');
    await page.getByText(en.backup.error.wrong_passphrase).waitFor();

    const flipped = Uint8Array.from(bytes);
    flipped[bytes.length >> 1] ^= 1;
    const newer = Uint8Array.from(bytes);
    newer[12] = 2;
    const cases: [string, Uint8Array, keyof typeof en.backup.error][] = [
      ['cut.stridebackup', bytes.subarray(0, bytes.length - 1000), 'cut_short'],
      ['flipped.stridebackup', flipped, 'damaged'],
      ['newer.stridebackup', newer, 'newer_version'],
      ['other.stridebackup', new TextEncoder().encode('name,knee\n1,2\n'.repeat(50)), 'not_a_backup'],
    ];
    for (const [name, content, code] of cases) {
      await typeAndCheck(put(name, content));
      await page.locator(`[data-testid="backup-problem"][data-code="${code}"]`).waitFor({ timeout: 60_000 });
      await page.getByText(en.backup.error[code]).waitFor();
    }
    const { records, logs } = await readClinic(page);
    expect([...Object.values(records).flat(), ...Object.keys(logs)]).toEqual([]);
  });

  it.each([
    ['is told before the first byte', false],
    ['is met in the middle, because the browser has promised more than there is', true],
  ])('writes nothing that stays on a full disk: it %s', async (_, lies) => {
    const size = readFileSync(file).length;
    await arrive(Math.floor(size / 2) + 300_000);
    const { page } = bench;
    if (lies)
      await page.evaluate(() => {
        navigator.storage.estimate = () => Promise.resolve({ usage: 0, quota: 1e12 });
      });
    await typeAndCheck(file);
    await page.getByTestId('restore-offer').waitFor({ timeout: 60_000 });
    await page.getByTestId('restore-go').click();
    expect(await problem()).toBe('full');
    await page.getByText(en.backup.error.full).waitFor();
    const { records, logs } = await readClinic(page);
    expect([...Object.values(records).flat(), ...Object.keys(logs)]).toEqual([]);
  });
});
