import { setTimeout as sleep } from 'node:timers/promises';
import { hashOf, SCREENS } from '../../src/app/routes';
import { AdaptPage } from './adapt-page';
import type { TestBench } from './test-bench';

/** `look` is called with what is on screen, once it stands. */
type Look = (what: string) => Promise<void>;

/**
 * Takes the app through what a therapist meets, in one visit: every screen before anything has happened, the tour, a demo
 * that streams, its dialogs, an adaptation up to its comparison, and every screen once there is something on it.
 */
export async function everyScreen(bench: TestBench, look: Look): Promise<void> {
  const { page, live } = bench;
  const adapt = new AdaptPage(page);
  const see = async (what: string): Promise<void> => {
    await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
    await sleep(600); // nothing is judged while it fades in
    await look(what);
  };
  const each = async (when: string): Promise<void> => {
    for (const screen of SCREENS) {
      if (screen === 'bench' && when !== 'empty') continue; // it measures; not beside a stream
      await page.evaluate((hash) => (location.hash = hash), hashOf(screen));
      await see(`${screen}, ${when}`);
    }
  };

  /** What a button opens over the screen, until Escape. */
  const opened = async (button: string, shows: string, what: string): Promise<void> => {
    await page.getByTestId(button).click();
    await page.getByRole('dialog').waitFor();
    await page.getByTestId(shows).first().waitFor();
    await see(what);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  };

  await bench.goto();
  await each('empty');
  await page.getByTestId('rail-live').click();
  await page.getByTestId('tour-start').click();
  for (let step = await tourStep(bench); step !== null; step = await tourStep(bench)) {
    await see(`tour: ${step}`);
    await page.getByTestId('tour-next').click();
  }

  await page.getByTestId('rail-patients').click();
  await opened('patient-add', 'patient-form', 'a new patient');
  await adapt.addPatient('P-01');
  await opened('patient-edit', 'patient-form', 'a patient, changed');
  await page.getByTestId('rail-live').click();
  await page.getByTestId('demo').click();
  await live.waitForPhase('streaming', 60_000);
  await live.waitForForecasts(200, 120_000);
  await see('live, streaming');
  await opened('signal-check', 'signal-check-dialog', 'signal check');
  await opened('glance-goals', 'goal-range', 'goals of the session');
  await opened('notes', 'notes-text', 'notes');
  await opened('patient-display', 'goal-dialog', 'the patient’s screen, before it is opened');
  await page.getByTestId('protocol-follow').click();
  await page.getByTestId('protocol-bar').waitFor();
  await see('the order of a session, followed');
  await page.getByTestId('protocol-end').click();
  await page.getByTestId('strip-main').getByRole('button').last().click();
  await page.getByRole('dialog').waitFor();
  await see('table of a strip');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await adapt.open();
  await adapt.waitForStrides(5, 180_000);
  await see('adapt, walking');
  await adapt.start.click();
  await adapt.waitForPhase('compare', 300_000);
  await see('adapt, compared');
  await page.getByTestId((await adapt.decision()) === 'accept' ? 'accept' : 'keep-base').click();
  await each('with a session running');
  await page.getByTestId('rail-live').click();
  await page.getByTestId('disconnect').click();
  await live.waitForPhase('idle', 60_000);
  await each('after a session');
  await page.getByTestId('rail-sessions').click();
  await page.getByTestId('session-row').getByRole('link').first().click();
  await page.getByTestId('leg-figures').waitFor({ timeout: 60_000 });
  await see('a session, opened');

  await page.goto(`${bench.server.url}display.html`);
  await page.locator('#screen > *').first().waitFor();
  await sleep(600);
  await look('the patient’s screen, nobody there');
}

const tourStep = async ({ page }: TestBench): Promise<string | null> => {
  const bar = page.getByTestId('tour');
  return (await bar.count()) === 0 ? null : bar.getAttribute('data-step');
};
