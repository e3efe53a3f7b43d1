/** Pages that need a code or a sign-in: as accessible as the public ones, and no wider than a small phone. */
import { violationsOf } from './axe.ts';
import { codeOf, expect, officers, PASSWORD as SAMPLE_PASSWORD, secondStep, sendButton, signIn, step, t, test, track, numberOf, translator, write, type Page } from '../journeys/test.ts';
import type { Language } from '#platform/words/translate.ts';

/** Looks at the page that is open, in both colour schemes, and at 320 px. */
async function look(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect.soft(await violationsOf(page), `${name}, ${colorScheme}`).toBe('');
  }
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 700 });
  expect.soft(await page.evaluate('document.documentElement.scrollWidth'), `${name} at 320 px`).toBeLessThanOrEqual(320);
  if (size) await page.setViewportSize(size);
}

async function lookIn(page: Page, languages: readonly Language[], paths: readonly string[]): Promise<void> {
  for (const language of languages) {
    for (const path of paths) {
      const opened = await page.goto(translator(language).href(path));
      expect(opened?.status(), path).toBe(200);
      await look(page, `${path} in ${language}`);
    }
  }
}

test('the author’s pages', async ({ page, marker }) => {
  test.setTimeout(120_000);
  await write(page, { title: `Trang của tác giả ${marker}`, body: 'Xem trang theo dõi bằng mã.' });
  await sendButton(page).click();
  const code = await codeOf(page);
  await lookIn(page, ['vi', 'en', 'km'], ['/ideas/sent']);
  await track(page, code);
  await lookIn(page, ['vi', 'en', 'km'], ['/ideas/track/view', '/ideas/track/withdraw']);
});

test('the form that came back', async ({ page }) => {
  await page.goto(t.href('/ideas/new'));
  await sendButton(page).click();
  await expect(page.locator('[data-summary]')).toBeVisible();
  await look(page, 'the form with its problems');
});

test('the officer’s pages', async ({ page, another, marker }) => {
  test.setTimeout(240_000);
  await write(page, { title: `Trang của cán bộ ${marker}`, body: 'Xem các trang của cán bộ.' });
  await sendButton(page).click();
  await track(page, await codeOf(page));
  const id = await numberOf(page);
  const officer = await another();
  await signIn(officer, officers.reception);
  const tabs = ['', '?tab=appeals'].map((query) => `/desk/ideas${query}`);
  await lookIn(officer, ['vi', 'en'], ['/desk', ...tabs, `/desk/ideas/${id}?step=route`, `/desk/ideas/bulk?step=refuse&id=${id}`]);
  await step(officer, id, 'refuse');
  await expect(officer.locator('[data-summary]')).toBeVisible();
  await look(officer, 'a step that came back');
});

test('the agency’s pages', async ({ another }) => {
  test.setTimeout(240_000);
  const writer = await another();
  await signIn(writer, officers.writer);
  const queue = ['todo', 'overdue'].map((tab) => `/desk/answers?tab=${tab}`);
  await lookIn(writer, ['vi', 'en'], queue);
  for (const tab of ['todo', 'answered']) {
    await writer.goto(`${t.href('/desk/answers')}?tab=${tab}`);
    await writer.locator('table tbody a').first().click();
    await expect(writer.locator('table tbody')).toHaveCount(0);
    await look(writer, `the first of ${tab}`);
  }
});

test('how somebody signs in, step by step', async ({ page }) => {
  test.setTimeout(240_000);
  await page.goto(t.href('/sign-in'));
  await page.fill('[name=identifier]', officers.reception);
  await page.fill('[name=password]', SAMPLE_PASSWORD);
  await page.locator('main form button[type=submit]').first().click();
  await lookIn(page, ['vi', 'en', 'km'], ['/sign-in/second']);
  await page.goto(t.href('/sign-in/second'));
  await secondStep(page);
  await expect(page).not.toHaveURL(/dang-nhap/);
  await lookIn(page, ['vi', 'en', 'km'], ['/me/prove', '/me/security']);
  await page.goto(t.href('/me/security'));
  await page.locator('form[action*=beginApp] button').click();
  await expect(page.getByTestId('app-secret')).toBeVisible();
  await look(page, 'setting up an app');
});

test('the pages of study, of officers and of members', async ({ another }) => {
  test.setTimeout(240_000);
  const officer = await another();
  await signIn(officer, 'canbo.dongxoai');
  const open = '/desk/study/2';
  await lookIn(officer, ['vi'], [
    '/desk/study', '/desk/study/new', open, `${open}/edit`, `${open}/sessions/new`, `${open}/reminders`, '/desk/study/3/audience',
    '/desk/study/3/documents', '/desk/study/sessions/2', '/desk/study/sessions/2/minutes',
  ]);
  const member = await another();
  await signIn(member, 'dangvien.phuhoa');
  await lookIn(member, ['vi', 'km'], ['/learn', '/learn/campaigns/2', '/learn/sessions/2', '/learn/settings']);
});
