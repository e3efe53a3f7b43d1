/** A reader stands behind an idea, and wants to hear what becomes of it. */
import { bodies } from './bodies.ts';
import { linkIn, mailsArrived, mailsTo } from './mails.ts';
import { button, expect, numberOf, officers, openMore, publicPage, send, sendButton, signIn, step, t, test, told, track, write, codeOf, type Page } from './test.ts';

const supporters = (page: Page, count: number) => expect(page.getByRole('main')).toContainText(t('ideas.idea.supporters', { count }));

/** A public idea that nobody else touches. @returns its number */
async function publicIdea(page: Page, officer: Page, title: string): Promise<number> {
  const code = await send(page, { title, body: 'Trồng cây bóng mát dọc lối đi.', field: 'environment' });
  await track(page, code);
  const id = await numberOf(page);
  await signIn(officer, officers.reception);
  await step(officer, id, 'accept');
  await told(officer, 'ideas.desk.done.accept');
  return id;
}

test('one support a browser, which can be taken back', async ({ page, another, marker }) => {
  const id = await publicIdea(page, await another(), `Cây bóng mát ${marker}`);
  const first = await another();
  await first.goto(publicPage(id));
  await supporters(first, 0);
  await button(first, t('ideas.idea.support')).click();
  await supporters(first, 1);
  await expect(button(first, t('ideas.idea.support'))).toHaveCount(0);
  // The same browser by hand: the form sent again counts nothing.
  await first.request.post(`${publicPage(id)}?/support`, {
    form: {}, headers: { origin: new URL(first.url()).origin, accept: 'text/html' }, maxRedirects: 0,
  });
  await first.reload();
  await supporters(first, 1);

  const second = await another();
  await second.goto(publicPage(id));
  await button(second, t('ideas.idea.support')).click();
  await supporters(second, 2);

  await first.goto(publicPage(id));
  await button(first, t('ideas.idea.unsupport')).click();
  await supporters(first, 1);
  await expect(button(first, t('ideas.idea.support'))).toBeVisible();
});

test('news by mail only after the address was confirmed, and none after one click', async ({ page, another, marker }) => {
  test.setTimeout(150_000);
  const officer = await another();
  const title = `Lối đi bộ ${marker}`;
  const id = await publicIdea(page, officer, title);
  const address = `${marker.replace('mẫu ', '')}@vi-du.example`;

  const reader = await another();
  await reader.goto(publicPage(id));
  await reader.getByRole('link', { name: t('ideas.idea.follow'), exact: true }).click();
  await reader.fill('[name=email]', address);
  await button(reader, t('ideas.follow.send')).click();
  await told(reader, 'ideas.follow.sentText');
  const [asked] = await mailsArrived(address, 1);
  expect(asked?.text).toContain(title);

  await test.step('before that, nothing', async () => {
    await step(officer, id, 'reword', async (form) => {
      await form.locator('[name=title]').fill(`${title} có bóng mát`);
      await form.locator('[name=note]').fill('Nói rõ hơn.');
    });
    await told(officer, 'ideas.desk.done.reword');
    await reader.goto(linkIn(asked, t.href('/ideas/follow/confirm')));
    await expect(button(reader, t('ideas.follow.confirmSend'))).toBeVisible();
    expect(await mailsTo(address), 'opening the link confirms nothing: scanners do that').toHaveLength(1);
  });

  await button(reader, t('ideas.follow.confirmSend')).click();
  await told(reader, 'ideas.follow.confirmedText');

  await step(officer, id, 'route', (form) => form.locator('[name=lead]').selectOption(String(bodies.farming)).then());
  await told(officer, 'ideas.desk.done.route');
  const [news] = await mailsArrived(address, 2);
  expect(news?.text).toContain('Sở Nông nghiệp và Môi trường');
  expect(news?.text).toContain(publicPage(id));
  expect(news?.headers['list-unsubscribe-post'] ?? news?.headers['List-Unsubscribe-Post']).toContain('One-Click');

  await test.step('leaving is one press, and the address is gone', async () => {
    await reader.goto(linkIn(news, t.href('/ideas/follow/leave')));
    await button(reader, t('ideas.follow.leaveSend')).click();
    await told(reader, 'ideas.follow.left');
    await step(officer, id, 'ask', (form) => form.locator('[name=text]').fill('Lối đi rộng bao nhiêu mét?'));
    await told(officer, 'ideas.desk.done.ask');
  });

  await test.step('while the author, who agreed, hears of each step', async () => {
    const own = address.replace('@', '.tac-gia@');
    const author = await another();
    await write(author, { title: `Ghế đá ${marker}`, body: 'Đặt ghế đá dưới gốc cây.' });
    await openMore(author);
    await author.fill('[name=email]', own);
    await author.check('[name=consentContact]');
    await sendButton(author).click();
    const code = await codeOf(author);
    await track(author, code);
    const other = await numberOf(author);
    await step(officer, other, 'ask', (form) => form.locator('[name=text]').fill('Đặt ở gốc cây nào?'));
    await told(officer, 'ideas.desk.done.ask');
    await expect.poll(async () => (await mailsTo(own)).map((mail) => mail.text).join('\n'), { timeout: 60_000 }).toContain('Đặt ở gốc cây nào?');
    const texts = (await mailsTo(own)).map((mail) => mail.text).join('\n');
    expect(texts, 'the code itself travels in no mail').not.toContain(code);
  });
  expect(await mailsTo(address)).toHaveLength(2);
});
