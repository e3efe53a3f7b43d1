/**
 * What every journey stands on: an address of its own (limits count a /24 together), the product's words by key, so
 * that a re-worded button breaks no test, and people of the sample with a browser of their own.
 */
import { createHash } from 'node:crypto';
import { expect, test as base, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { registerCatalogue, translator, type Translate } from '#platform/words/translate.ts';
import { catalogue } from '#src/words.generated.ts';
import '#src/paths.ts';

registerCatalogue(catalogue);
export const t: Translate = translator('vi');
export { translator };

type Fixtures = {
  /** Something that no other test, project or run has written. */
  marker: string;
  /** Another browser, as of another person. */
  another(options?: Parameters<Browser['newContext']>[0]): Promise<Page>;
};

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

export const test = base.extend<Fixtures>({
  extraHTTPHeaders: async ({}, use, info) => {
    const [a = 0, b = 0, c = 0] = hashOf(`${info.project.name} ${info.titlePath.join(' ')} ${info.repeatEachIndex}`);
    await use({ 'x-forwarded-for': `10.${a}.${b}.${c}` });
  },
  marker: async ({}, use, info) => {
    // Letters only: a digit more or less must not make it a code or a number that something else searches for.
    const letters = hashOf(`${info.testId} ${Date.now()}`).toString('hex').replace(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)] ?? 'q');
    await use(`mẫu ${letters.slice(0, 12)}`);
  },
  another: async ({ browser }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});
export { expect };
export type { Page };

/** Files of the sample's people; see the people module. */
export const officers = {
  reception: 'canbo.tiepnhan',
  reviewer: 'thamtra',
  legal: 'phapche',
  writer: 'traloi.dongxoai',
  leader: 'lanhdao.dongxoai',
} as const;
export const PASSWORD = 'Cau-Noi-mau-2026';

export const button = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name, exact: true });

export async function signIn(page: Page, name: string, next?: string): Promise<void> {
  await page.goto(t.href('/sign-in'));
  await page.fill('[name=identifier]', name);
  await page.fill('[name=password]', PASSWORD);
  await button(page, t('people.signIn.submit')).click();
  await secondStep(page);
  await expect(page).not.toHaveURL(/dang-nhap/);
  if (next) await page.goto(next);
}

/** The sample's people have an authenticator app, whose code the page tells in their case. */
export async function secondStep(page: Page): Promise<void> {
  await page.fill('[name=code]', (await page.getByTestId('sample-code').textContent()) ?? '');
  await button(page, t('people.second.submit')).click();
}

export type Written = { title: string; body: string; field?: string; matter?: string; place?: string };

/** Fills the form in; nothing is sent. */
export async function write(page: Page, { title, body, field = 'roads', matter = 'proposal', place }: Written): Promise<void> {
  await page.goto(t.href('/ideas/new'));
  await page.locator(`[name=matter][value=${matter}]`).check();
  await page.fill('[name=title]', title);
  await page.fill('[name=body]', body);
  await page.selectOption('[name=field]', field);
  if (place) {
    await openMore(page);
    await page.fill('[name=placeText]', place);
  }
}

/** The part of the form that nobody has to fill in. */
export async function openMore(page: Page): Promise<void> {
  const inside = page.locator('[name=email]');
  if (!(await inside.isVisible())) await page.getByText(t('ideas.form.more')).click();
  await expect(inside).toBeVisible();
}

export const sendButton = (page: Page) => button(page, t('ideas.form.send'));

/** @returns the tracking code that the page after sending shows */
export async function codeOf(page: Page): Promise<string> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('ideas.sent.title'));
  const code = (await page.getByTestId('tracking-code').textContent())?.trim() ?? '';
  expect(code).toMatch(/^([0-9A-Z]{4}-){4}[0-9A-Z]{1,4}$/);
  return code;
}

export async function send(page: Page, written: Written): Promise<string> {
  await write(page, written);
  await sendButton(page).click();
  return codeOf(page);
}

/** Opens the author's page with a code typed by hand. */
export async function track(page: Page, code: string): Promise<void> {
  await page.goto(t.href('/ideas/track'));
  await page.fill('[name=code]', code);
  await button(page, t('ideas.track.open')).click();
}

/** The number of the idea on the author's page. */
export async function numberOf(page: Page): Promise<number> {
  const heading = t('ideas.idea.number', { id: '\u0000' });
  const pattern = new RegExp(heading.replace('\u0000', '(\\d+)'));
  const text = (await page.getByRole('main').textContent()) ?? '';
  const found = pattern.exec(text)?.[1];
  expect(found, 'the author’s page names the number of the idea').toBeDefined();
  return Number(found);
}

export const publicPage = (id: number): string => t.href(`/ideas/${id}`);

/** One step of the officer's file: opens its form, lets the caller fill it in, and sends it. */
export async function step(page: Page, id: number, name: string, fill?: (form: ReturnType<Page['locator']>) => Promise<void>) {
  await page.goto(`${t.href(`/desk/ideas/${id}`)}?step=${name}`);
  const form = page.locator(`#step-${name} form`);
  await fill?.(form);
  await form.getByRole('button', { name: t.dynamic(`ideas.desk.step.${name}.send`), exact: true }).click();
}

export const told = (page: Page, key: string, values?: Record<string, unknown>) =>
  expect(page.getByRole('main')).toContainText(t.dynamic(key, values));
