/** Who asks for less motion gets none: no change of the page, such as its colours in the evening, is drawn out. */
import { expect, t, test } from '../journeys/test.ts';

test('with less motion, colours change at once, and everywhere', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  for (const path of ['/', '/ideas', '/ideas/1']) {
    await page.goto(t.href(path));
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await page.evaluate('document.getAnimations().length'), path).toBe(0);
    await page.emulateMedia({ colorScheme: 'light' });
  }
});
