import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { afterEach, describe, expect, it } from 'vitest';
import { en } from '../../src/app/i18n/en';
import { hashOf } from '../../src/app/routes';
import { TestBench } from '../harness/test-bench';
import { pictureOnFailure } from './picture';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const trust = JSON.parse(readFileSync('docs/evidence/trust.json', 'utf8')) as {
  findings: { values: { caught: number } }[];
};

/** What the forecasts are worth, as the files say it. */
describe('evidence', () => {
  let bench: TestBench;
  afterEach(() => bench.close());

  const open = async (): Promise<void> => {
    await bench.goto();
    await bench.page.evaluate((hash) => (location.hash = hash), hashOf('evidence'));
  };

  it('shows cards and studies, with the figures of the files, and breaks no rule of axe', async () => {
    bench = await TestBench.open({ models: 'shipped' });
    pictureOnFailure(bench);
    const { page } = bench;
    await open();
    const card = page.getByTestId('card-knee');
    await card.waitFor();
    expect(await card.getByTestId('scores').first().getByRole('row').count()).toBeGreaterThan(3);
    await page.getByRole('button', { name: en.evidence.phrases.trust, exact: true }).click();
    const study = page.getByTestId('study-trust');
    await study.waitFor();
    expect(await study.textContent()).toContain(`${trust.findings[0].values.caught} %`);
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() =>
      (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
    );
    expect(violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
  });

  it('says so where its files cannot be had, and loads them when they can', async () => {
    bench = await TestBench.open({ models: 'shipped' });
    pictureOnFailure(bench);
    const { page } = bench;
    await bench.goto();
    await page.route('**/models/index.json', (route) => route.abort());
    await page.evaluate((hash) => (location.hash = hash), hashOf('evidence'));
    await page.getByRole('alert').getByText(en.evidence.failed).waitFor();
    await page.unroute('**/models/index.json');
    await page.getByRole('button', { name: en.evidence.again }).click();
    await page.getByTestId('card-knee').waitFor();
  });
});
