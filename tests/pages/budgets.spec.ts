import { expect, test, type Request } from '@playwright/test';
import { addressOf, isShell, languages, publicRoutes } from './public-pages.ts';

/** Bytes as they travel, in a browser that has seen nothing yet; the budgets of our experience rules. */
const budgets = { script: 5 * 1024, shellScript: 100 * 1024, firstView: 120 * 1024 };

const isScript = (request: Request): boolean => request.resourceType() === 'script';
const isFirstView = (request: Request): boolean => ['document', 'stylesheet', 'font'].includes(request.resourceType());

async function bytes(requests: Request[]): Promise<number> {
  const sizes = await Promise.all(requests.map((request) => request.sizes()));
  return sizes.reduce((sum, size) => sum + size.responseBodySize, 0);
}

const list = (requests: Request[]): string => requests.map((request) => request.url()).join('\n');

for (const route of publicRoutes) {
  for (const language of languages) {
    test(`weight: ${route} in ${language}`, async ({ page, browser, baseURL }) => {
      const address = await addressOf(page, route, language);
      const context = await browser.newContext();
      const reader = await context.newPage();
      const requests: Request[] = [];
      reader.on('requestfinished', (request) => requests.push(request));
      await reader.goto(new URL(address, baseURL).href, { waitUntil: 'load' });
      await reader.evaluate('document.fonts.ready');
      const scripts = requests.filter(isScript);
      const firstView = requests.filter(isFirstView);
      const most = isShell(route) ? budgets.shellScript : budgets.script;
      expect.soft(await bytes(scripts), `script:\n${list(scripts)}`).toBeLessThanOrEqual(most);
      expect.soft(await bytes(firstView), `HTML, CSS and fonts:\n${list(firstView)}`).toBeLessThanOrEqual(budgets.firstView);
      const origins = new Set(requests.map((request) => new URL(request.url()).origin));
      expect([...origins], 'everything comes from our own server').toEqual([new URL(reader.url()).origin]);
      await context.close();
    });

    test(`fits 320 px: ${route} in ${language}`, async ({ page }) => {
      await page.setViewportSize({ width: 320, height: 700 });
      await page.goto(await addressOf(page, route, language));
      const width = await page.evaluate('document.documentElement.scrollWidth');
      expect(width, 'no sideways scrolling').toBeLessThanOrEqual(320);
    });
  }
}
