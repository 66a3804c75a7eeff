import type { Page } from 'playwright-core';

/** A user without a mouse: Tab until it is there, Enter to press it; and what such a user would complain of. */
export class Keyboard {
  /** Controls that had the focus without showing it, or while something lay over them. */
  readonly complaints: string[] = [];
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Tabs on until the control of this test id, or one inside of it that `matches`, has the focus. Throws with the way that was taken. */
  async tabTo(testId: string, { matches = '*', limit = 120 } = {}): Promise<void> {
    const way: string[] = [];
    for (let i = 0; i < limit; i++) {
      await this.page.keyboard.press('Tab');
      const { at, name, shown, covered } = await this.page.evaluate(focusState, { testId, matches });
      if (!shown) this.complaints.push(`the focus is not shown on ${name}`);
      if (covered) this.complaints.push(`${name} has the focus below ${covered}`);
      if (at) return;
      way.push(name);
    }
    throw new Error(`${testId} was not reached: ${way.join(' > ')}`);
  }

  async press(testId: string): Promise<void> {
    await this.tabTo(testId);
    await this.page.keyboard.press('Enter');
  }
}

interface FocusState {
  at: boolean;
  name: string;
  shown: boolean;
  covered: string | null;
}

/** In the page. */
function focusState({ testId, matches }: { testId: string; matches: string }): FocusState {
  const element = document.activeElement ?? document.body;
  const name =
    (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 50) || element.tagName;
  const at = element.matches(matches) && element.closest(`[data-testid="${testId}"]`) !== null;
  if (element === document.body || element === document.documentElement)
    return { at, name: '(the page)', shown: true, covered: null };
  // The mark may be on the label or wrapper that draws an input.
  const drawn = [
    element,
    element.parentElement!,
    ...(element.nextElementSibling ? [element.nextElementSibling] : []),
  ];
  const shown = drawn.some((e) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(e);
    return outlineStyle !== 'none' && outlineWidth !== '0px';
  });
  const box = element.getBoundingClientRect();
  const over = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));
  const related =
    over === null ||
    over.contains(element) ||
    element.contains(over) ||
    element.parentElement!.contains(over);
  return {
    at,
    name,
    shown,
    covered: related ? null : `${over.tagName} “${over.textContent?.trim().slice(0, 30)}”`,
  };
}
