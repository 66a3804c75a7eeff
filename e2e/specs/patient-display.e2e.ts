import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { en } from '../../src/app/i18n/en';
import { zh } from '../../src/app/i18n/zh';
import { VIRTUAL_RECORDING } from '../devices/sources';
import { AdaptPage } from '../harness/adapt-page';
import { PatientScreen, type ScreenState } from '../harness/patient-screen';
import type { TestBenchOptions } from '../harness/test-bench';
import { TestBench } from '../harness/test-bench';
import { until } from '../harness/until';
import { storedSessions } from '../records/stored';
import { pictureOnFailure } from './picture';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const BLOCKED_MS = 3000;

describe('patient’s screen', () => {
  let bench: TestBench;
  afterEach(() => bench.close());

  const open = async (options: TestBenchOptions, path = ''): Promise<void> => {
    bench = await TestBench.open({ models: 'shipped', ...options });
    pictureOnFailure(bench);
    bench.browser.context.setDefaultTimeout(90_000);
    await bench.goto(path);
  };

  /** A goal with these ends, for the right knee in swing. */
  const setGoal = async (low: number, high: number, texts: typeof en | typeof zh = en): Promise<void> => {
    const { page } = bench;
    await page.getByTestId('patient-display').click();
    await page.getByTestId('goal-basis').getByText(texts.patientDisplay.basis.hand, { exact: true }).click();
    await page.getByTestId('goal-low').fill(String(low));
    await page.getByTestId('goal-high').fill(String(high));
    await page.getByTestId('goal-set').click();
    await page.getByTestId('goal-none').waitFor();
    await page.keyboard.press('Escape');
  };

  const replay = async (): Promise<void> => {
    const [dialog] = await Promise.all([
      bench.page.waitForEvent('filechooser'),
      bench.live.button(en.connect.replayOwn).click(),
    ]);
    await dialog.setFiles(VIRTUAL_RECORDING);
  };

  const slowReplay = async (): Promise<void> => {
    await bench.page.getByLabel(en.live.replaySpeed).selectOption('0.25');
  };

  /** What the screen did while the therapist's page could do nothing. */
  const whileBlocked = async (screen: PatientScreen): Promise<ScreenState[]> => {
    const blocked = bench.page.evaluate((ms) => {
      const from = Date.now();
      while (Date.now() - from < ms) {
        // Nothing else can run in this page.
      }
      return { from, to: Date.now() };
    }, BLOCKED_MS);
    let over = false;
    void blocked.finally(() => {
      over = true;
    });
    const states: ScreenState[] = [];
    while (!over) states.push(await screen.state());
    const { from, to } = await blocked;
    return states.filter(({ atMs }) => atMs > from + 200 && atMs < to);
  };

  it('goes on and counts while the therapist’s page is blocked for 3 s, with the virtual exoskeleton and a recording', {
    timeout: 300_000,
  }, async () => {
    await open({}, '?demo');
    const { page, live, browser } = bench;
    await live.waitForPhase('streaming', 90_000);
    await setGoal(40, 90);
    const screen = await PatientScreen.open(bench);
    const check = async (): Promise<void> => {
      await screen.waitForSteps(2, 90_000);
      const states = await whileBlocked(screen);
      const [first, last] = [states[0], states.at(-1)!];
      expect(last.atMs - first.atMs).toBeGreaterThan(1500);
      // Again and again, not once at the end.
      expect(new Set(states.map((s) => s.frames)).size).toBeGreaterThanOrEqual(3);
      expect(last.judged).toBeGreaterThan(first.judged);
      // The count is the engine's, which tells the therapist the same.
      const told = page.getByTestId('patient-display');
      await until('both know of the same steps', async () => {
        const { judged, inTarget } = await screen.state();
        const shown = [await told.getAttribute('data-judged'), await told.getAttribute('data-in-target')];
        return judged >= last.judged && shown.join() === `${judged},${inTarget}`;
      });
    };
    await check();
    await page.getByTestId('disconnect').click();
    await screen.waitForWord('finished');
    await replay();
    await live.waitForPhase('streaming', 90_000);
    await until('counted anew', async () => (await screen.state()).judged < 2);
    await check();
    expect(browser.pageErrors).toEqual([]);
  });

  it('pauses with the stream, resumes and ends by itself, and begins again with the next session', {
    timeout: 300_000,
  }, async () => {
    await open({});
    await replay();
    await bench.live.waitForPhase('streaming', 90_000);
    const screen = await PatientScreen.open(bench);
    await slowReplay();
    await until(
      'it walks',
      async () => {
        const { word, dotShown, targetShown } = await screen.state();
        return word === 'walk' && dotShown && !targetShown;
      },
      120_000,
    );
    await bench.live.button(en.live.replayPause).click();
    await screen.waitForWord('pause');
    expect((await screen.state()).dotShown).toBe(false);
    await bench.live.button(en.live.replayResume).click();
    await until('it goes on', async () => (await screen.state()).dotShown);
    await bench.page.getByTestId('disconnect').click();
    await screen.waitForWord('finished');
    expect(await screen.state()).toMatchObject({ dotShown: false, targetShown: false });
    await bench.live.startDemo();
    await bench.live.waitForPhase('streaming', 90_000);
    await until('it moves again', async () => (await screen.state()).dotShown, 60_000);
    await bench.page.reload();
    // A tab that is back within half a second says that nothing runs before the screen has missed it.
    await until(
      'it stands still',
      async () => {
        const { word, dotShown } = await screen.state();
        return ['pause', 'finished'].includes(word) && !dotShown;
      },
      60_000,
    );
    await bench.live.startDemo();
    await until('it found the tab again', async () => (await screen.state()).dotShown, 90_000);
  });

  it('belongs to one tab: another tab’s session does not show on it', { timeout: 300_000 }, async () => {
    await open({}, '?demo');
    await bench.live.waitForPhase('streaming', 90_000);
    const other = await bench.browser.page(true);
    await other.goto(bench.server.url);
    await other.getByTestId('status-device').waitFor();
    const mine = await PatientScreen.open(bench);
    const theirs = await PatientScreen.open(bench, other);
    await until('movement on the first', async () => (await mine.state()).frames > 20, 60_000);
    expect(await theirs.state()).toMatchObject({ word: 'ready', frames: 0, dotShown: false });
  });

  it('keeps the goal with the patient, and what came of it with the session', {
    timeout: 300_000,
  }, async () => {
    await open({}, '?demo');
    const { page, live } = bench;
    await live.waitForPhase('streaming', 90_000);
    await new AdaptPage(page).addPatient('P-41');
    await page.getByTestId('rail-live').click();
    await setGoal(90, 110);
    const screen = await PatientScreen.open(bench);
    await screen.waitForSteps(3, 90_000);
    await screen.waitForWord('higher');
    const { judged } = await screen.state();
    await page.getByTestId('disconnect').click();
    const session = await until('the session is closed', async () =>
      (await storedSessions(page)).find((s) => s.state === 'closed'),
    );
    const { summary } = session as unknown as { summary: Record<string, number> };
    expect(summary['goal_steps']).toBeGreaterThanOrEqual(judged);
    expect(summary['goal_in_target']).toBe(0);
    await bench.goto('?demo');
    await live.waitForPhase('streaming', 90_000);
    await page.getByTestId('patient-display').click();
    await page.getByTestId('goal-in-use').getByText('90° to 110°').waitFor();
    expect(await page.getByTestId('goal-low').inputValue()).toBe('90');
    await page.getByTestId('goal-none').click();
    await page.getByText(en.patientDisplay.noneInUse).waitFor();
  });

  it.each([
    ['light', 'en-US', en, { width: 1920, height: 1080 }],
    ['dark', 'zh-CN', zh, { width: 1280, height: 720 }],
    ['light', 'zh-CN', zh, { width: 1080, height: 1920 }],
    ['dark', 'en-US', en, { width: 400, height: 800 }],
  ] as const)(
    'can be read across the room, breaks no rule of axe, and is reached by keyboard: %s, %s',
    { timeout: 300_000 },
    async (colorScheme, locale, texts, size) => {
      await open({ colorScheme, locale }, '?demo');
      const { page, live } = bench;
      await live.waitForPhase('streaming', 90_000);
      await setGoal(0, 120, texts);
      const screen = await PatientScreen.open(bench);
      await screen.page.setViewportSize(size);
      const word = screen.page.getByRole('status').filter({ hasText: texts.patientScreen.good });
      await word.waitFor({ timeout: 90_000 });
      const look = await screen.page.getByRole('status').evaluate((element) => {
        const range = document.createRange();
        range.selectNodeContents(element);
        const { width } = range.getBoundingClientRect();
        const { fontSize, color } = getComputedStyle(element);
        const { backgroundColor } = getComputedStyle(element.parentElement!);
        return { size: Number.parseFloat(fontSize), width, color, backgroundColor };
      });
      expect(look.size).toBeGreaterThanOrEqual(size.height / 12);
      expect(look.width).toBeLessThan(size.width);
      expect(contrast(look.color, look.backgroundColor)).toBeGreaterThanOrEqual(7);
      expect(await screen.page.evaluate(() => document.documentElement.lang)).toMatch(
        locale === 'zh-CN' ? /^zh/ : /^en/,
      );
      await screen.page.keyboard.press('Tab');
      expect(await screen.page.evaluate(() => document.activeElement?.textContent)).toBe(
        texts.patientScreen.fullScreen,
      );
      expect(await violations(screen.page)).toEqual([]);
      await page.getByTestId('patient-display').click();
      await page.getByTestId('goal-dialog').waitFor();
      await sleep(600); // nothing is judged while it fades in
      expect(await violations(page)).toEqual([]);
      // No network, no React, no database.
      const scripts = await screen.page.evaluate(() =>
        (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
          .map(({ name, decodedBodySize }) => ({ name: name.replace(/^.*\//, ''), bytes: decodedBodySize }))
          .filter(({ name }) => /\.(js|wasm|bin|json)$/.test(name)),
      );
      expect(scripts.length).toBeGreaterThan(0);
      expect(
        scripts.reduce((sum, { bytes }) => sum + bytes, 0),
        JSON.stringify(scripts),
      ).toBeLessThan(60_000);
    },
  );

  it('moves once a step at most for whom movement disturbs', { timeout: 300_000 }, async () => {
    await open({}, '?demo');
    await bench.live.waitForPhase('streaming', 90_000);
    await setGoal(0, 120);
    const screen = await PatientScreen.open(bench);
    await screen.page.emulateMedia({ reducedMotion: 'reduce' });
    await screen.waitForSteps(2, 90_000);
    const dot = screen.page.getByTestId('screen-stage').locator('circle');
    const places = new Map<number, Set<string>>();
    const until3 = (await screen.state()).judged + 3;
    for (let { judged } = await screen.state(); judged < until3; { judged } = await screen.state()) {
      const before = judged;
      const place = `${await dot.getAttribute('cx')},${await dot.getAttribute('cy')}`;
      // A step that came between the two looks belongs to neither.
      if ((await screen.state()).judged !== before) continue;
      places.set(before, (places.get(before) ?? new Set()).add(place));
    }
    expect(places.size).toBeGreaterThanOrEqual(2);
    for (const seen of places.values()) expect(seen.size).toBeLessThanOrEqual(2);
    const across = new Set([...places.values()].flatMap((seen) => [...seen].map((p) => p.split(',')[0])));
    expect(across.size).toBe(1);
  });
});

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const results = await page.evaluate(() =>
    (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  return results.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)}`));
}

/** WCAG contrast of two `rgb(r, g, b)`. */
function contrast(a: string, b: string): number {
  const luminance = (color: string): number => {
    const [r, g, b] = [...color.matchAll(/[\d.]+/g)].slice(0, 3).map(([value]) => {
      const c = Number(value) / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}
