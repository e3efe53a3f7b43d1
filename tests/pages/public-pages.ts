/**
 * Every page that anybody may open, found in the folders of `src/routes`: a new page is checked from its first day,
 * and one with a parameter fails the checks until it is said below where to find an example of it.
 */
import { globSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { localPath } from '#platform/words/paths.ts';
import { languages, type Language } from '#platform/words/translate.ts';
import '#src/paths.ts';

/** Pages of officers, and what exists in development only. */
const notPublic = /^\/(desk|dev|api)(\/|$)/;

/** Where a reader finds an example of a page with a parameter: a page, and the link on it. */
const examples: Record<string, { on: string; link: RegExp }> = {
  '/documents/[id=number]': { on: '/documents', link: /\/(?:van-ban|documents)\/\d+$/ },
  '/documents/[id=number]/changes': { on: '/documents/1', link: /\/(?:van-ban|documents)\/\d+\/changes$/ },
  '/places/[id=number]': { on: '/places', link: /\/(?:dia-ban|places)\/\d+$/ },
  '/organisation/[id=number]': { on: '/organisation', link: /\/(?:to-chuc|organisation)\/\d+$/ },
  '/learn/campaigns/[id=number]': { on: '/learn', link: /\/(?:hoc-tap\/dot|learn\/campaigns)\/\d+$/ },
  // The sample's contest belongs to its first campaign.
  '/quiz/[id=number]/ranking': { on: '/learn/campaigns/1', link: /\/(?:thi\/\d+\/xep-hang|quiz\/\d+\/ranking)$/ },
  '/ideas/[id=number]': { on: '/ideas', link: /\/(?:hien-ke|ideas)\/\d+$/ },
};

/** Pages that show something only after a post or with a secret; `behind-the-door.spec.ts` and the journeys look there. */
const behindTheDoor = new Set(['/ideas/sent', '/ideas/track/view', '/ideas/track/withdraw', '/too-large',
  '/learn/sessions/[id=number]']);

/** For those on a roster, or with a code in the hand; their journeys look there, with axe. */
const forSome = /^\/(quiz(?!\/\[id=number\]\/ranking$)|learn\/roll|learn\/check-in|certificates)\/.*\[/;

/** What a phone keeps for a hall without signal brings a script of its own, once (src/service-worker). */
export const isShell = (route: string): boolean => route.endsWith('/offline');

/** `/ideas/[id=number]` for `src/routes/(public)/ideas/[id=number]/+page.svelte`. */
function routes(): string[] {
  const files = globSync('src/routes/**/+page.svelte');
  const paths = files.map((file) => file.replaceAll('\\', '/').replace(/^src\/routes/, '').replace(/\/\+page\.svelte$/, ''));
  const shown = paths.map((path) => path.replace(/\/\([^/]+\)/g, '') || '/');
  return [...new Set(shown)].filter((path) => !notPublic.test(path) && !behindTheDoor.has(path) && !forSome.test(path)).sort();
}

export const publicRoutes: string[] = routes();
export { languages, type Language };

/** The address of a route in a language; for one with a parameter, that of the first example a reader would find. */
export async function addressOf(page: Page, route: string, language: Language): Promise<string> {
  if (!route.includes('[')) return localPath(language, route);
  const example = examples[route];
  expect(example, `${route} has a parameter: say in tests/pages/public-pages.ts where to find an example`).toBeDefined();
  if (!example) return '';
  await page.goto(localPath(language, example.on));
  const addresses = await page.locator('main a[href]').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  const found = addresses.find((address) => example.link.test(address.split(/[?#]/)[0] ?? ''));
  expect(found, `${example.on} links to no example of ${route}`).toBeDefined();
  return found ?? '';
}
