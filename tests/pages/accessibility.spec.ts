import { expect, test } from '@playwright/test';
import { violationsOf } from './axe.ts';
import { addressOf, languages, publicRoutes } from './public-pages.ts';

for (const route of publicRoutes) {
  for (const language of languages) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`axe: ${route} in ${language}, ${colorScheme}`, async ({ page }) => {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.goto(await addressOf(page, route, language));
        expect(await violationsOf(page), page.url()).toBe('');
      });
    }
  }
}

test('there are public pages to look at', () => {
  expect(publicRoutes).toContain('/');
});
