import type { Page } from 'playwright-core';

/**
 * Texts that are not wholly on screen, and a page that must be scrolled sideways; empty where all fits. Regions that
 * scroll by themselves, canvases and what is for screen readers only are passed over; what is shortened with an
 * ellipsis must tell its whole text as a title.
 */
export async function cutTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const name = (element: Element): string => {
      const id = element.closest('[data-testid]')?.getAttribute('data-testid');
      return `${element.tagName.toLowerCase()} in ${id ?? '?'}: “${(element.textContent ?? '').trim().slice(0, 60)}”`;
    };
    const root = document.documentElement;
    for (const element of [root, document.querySelector('main')!])
      if (element.scrollWidth > element.clientWidth + 1)
        found.push(`${element.tagName} scrolls sideways: ${element.scrollWidth} > ${element.clientWidth}`);

    /** A title of its own or around it says the same in full. */
    const told = (element: Element): boolean =>
      element.closest('[title]')?.getAttribute('title')?.includes(element.textContent.trim()) ?? false;
    const scrolls = (element: Element): boolean => /auto|scroll/.test(getComputedStyle(element).overflowX);
    const passedOver = (element: Element): boolean =>
      element.closest('svg, canvas, .uplot, .visually-hidden, select, option, [hidden]') !== null ||
      !element.checkVisibility({ visibilityProperty: true });

    for (const element of document.body.querySelectorAll('*')) {
      if (passedOver(element) || !element.textContent?.trim()) continue;
      const style = getComputedStyle(element);
      const ownText = [...element.childNodes].some(
        (n) => n.nodeType === Node.TEXT_NODE && n.textContent?.trim(),
      );
      // Cut by its own edge.
      if (
        /hidden|clip/.test(style.overflowX) &&
        element.scrollWidth > element.clientWidth + 1 &&
        !told(element) &&
        ![...element.querySelectorAll('*')].some(scrolls)
      )
        found.push(`cut, ${element.scrollWidth} > ${element.clientWidth}: ${name(element)}`);
      if (!ownText) continue;
      // Sticks out of whatever clips it, or of the window.
      const range = document.createRange();
      range.selectNodeContents(element);
      const box = range.getBoundingClientRect();
      if (box.width === 0) continue;
      let outer = element.parentElement;
      while (outer && getComputedStyle(outer).overflowX === 'visible') outer = outer.parentElement;
      if (!outer || scrolls(outer)) continue;
      const edge =
        outer === document.body || outer === root ? innerWidth : outer.getBoundingClientRect().right;
      if (box.right > edge + 1.5 && !told(element))
        found.push(`sticks out by ${Math.round(box.right - edge)} px: ${name(element)}`);
    }
    // Controls whose words do not fit into them.
    for (const control of document.body.querySelectorAll('button, a[class], [role=tab], label')) {
      if (passedOver(control)) continue;
      if (control.scrollWidth > control.clientWidth + 2 && control.clientWidth > 0)
        found.push(
          `wider than its control, ${control.scrollWidth} > ${control.clientWidth}: ${name(control)}`,
        );
    }
    return [...new Set(found)];
  });
}
