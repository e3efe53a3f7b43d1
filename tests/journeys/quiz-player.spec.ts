/** Answering: by keyboard alone, in Khmer, without script, in practice; what is kept goes at sign-out. */
import { violationsOf } from '../pages/axe.ts';
import { expect, offline, test } from './cable.ts';
import { answer, begin, goTo, isReady, place, press, publish, signInMember, stored, word } from './quiz.ts';
import { button, signIn, t, translator, type Page } from './test.ts';

const OF = 10;
const expectAccessible = async (page: Page) => expect(await violationsOf(page)).toBe('');

test('every kind of question by keyboard alone, to the receipt @js', async ({ page }) => {
  test.setTimeout(120_000);
  const quiz = await publish({ items: OF });
  await signInMember(page, quiz.path);
  await isReady(page);
  await expectAccessible(page);
  await button(page, t('quizzes.player.start')).press('Enter');
  await expect(page.locator('[data-item]')).toHaveCount(1);
  await page.keyboard.press('Escape');
  for (let at = 0; at < OF; at += 1) {
    const item = page.locator('[data-item]');
    if (at === 0) await page.locator('legend').focus();
    await expect(page.locator('legend')).toBeFocused();
    if (at === 0) await expectAccessible(page);
    if (await item.locator('select').count()) {
      for (const select of await item.locator('select').all()) {
        await select.focus();
        await page.keyboard.press('ArrowDown');
      }
      await page.locator('legend').focus();
    } else if (await item.locator('[data-down]').count()) {
      await item.locator('[data-down]').first().press('Enter');
      await expect(item.locator('[data-down]').nth(1)).toBeFocused();
      await page.locator('legend').focus();
    } else if (await item.locator('textarea, input[type=text]').count()) {
      await item.locator('textarea, input[type=text]').focus();
      await page.keyboard.type('Năm 95');
      await page.locator('legend').focus();
    } else {
      await page.keyboard.press(at % 2 ? 'b' : '2');
    }
    if (at === 2) await page.keyboard.press('f');
    if (at < OF - 1) await page.keyboard.press('ArrowRight');
  }
  await expect(page.getByRole('main')).toContainText(t('quizzes.player.progress', { answered: OF, of: OF }));
  await button(page, t('quizzes.player.finish')).press('Enter');
  await expect(page.getByRole('main')).toContainText(t('quizzes.player.handIn.flagged', { count: 1 }));
  await expectAccessible(page);
  await button(page, t('quizzes.player.handIn.do')).press('Enter');
  await expect(page.getByTestId('done')).toContainText(t('quizzes.player.done.title'));
  await expectAccessible(page);
  expect((await stored(quiz.id)).answers.size).toBe(OF);

  const code = (await page.locator('.receipt').textContent()) ?? '';
  await page.goto(t.href(`/quiz/receipt/${code}`));
  await expect(page.getByRole('main')).toContainText(t('quizzes.receipt.answers', { answered: OF, of: OF }));
  await expect(page.getByRole('main')).not.toContainText('Thị Thu Hồng');
  await page.goto(t.href('/me/attempts'));
  await expect(page.getByRole('main')).toContainText(code);
  await expectAccessible(page);
});

test('practice explains after each answer; the questions can be read in Khmer @js', async ({ page }) => {
  const km = translator('km');
  const quiz = await publish({ items: 3, mode: 'practice', explanations: 'answered' });
  await signInMember(page, quiz.path);
  await page.goto(km.href(`/quiz/${quiz.id}`));
  await button(page, km('quizzes.player.start')).click();
  await goTo(page, 0, 3, km);
  await expect(page.locator('legend')).toContainText('សំណួរទី ១');
  await answer(page);
  await button(page, km('quizzes.player.explain')).click();
  await expect(page.getByRole('main')).toContainText('Theo điều 1.');
  await button(page, km('quizzes.player.language.vi')).click();
  await expect(page.locator('legend')).toContainText('Câu 1');
  await expectAccessible(page);
});

test('without script it is a form, and nothing typed is lost @nojs', async ({ page }) => {
  const quiz = await publish({ items: OF });
  await signInMember(page, quiz.path);
  await press(page, 'quizzes.plain.begin');
  await expect(page.locator('fieldset')).toHaveCount(OF);
  await page.locator('[name=a0]').first().check();
  await page.fill('[name=a7]', 'Hai ý\nđã nêu');
  await press(page, 'quizzes.plain.save');
  await expect(page.getByRole('main')).toContainText('(2/10)');
  await expect(page.locator('[name=a7]')).toHaveValue('Hai ý\nđã nêu');
  await press(page, 'quizzes.player.handIn.do');
  const { receipt, answers } = await stored(quiz.id);
  expect(answers.size).toBe(2);
  const code = `${receipt?.slice(0, 4)}-${receipt?.slice(4)}`;
  await expect(page.getByRole('main')).toContainText(code);
  await expect(page.getByRole('img', { name: t('quizzes.player.done.qr', { code }) })).toBeVisible();
});

test('signing out takes the answers, the sheet and the keys off the device @js', async ({ page }) => {
  const quiz = await publish({ items: 3 });
  await signInMember(page, quiz.path);
  await isReady(page);
  await begin(page);
  await answer(page);
  await expect(word(page)).toHaveText(/\(1\/3\)/);
  await page.evaluate(() => document.querySelector<HTMLFormElement>('form[action$="dang-xuat"]')?.requestSubmit());
  await expect(page).toHaveURL(/\/$/);
  const left = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  expect(left).not.toContain('caunoi-quizzes');
  await offline(page.context(), true);
  await page.goto(quiz.path);
  await expect(page.getByRole('main')).toContainText(t('quizzes.player.nothing.title'));
  await offline(page.context(), false);
});

test('signing out asks first while something has not been sent @js', async ({ page }) => {
  const quiz = await publish({ items: 3 });
  await signInMember(page, quiz.path);
  await isReady(page);
  await begin(page);
  await offline(page.context(), true);
  await answer(page);
  await expect(word(page)).toHaveText(t('quizzes.player.word.device'));
  const asked = page.waitForEvent('dialog');
  await page.evaluate(() => void setTimeout(() => document.querySelector<HTMLFormElement>('form[action$="dang-xuat"]')?.requestSubmit()));
  const dialog = await asked;
  expect(dialog.message()).toBe(t('quizzes.player.signOut'));
  await dialog.dismiss();
  await offline(page.context(), false);
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect(word(page)).toHaveText(/\(1\/3\)/);
});

test('the worker is updated in the middle: the open tab goes on, and so does a reload without network @js', async ({ page, context }) => {
  const quiz = await publish({ items: 3 });
  await signInMember(page, quiz.path);
  await isReady(page);
  await begin(page);
  await answer(page);
  const here = await place(page);
  // Another address is another worker to the browser, as another build's is.
  const states = await page.evaluate(async () => {
    type Policies = { createPolicy(name: string, rules: object): { createScriptURL(url: string): string } };
    const policy = (window as unknown as { trustedTypes: Policies }).trustedTypes.createPolicy('sveltekit-trusted-url', { createScriptURL: (url: string) => url });
    const before = (await navigator.serviceWorker.ready).active;
    const registration = await navigator.serviceWorker.register(policy.createScriptURL('/service-worker.js?next'));
    await new Promise<void>((resolve) => {
      const wait = setInterval(() => (registration.waiting ? (clearInterval(wait), resolve()) : undefined), 100);
    });
    return { same: registration.active === before, waiting: registration.waiting?.state };
  });
  expect(states).toEqual({ same: true, waiting: 'installed' });
  await offline(context, true);
  await button(page, t('quizzes.player.next')).click();
  await answer(page);
  await page.reload();
  await expect(page.getByRole('main')).toContainText(t('quizzes.player.progress', { answered: 2, of: 3 }));
  expect(await place(page)).not.toBe(here);
  await offline(context, false);
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect(word(page)).toHaveText(/\(2\/3\)/);
});

test('a secretary answers for a member who agreed; it is marked, and the result is not the secretary’s @js', async ({ page }) => {
  const quiz = await publish({ items: 3 });
  await signIn(page, 'bithu.phuhoa', t.href(`/quiz/${quiz.id}/assist`));
  await page.selectOption('[name=member]', { index: 1 });
  await page.locator('[name=consent]').check();
  await expectAccessible(page);
  await press(page, 'quizzes.assist.open');
  await begin(page);
  const marked = t('quizzes.player.assisted', { name: '§' }).split('§').at(-1) ?? '';
  await expect(page.getByRole('main')).toContainText(marked.trim());
  await answer(page);
  await expect(word(page)).toHaveText(/\(1\/3\)/);
  expect((await stored(quiz.id)).answers.size).toBe(1);
  await press(page, 'quizzes.player.finish');
  await press(page, 'quizzes.player.handIn.do');
  await expect(page.getByTestId('done')).toContainText(t('quizzes.player.done.title'));
  await expect(page.getByTestId('done')).toContainText(t('quizzes.player.assistedResult'));
  await expect(page.getByRole('heading', { name: t('quizzes.player.result'), exact: true })).toHaveCount(0);
});
