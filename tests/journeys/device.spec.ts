/** @js What the small script adds on the person's own device; the rest of the journeys does without it. */
import { expect, offline, test } from './cable.ts';
import { countIdeas } from './database.ts';
import { button, codeOf, officers, openMore, send, sendButton, signIn, t, told, track, write, type Page } from './test.ts';

const live = (page: Page) => page.locator('[data-live]');
/** What is said while something waits on the device, up to the time. */
const kept = t.dynamic('ui.live.kept', { at: '\u0000' }).split('\u0000')[0] ?? '';

test('@js a draft survives a closed tab, and sending forgets it', async ({ page, context, marker }) => {
  const title = `Bản nháp ${marker}`;
  await write(page, { title, body: 'Đang viết thì tắt máy.' });
  await openMore(page);
  await page.fill('[name=placeText]', 'Bom Bo');
  await expect.poll(() => page.evaluate(() => JSON.stringify(localStorage))).toContain('Bom Bo');
  await page.close();

  const again = await context.newPage();
  await again.goto(t.href('/ideas/new'));
  await expect(again.locator('[name=title]')).toHaveValue(title);
  await expect(again.locator('[name=body]')).toHaveValue('Đang viết thì tắt máy.');
  await expect(again.locator('[name=placeText]')).toHaveValue('Bom Bo');
  await again.fill('[name=placeText]', '');
  await sendButton(again).click();
  await codeOf(again);
  await again.goto(t.href('/ideas/new'));
  await expect(again.locator('[name=title]')).toHaveValue('');
});

test('@js without a network it is kept, the person is told so, and it is sent once when the network is back', async ({ page, context, marker }) => {
  const title = `Mất mạng ${marker}`;
  await write(page, { title, body: 'Gửi từ rẫy, chỗ có sóng chỗ không.' });
  await offline(context, true);
  await sendButton(page).click();
  await expect(live(page)).toContainText(kept);
  await expect(page.locator('[data-draft]')).toHaveAttribute('inert', '');
  await expect(page.getByTestId('tracking-code'), 'nothing is claimed').toHaveCount(0);
  expect(await countIdeas(title)).toBe(0);
  await offline(context, false);
  await codeOf(page);
  expect(await countIdeas(title)).toBe(1);
});

test('@js it goes from another page too, days later, and only once', async ({ page, context, marker }) => {
  const title = `Gửi sau ${marker}`;
  await write(page, { title, body: 'Đóng trang rồi mới có mạng.' });
  await offline(context, true);
  await sendButton(page).click();
  await expect(live(page)).toContainText(kept);
  await page.close();
  await offline(context, false);
  const home = await context.newPage();
  await home.goto('/');
  await expect(live(home)).toContainText(title);
  await expect.poll(() => countIdeas(title)).toBe(1);
  await live(home).getByRole('link').click();
  await codeOf(home);
  await home.reload();
  expect(await countIdeas(title)).toBe(1);
});

test('@js ten presses are one idea', async ({ page, marker }) => {
  const title = `Bấm mười lần ${marker}`;
  await write(page, { title, body: 'Nút bấm không thấy phản hồi nên bấm nhiều lần.' });
  await sendButton(page).evaluate((pressed: HTMLButtonElement) => {
    for (let press = 0; press < 10; press += 1) pressed.click();
  });
  await codeOf(page);
  expect(await countIdeas(title)).toBe(1);
});

test('@js past the allowance the device calculates, and it is sent', async ({ page, marker }) => {
  test.setTimeout(120_000);
  await page.goto(t.href('/ideas/new'));
  const headers = { origin: new URL(page.url()).origin, accept: 'text/html' };
  const refused = async (at: number) => {
    const form = { matter: 'proposal', title: `Nhiều lần ${at} ${marker}`, body: 'Gửi nhiều lần từ một mạng.', field: 'other' };
    return (await page.request.post(t.href('/ideas/new'), { multipart: form, headers, maxRedirects: 0 })).status() === 429;
  };
  let at = 0;
  while (!(await refused(at))) expect((at += 1), 'there is an allowance').toBeLessThan(40);
  const title = `Người thứ ba mươi ${marker}`;
  await write(page, { title, body: 'Tôi dùng chung mạng với nhiều người.' });
  await sendButton(page).click();
  await told(page, 'ideas.form.work');
  await expect(page.locator('[name=title]')).toHaveValue(title);
  await sendButton(page).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('ideas.sent.title'), { timeout: 60_000 });
  expect(await countIdeas(title)).toBe(1);
});

test('@js while the title is typed, ideas like it are offered, without accents too', async ({ page }) => {
  await page.goto(t.href('/ideas/new'));
  await page.locator('[name=title]').pressSequentially('lap den o nga ba truoc truong');
  const offered = page.locator('[data-suggest-list] a').first();
  await expect(offered).toBeVisible();
  await expect(offered).toContainText('Lắp đèn ở ngã ba');
  const other = page.context().waitForEvent('page');
  await offered.click();
  await expect((await other).getByRole('heading', { level: 1 })).toContainText('Lắp đèn ở ngã ba');
  await expect(page.locator('[name=title]'), 'what is being written stays').toHaveValue('lap den o nga ba truoc truong');
});

test('@js an old place is found and chosen with the keyboard alone', async ({ page, marker }) => {
  await write(page, { title: `Đèn đường ${marker}`, body: 'Đường liên ấp chưa có đèn.' });
  await openMore(page);
  const box = page.locator('[name=placeText]');
  await box.focus();
  await box.pressSequentially('thanh luong');
  const options = page.getByRole('listbox').getByRole('option');
  await expect(options.first()).toContainText('xã Thanh Lương');
  await expect(options.first()).toContainText('phường An Lộc');
  await page.keyboard.press('ArrowDown');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(box).toHaveValue(/Thanh Lương/);
  await sendButton(page).click();
  const code = await codeOf(page);
  await track(page, code);
  await expect(page.getByRole('main')).toContainText('xã Thanh Lương (nay thuộc phường An Lộc)');
});

test('@js the receipt is checked on the author’s own device, and a changed one is caught', async ({ page, marker }) => {
  const code = await send(page, { title: `Biên nhận ${marker}`, body: 'Kiểm tra biên nhận ngay trên điện thoại.' });
  await expect(async () => {
    await track(page, code);
    await expect(page.locator('[data-receipt-check]')).toHaveAttribute('data-receipt', /checkpoint/, { timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  const verdict = page.locator('#receipt-verdict');
  await button(page, t('ideas.track.receipt.check')).click();
  await expect(verdict).toHaveAttribute('data-verdict', 'ok');
  await page.locator('[data-receipt-check]').evaluate((one: HTMLElement) => {
    one.dataset['receiptContent'] = (one.dataset['receiptContent'] ?? '').replace('điện thoại', 'máy tính');
  });
  await button(page, t('ideas.track.receipt.check')).click();
  await expect(verdict).toHaveText(t('ideas.track.receipt.badContent'));
});

test('@js the queue is walked with J and K, ticked with X and opened with Enter', async ({ page }) => {
  await signIn(page, officers.reception, `${t.href('/desk/ideas')}?tab=all`);
  const rows = page.locator('table[data-keys] tbody tr');
  await expect(rows.nth(2)).toBeAttached();
  const link = (at: number) => rows.nth(at).getByRole('link').first();
  await expect(async () => {
    await page.keyboard.press('j');
    await expect(link(0)).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.press('j');
  await expect(link(1)).toBeFocused();
  await page.keyboard.press('x');
  await expect(rows.nth(1).getByRole('checkbox')).toBeChecked();
  await page.keyboard.press('k');
  await expect(link(0)).toBeFocused();
  const title = (await link(0).textContent()) ?? '';
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
});
