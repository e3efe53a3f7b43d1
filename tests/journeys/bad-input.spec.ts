/** Whatever arrives: words that say what to do, nothing typed is lost, nothing half-written remains. */
import { writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { countIdeas, storedTitle } from './database.ts';
import { codeOf, expect, openMore, sendButton, t, test, told, track, write, type Page } from './test.ts';

const summary = (page: Page) => page.locator('[data-summary]');
const picture = (): Promise<Buffer> =>
  sharp({ create: { width: 640, height: 480, channels: 3, background: '#2f7d4f' } }).jpeg().toBuffer();

/** As a browser posts a form: from our own page, asking for a page. */
const asBrowser = (page: Page) => ({ origin: new URL(page.url()).origin, accept: 'text/html' });

/** The page after sending, as a browser of any kind gets there. */
const sent = (page: Page) => expect(page.getByRole('heading', { level: 1 })).toHaveText(t('ideas.sent.title'));

test('empty: every missing field is named, with a link to it, and what was typed stays', async ({ page }) => {
  await page.goto(t.href('/ideas/new'));
  await page.fill('[name=body]', 'Chỉ viết nội dung, quên tên và lĩnh vực.');
  await sendButton(page).click();
  for (const key of ['title.empty', 'field.choose'] as const) {
    await expect(summary(page).getByRole('link', { name: t.dynamic(`ideas.problem.${key}`) })).toBeVisible();
  }
  await expect(page.locator('[name=body]')).toHaveValue('Chỉ viết nội dung, quên tên và lĩnh vực.');
  await summary(page).getByRole('link').first().click();
  await expect(page.locator('[name=title]')).toBeFocused();
});

test('emoji only is no proposal', async ({ page }) => {
  await write(page, { title: '🙏🙏🙏', body: '👍👍' });
  await sendButton(page).click();
  await expect(summary(page)).toContainText(t('ideas.problem.noWords'));
  await expect(page.locator('[name=title]')).toHaveValue('🙏🙏🙏');
});

test('10,001 characters: told how many, none is lost', async ({ page, marker }) => {
  const long = `${'Đường làng lầy lội. '.repeat(500)}.`;
  expect(long).toHaveLength(10_001);
  await write(page, { title: `Đường làng ${marker}`, body: long });
  await sendButton(page).click();
  await expect(summary(page)).toContainText(t('ideas.problem.tooLong', { max: 10_000 }));
  await expect(page.locator('[name=body]')).toHaveValue(long);
  expect(await countIdeas(`Đường làng ${marker}`)).toBe(0);
});

test('text of an old Mac (decomposed) is accepted and kept composed', async ({ page, marker }) => {
  const title = `Thủy lợi Đồng Xoài ${marker}`.normalize('NFC');
  await write(page, { title: title.normalize('NFD'), body: 'Nạo vét kênh mương trước mùa mưa.'.normalize('NFD') });
  await sendButton(page).click();
  await sent(page);
  expect(await storedTitle(marker)).toBe(title);
});

test('text in a font from before Unicode is converted, shown, and sent only after that', async ({ page }) => {
  const pasted = 'Uû ban nh©n d©n nªn l¾p thªm ®Ìn ®­êng tr­íc tr­êng häc';
  const converted = 'Uỷ ban nhân dân nên lắp thêm đèn đường trước trường học';
  await write(page, { title: pasted, body: 'Buổi tối các cháu đi học về rất tối.' });
  await sendButton(page).click();
  await told(page, 'ideas.form.converted');
  await expect(page.locator('[name=title]')).toHaveValue(converted);
  await sendButton(page).click();
  await sent(page);
});

test('six files are one too many; the text stays', async ({ page, marker }) => {
  await write(page, { title: `Sáu ảnh ${marker}`, body: 'Ảnh chụp sáu góc của ngã tư.' });
  await openMore(page);
  const buffer = await picture();
  await page.setInputFiles('[name=files]', Array.from({ length: 6 }, (_, at) => ({ name: `${at}.jpg`, mimeType: 'image/jpeg', buffer })));
  await sendButton(page).click();
  await expect(summary(page)).toContainText(t('ui.problem.file.tooMany', { limit: 5 }));
  await expect(page.locator('[name=title]')).toHaveValue(`Sáu ảnh ${marker}`);
  await told(page, 'ideas.form.filesAgain');
});

test('a drawing with script in it does not pass as a photo', async ({ page, marker }) => {
  await write(page, { title: `Ảnh giả ${marker}`, body: 'Tệp này không phải ảnh chụp.' });
  await openMore(page);
  const buffer = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  await page.setInputFiles('[name=files]', { name: 'anh.jpg', mimeType: 'image/jpeg', buffer });
  await sendButton(page).click();
  await expect(summary(page)).toContainText(t('ui.problem.file.type', { name: 'anh' }));
  expect(await countIdeas(`Ảnh giả ${marker}`)).toBe(0);
});

test('57 MB get our page, not a broken connection', async ({ page, marker }, info) => {
  test.setTimeout(120_000);
  await write(page, { title: `Tệp lớn ${marker}`, body: 'Gửi kèm sáu tệp rất lớn.' });
  await openMore(page);
  const path = info.outputPath('lon.pdf');
  writeFileSync(path, Buffer.alloc(9.6 * 1024 * 1024, '%PDF-1.4\n'));
  await page.setInputFiles('[name=files]', Array.from({ length: 6 }, () => path));
  await sendButton(page).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('site.failure.413.title'), { timeout: 60_000 });
  expect(await countIdeas(`Tệp lớn ${marker}`)).toBe(0);
});

/** A second browser tab that posts the same form again, as a double press or "send again" of the browser does. */
test('the same form posted twice, with its picture, is one idea with one code', async ({ page, another, marker }) => {
  const title = `Gửi hai lần ${marker}`;
  await write(page, { title, body: 'Bấm nút hai lần vì mạng chậm.' });
  await openMore(page);
  const buffer = await picture();
  await page.setInputFiles('[name=files]', { name: 'anh.jpg', mimeType: 'image/jpeg', buffer });
  const key = await page.locator('[name=idempotencyKey]').inputValue();
  await sendButton(page).click();
  const code = await codeOf(page);

  const second = await another();
  await write(second, { title, body: 'Bấm nút hai lần vì mạng chậm.' });
  const form = {
    idempotencyKey: key, website: '', matter: 'proposal', title, body: 'Bấm nút hai lần vì mạng chậm.', field: 'roads',
    place: '', placeText: '', name: '', email: '', phone: '', files: { name: 'anh.jpg', mimeType: 'image/jpeg', buffer },
  };
  const posted = await second.request.post(t.href('/ideas/new'), {
    multipart: form, headers: asBrowser(second), maxRedirects: 0,
  });
  expect(posted.status()).toBe(303);
  await second.goto(t.href('/ideas/sent'));
  expect(await codeOf(second)).toBe(code);
  expect(await countIdeas(title)).toBe(1);
});

test('going back and sending another text is another idea', async ({ page, marker }) => {
  await write(page, { title: `Bản đầu ${marker}`, body: 'Bản viết đầu tiên.' });
  await sendButton(page).click();
  const first = await codeOf(page);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('ideas.form.title'));
  await write(page, { title: `Bản sau ${marker}`, body: 'Bản viết lại.' });
  await sendButton(page).click();
  expect(await codeOf(page)).not.toBe(first);
  expect([await countIdeas(`Bản đầu ${marker}`), await countIdeas(`Bản sau ${marker}`)]).toEqual([1, 1]);
});

test('a form opened before a new deployment, or without a key, still sends', async ({ page, marker }) => {
  for (const key of ['', 'khóa của bản cũ', '0'.repeat(500)]) {
    const title = `Trang mở đã lâu ${key.length} ${marker}`;
    await page.goto(t.href('/ideas/new'));
    const form = { idempotencyKey: key, matter: 'proposal', title, body: 'Mở trang từ hôm qua.', field: 'roads' };
    const posted = await page.request.post(t.href('/ideas/new'), {
      multipart: form, headers: asBrowser(page), maxRedirects: 0,
    });
    expect(posted.status()).toBe(303);
    expect(await countIdeas(title)).toBe(1);
  }
});

test('a form posted from another site is refused', async ({ page, marker }) => {
  const title = `Trang lạ ${marker}`;
  await page.goto(t.href('/ideas/new'));
  for (const origin of ['https://la.example', 'null']) {
    const posted = await page.request.post(t.href('/ideas/new'), {
      form: { matter: 'proposal', title, body: 'Gửi từ trang lạ.', field: 'roads' }, headers: { origin, accept: 'text/html' }, maxRedirects: 0,
    });
    expect(posted.status()).toBe(403);
  }
  expect(await countIdeas(title)).toBe(0);
});

test('an address that is none says so, in the reader’s language', async ({ page }) => {
  for (const path of ['/hien-ke/999999999', '/khong-co-trang-nay', '/hien-ke/12abc']) {
    expect((await page.goto(path))?.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('site.failure.404.title'));
  }
});

test('a name that several places have or had is asked about, with nothing lost', async ({ page, marker }) => {
  await write(page, { title: `Nhiều nơi một tên ${marker}`, body: 'Đường trước chợ.', place: 'Đồng Xoài' });
  await sendButton(page).click();
  await expect(summary(page)).toContainText(t('ideas.problem.place.unknown'));
  await page.getByRole('main').getByRole('radio', { name: /thành phố Đồng Xoài/ }).check();
  await sendButton(page).click();
  const code = await codeOf(page);
  await track(page, code);
  await expect(page.getByRole('main')).toContainText('thành phố Đồng Xoài (nay thuộc');
});
