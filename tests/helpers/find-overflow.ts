import type { Page } from '@playwright/test';

/**
 * What of the screen cannot be seen without scrolling sideways, as `what: element`: whatever scrolls sideways, and buttons that lie
 * outside of the window or are cut off by what holds them. Looks at the screen as it is scrolled now.
 */
export function findOverflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const named = (element: Element) => element.outerHTML.slice(0, 120);
    const cuts = (element: Element) => getComputedStyle(element).overflowX !== 'visible';
    const isCut = (button: Element) => {
      const { left, right } = button.getBoundingClientRect();
      if (left < 0 || right > innerWidth) return true;
      for (let holder = button.parentElement; holder; holder = holder.parentElement) {
        const edge = holder.getBoundingClientRect();
        // Half a pixel is lost to rounding.
        if (cuts(holder) && (left < edge.left - 0.5 || right > edge.right + 0.5)) return true;
      }
      return false;
    };
    const main = document.querySelector('main');
    if (!main) return ['no screen'];
    const scrolling = [document.documentElement, main, ...main.querySelectorAll('*')].filter((element) => {
      const { overflowX } = getComputedStyle(element);
      const scrolls = element === document.documentElement || overflowX === 'auto' || overflowX === 'scroll';
      return scrolls && element.scrollWidth > element.clientWidth + 1;
    });
    const cutOff = [...main.querySelectorAll('button')].filter((button) => button.offsetWidth > 0 && isCut(button));
    return [
      ...scrolling.map((element) => `scrolls by ${element.scrollWidth - element.clientWidth}: ${named(element)}`),
      ...cutOff.map((button) => `cut off: ${named(button)}`),
    ];
  });
}
