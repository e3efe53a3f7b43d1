/** A phone in a hall: answers are kept before they are shown, leave when they can, and nothing kinder than the truth is said. */
import { expect, offline, test } from './cable.ts';
import { withClient } from './database.ts';
import { answer, begin, goTo, isReady, place, press, publish, signInMember, stored, word } from './quiz.ts';
import { button, t, type Page } from './test.ts';

const OF = 10;
const MINUTE = 60_000;

test('25 of 30 minutes without network, the tab killed twice: every answer arrives @js', async ({ page, context }) => {
  test.setTimeout(120_000);
  const quiz = await publish({ items: OF, limit: 30 });
  await signInMember(page, quiz.path);
  await isReady(page);
  await page.clock.install();
  await begin(page);
  await answer(page);
  await expect(word(page)).toHaveText(/Đã nhận \d\d:\d\d:\d\d \(1\/10\)/);
  await offline(context, true);

  let current = page;
  for (let at = 1; at < OF; at += 1) {
    await button(current, t('quizzes.player.next')).click();
    await answer(current);
    await current.clock.runFor(2.5 * MINUTE);
    await expect(word(current)).toHaveText(t('quizzes.player.word.device'));
    if (at === 3 || at === 6) {
      const here = await place(current);
      await current.close({ runBeforeUnload: false });
      current = await context.newPage();
      await current.clock.install();
      await current.goto(quiz.path);
      await expect(current.locator('[data-item]')).toHaveAttribute('data-item', String(here));
      await expect(current.getByRole('main')).toContainText(t('quizzes.player.progress', { answered: at + 1, of: OF }));
    }
  }
  expect((await stored(quiz.id)).answers.size).toBe(1);

  await offline(context, false);
  await current.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect(word(current)).toHaveText(/Đã nhận .* \(10\/10\)/);
  await press(current, 'quizzes.player.finish');
  await press(current, 'quizzes.player.handIn.do');
  await expect(current.getByTestId('done')).toContainText(t('quizzes.player.done.title'));
  const { receipt, state, answers } = await stored(quiz.id);
  expect(state).toBe('submitted');
  expect(answers.size).toBe(OF);
  await expect(current.getByTestId('done')).toContainText(`${receipt?.slice(0, 4)}-${receipt?.slice(4)}`);
});

test('handed in without network: it says so, and the receipt comes when it can @js', async ({ page, context }) => {
  const quiz = await publish({ items: 3 });
  await signInMember(page, quiz.path);
  await isReady(page);
  await begin(page);
  await offline(context, true);
  for (let at = 0; at < 3; at += 1) {
    await answer(page, 1);
    if (at < 2) await button(page, t('quizzes.player.next')).click();
  }
  await press(page, 'quizzes.player.finish');
  await press(page, 'quizzes.player.handIn.do');
  await expect(page.getByTestId('done')).toContainText(t('quizzes.player.done.waiting'));
  await expect(word(page)).toHaveText(t('quizzes.player.word.device'));
  await offline(context, false);
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect(page.getByTestId('done')).toContainText(t('quizzes.player.done.title'));
  expect((await stored(quiz.id)).answers.size).toBe(3);
});

test('a hall without signal from the beginning: opened by the secretary’s code @js', async ({ page, context }) => {
  const quiz = await publish({ items: 3 });
  await signInMember(page, quiz.path);
  await isReady(page);
  await offline(context, true);
  await press(page, 'quizzes.player.start');
  await expect(page.getByRole('main')).toContainText(t('quizzes.player.trouble.key'));
  const scanned = await context.newPage();
  await scanned.goto(`${quiz.path}#k=${quiz.sitting}.${quiz.key}`);
  await begin(scanned);
  expect(scanned.url()).not.toContain('#k');
  await answer(scanned);
  await expect(word(scanned)).toHaveText(t('quizzes.player.word.device'));
  await offline(context, false);
  await scanned.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect(word(scanned)).toHaveText(/Đã nhận .* \(1\/3\)/);
});

for (const hours of [-1, 1]) {
  test(`a clock that is wrong by ${hours} h does not matter @js`, async ({ page }) => {
    const quiz = await publish({ items: 3, limit: 30 });
    await page.clock.install({ time: Date.now() + hours * 60 * MINUTE });
    await signInMember(page, quiz.path);
    await isReady(page);
    await begin(page);
    await expect(page.getByRole('main')).toContainText(t('quizzes.player.left.minutes', { minutes: 30 }));
    await answer(page);
    await page.clock.runFor(2_000);
    await expect(word(page)).toHaveText(/Đã nhận .* \(1\/3\)/);
    await page.reload();
    await expect(page.locator('[data-item]')).toHaveCount(1);
    await expect(page.getByRole('main')).toContainText(t('quizzes.player.left.minutes', { minutes: 30 }));
  });
}

test('another device takes over: it has every answer, and the old one is told @js', async ({ page, another }) => {
  const quiz = await publish({ items: OF });
  await signInMember(page, quiz.path);
  await isReady(page);
  await begin(page);
  await goTo(page, 0, OF);
  await answer(page, 2);
  await expect(word(page)).toHaveText(/Đã nhận .* \(1\/10\)/);

  const second = await another();
  await signInMember(second, quiz.path);
  await expect(second.getByRole('main')).toContainText(t('quizzes.player.other.new'));
  await press(second, 'quizzes.player.other.take');
  await goTo(second, 0, OF);
  await expect(second.locator('[data-item] .row-choice input:checked')).toHaveCount(1);

  await goTo(page, 1, OF);
  await answer(page);
  await expect(page.getByRole('main')).toContainText(t('quizzes.player.other.old'));
  await expect(page.getByRole('main')).toContainText(t('quizzes.player.other.lost', { count: 1 }));
  // What was written here is used when the person goes on here.
  await press(page, 'quizzes.player.other.take');
  await expect(word(page)).toHaveText(/Đã nhận .* \(2\/10\)/);
  expect((await stored(quiz.id)).epoch).toBe(3);
});

/** Takes what is left of the quota, to the last bytes. */
const fill = (page: Page) =>
  page.evaluate(async () => {
    const request = indexedDB.open('filler', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('bytes', { autoIncrement: true });
    const database = await new Promise<IDBDatabase>((resolve) => (request.onsuccess = () => resolve(request.result)));
    for (let size = 1024 * 1024; size >= 16; ) {
      const bytes = crypto.getRandomValues(new Uint8Array(Math.min(size, 65_536)));
      const fits = await new Promise<boolean>((resolve) => {
        const transaction = database.transaction('bytes', 'readwrite');
        for (let done = 0; done < size; done += bytes.length) transaction.objectStore('bytes').add(bytes);
        transaction.oncomplete = () => resolve(true);
        transaction.onabort = () => resolve(false);
      });
      if (!fits) size /= 2;
    }
    database.close();
  });

test('no room on the device: told at once, and answers go straight to the server @js', async ({ page, context, baseURL }) => {
  const quiz = await publish({ items: 3 });
  const session = await context.newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: baseURL ?? '', quotaSize: 12 * 1024 * 1024 });
  await signInMember(page, quiz.path);
  await isReady(page);
  await begin(page);
  await fill(page);
  await answer(page);
  await expect(page.getByRole('main')).toContainText(t('quizzes.player.noRoom.title'));
  await expect(word(page)).toHaveText(/Đã nhận .* \(1\/3\)/);
  await offline(context, true);
  await button(page, t('quizzes.player.next')).click();
  await answer(page);
  await expect(word(page)).toHaveText(t('quizzes.player.word.tab'));
  await offline(context, false);
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect(word(page)).toHaveText(/Đã nhận .* \(2\/3\)/);
});

test('time is up: handed in by itself, and said as it is @js', async ({ page, context }) => {
  const quiz = await publish({ items: 3, limit: 30 });
  await page.clock.install();
  await signInMember(page, quiz.path);
  await isReady(page);
  await begin(page);
  await answer(page);
  await expect(word(page)).toHaveText(/Đã nhận/);
  await offline(context, true);
  await page.clock.runFor(25.5 * MINUTE);
  await expect(page.getByRole('main')).toContainText(t('quizzes.player.told', { minutes: 5 }));
  await page.clock.runFor(5 * MINUTE);
  await expect(page.getByTestId('done')).toContainText(t('quizzes.player.done.timeUp'));
  await offline(context, false);
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect(page.getByTestId('done')).toContainText(t('quizzes.player.done.title'));
  expect((await stored(quiz.id)).state).toBe('submitted');
});

test('another sitting booked on another device, while a hall without signal answers: what began counts where it began @js', async ({ page, context, another }) => {
  const quiz = await publish({ items: 3, sittings: 2 });
  const book = (on: Page, wanted: 'this' | 'other') => on.locator('form', {
    has: on.locator(wanted === 'this' ? `[name=sitting][value="${quiz.sitting}"]` : `[name=sitting]:not([value="${quiz.sitting}"])`),
  }).getByRole('button').click();
  await signInMember(page, quiz.path);
  await book(page, 'this');
  await isReady(page);
  await offline(context, true);
  const hall = await context.newPage();
  await hall.goto(`${quiz.path}#k=${quiz.sitting}.${quiz.key}`);
  await begin(hall);
  await answer(hall);
  await expect(word(hall)).toHaveText(t('quizzes.player.word.device'));

  const home = await another();
  await signInMember(home, quiz.path);
  await book(home, 'other');
  await expect(home.locator(`[name=sitting][value="${quiz.sitting}"]`)).toHaveCount(1);

  await offline(context, false);
  await hall.reload();
  await expect(word(hall)).toHaveText(/Đã nhận .* \(1\/3\)/);
  expect((await stored(quiz.id)).answers.size).toBe(1);
  const sittings = await withClient(async (client) => (await client.query<{ of: string; sitting: string }>(`
    select 'attempt' as of, sitting_id as sitting from quizzes.attempt where quiz_id = $1
    union all select 'ticket', sitting_id from quizzes.ticket where quiz_id = $1`, [quiz.id])).rows.map(({ of, sitting }) => [of, Number(sitting)]));
  expect(sittings).toEqual([['attempt', quiz.sitting], ['ticket', quiz.sitting]]);
  await hall.reload();
  await expect(word(hall)).toHaveText(/Đã nhận .* \(1\/3\)/);
});
