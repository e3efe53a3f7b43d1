/** Pages of one's own account, and those that make accounts: as accessible as the public ones, no wider than a small phone. */
import { expect, signIn, t, test, translator, type Page } from '../journeys/test.ts';
import { violationsOf } from './axe.ts';

const officer = 'canbo.dongxoai';

async function look(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect.soft(await violationsOf(page), `${name}, ${colorScheme}`).toBe('');
  }
  await page.setViewportSize({ width: 320, height: 700 });
  expect.soft(await page.evaluate('document.documentElement.scrollWidth'), `${name} at 320 px`).toBeLessThanOrEqual(320);
  await page.setViewportSize({ width: 1280, height: 900 });
}

test('the person’s own pages', async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page, officer);
  for (const language of ['vi', 'km'] as const) {
    for (const path of ['/me', '/me/email', '/me/phone', '/me/password?show=1', '/me/sessions', '/me/switch']) {
      await page.goto(translator(language).href(path));
      await look(page, `${path} in ${language}`);
    }
  }
});

test('letters, the page they open, and what comes back wrong', async ({ page, another }) => {
  test.setTimeout(120_000);
  await signIn(page, officer);
  await page.goto(t.href('/desk/accounts/letters'));
  await look(page, 'accounts');
  await page.locator('[name=member]').first().check();
  await page.getByRole('button', { name: t('members.desk.accounts.list.chosen') }).click();
  await look(page, 'letters');
  const code = ((await page.getByTestId('activation-code').first().textContent()) ?? '').trim();
  const own = await another();
  await own.goto(t.href(`/activate?code=${code}`));
  await look(own, 'the password is chosen');
  await own.getByRole('button', { name: t('people.activate.submit') }).click();
  await expect(own.locator('[data-summary]')).toBeVisible();
  await look(own, 'the password that came back');
});
