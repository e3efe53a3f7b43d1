/** After sending: the code leaves no trace in addresses; and what an idea shows where it is passed on. */
import { button, expect, publicPage, send, t, test, told, type Page } from './test.ts';

const idea = (marker: string) => ({ title: `Trồng cây bóng mát ${marker}`, body: 'Đề xuất trồng cây dọc đường vào trường.' });

/** Addresses and referers of everything that the page asks for from now on. */
function askedFor(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(`${request.url()} ${request.headers().referer ?? ''}`));
  return asked;
}

test('the scanned code moves from the address into the form @js', async ({ page, another, marker }) => {
  const code = await send(page, idea(marker));
  const phone = await another();
  const asked = askedFor(phone);
  await phone.goto(`${t.href('/ideas/track')}#${code}`);
  await expect(phone).toHaveURL(new RegExp(`${t.href('/ideas/track/view')}$`));
  await expect(phone.getByRole('main')).toContainText(marker);
  expect(asked.filter((one) => one.includes(code))).toEqual([]);
  await phone.goBack();
  expect(phone.url()).not.toContain(code);
});

test('a code in an address is taken out of it; a wrong one comes back into the form', async ({ page, another, marker }) => {
  const code = await send(page, idea(marker));
  const reader = await another();
  await reader.goto(`${t.href('/ideas/track')}?code=${code}`);
  await expect(reader).toHaveURL(new RegExp(`${t.href('/ideas/track/view')}$`));
  await expect(reader.getByRole('main')).toContainText(marker);
  const other = await another();
  await other.goto(`${t.href('/ideas/track')}?code=7F3K-92QD`);
  await told(other, 'ideas.problem.track.unknown');
  await expect(other.locator('[name=code]')).toHaveValue('7F3K-92QD');
  await button(reader, t('ideas.track.leave')).click();
  await reader.goto(t.href('/ideas/track/view'));
  await expect(reader).toHaveURL(new RegExp(`${t.href('/ideas/track')}$`));
});

test('from the page after sending to withdrawal', async ({ page, marker }) => {
  await send(page, idea(marker));
  await button(page, t('ideas.sent.follow')).click();
  await told(page, 'ideas.track.yours');
  await page.getByRole('link', { name: t('ideas.track.withdraw') }).click();
  await told(page, 'ideas.withdraw.2');
  await button(page, t('ideas.withdraw.send')).click();
  await told(page, 'ideas.track.done.withdraw');
  await told(page, 'ideas.next.withdrawn');
});

test('an idea tells networks what to show, and where its feeds are', async ({ page, another, request }) => {
  const reader = await another();
  await page.goto(publicPage(1));
  const picture = await page.locator('meta[property="og:image"]').getAttribute('content');
  const answer = await request.get(new URL(picture ?? '').pathname);
  expect(answer.headers()['content-type']).toBe('image/png');
  await page.goto(t.href('/ideas'));
  for (const type of ['application/rss+xml', 'application/atom+xml']) {
    const feed = await page.locator(`link[rel=alternate][type="${type}"]`).getAttribute('href');
    const { pathname, search } = new URL(feed ?? '');
    const xml = await (await request.get(pathname + search)).text();
    // On a page without our policy, which lets nothing be parsed from text.
    const parsed = await reader.evaluate((text) => {
      const read = new DOMParser().parseFromString(text, 'application/xml');
      return { fault: read.querySelector('parsererror')?.textContent ?? null, items: read.querySelectorAll('item, entry').length };
    }, xml);
    expect(parsed).toMatchObject({ fault: null });
    expect(parsed.items).toBeGreaterThan(0);
  }
});
