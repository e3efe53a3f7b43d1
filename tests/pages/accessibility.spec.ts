import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from '@playwright/test';
import { addressOf, languages, publicRoutes } from './public-pages.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Violation = { id: string; help: string; nodes: { target: string[]; failureSummary: string }[] };
declare const window: { axe: { run(options: object): Promise<{ violations: Violation[] }> } };

const rules = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };

for (const route of publicRoutes) {
  for (const language of languages) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`axe: ${route} in ${language}, ${colorScheme}`, async ({ page }) => {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.goto(await addressOf(page, route, language));
        // Evaluated by the browser's debugger, which the page's Content-Security-Policy does not bind.
        await page.evaluate(axe);
        const { violations } = await page.evaluate((options) => window.axe.run(options), rules);
        const told = violations.map(
          ({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((node) => `  ${node.target.join(' ')}`).join('\n')}`,
        );
        expect(told.join('\n'), page.url()).toBe('');
      });
    }
  }
}

test('there are public pages to look at', () => {
  expect(publicRoutes).toContain('/');
});
