/** The same page in three languages, each one press away, and Khmer that can be read. */
import { localPath } from '#platform/words/paths.ts';
import { expect, t, test, translator } from './test.ts';

const en = translator('en');
const km = translator('km');

/** Pages whose title is known in every language; the rest of the public pages is walked by tests/pages. */
const pages = [
  ['/ideas', 'ideas.list.title'],
  ['/ideas/new', 'ideas.form.title'],
  ['/ideas/track', 'ideas.track.title'],
  ['/ideas/where', 'ideas.where.title'],
  ['/ideas/follow', 'ideas.follow.title'],
  ['/ideas/feeds', 'ideas.feeds.title'],
] as const;

for (const [path, title] of pages) {
  test(`${path}: Vietnamese → English → Khmer → Vietnamese stays on the page`, async ({ page }) => {
    await page.goto(`${t.href(path)}?field=roads`);
    for (const { language, to } of [{ language: 'en', to: en }, { language: 'km', to: km }, { language: 'vi', to: t }] as const) {
      await page.locator('footer').locator(`a[hreflang=${language}]`).click();
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(to.dynamic(title));
      expect(new URL(page.url()).pathname).toBe(localPath(language, path));
    }
  });
}

test('an idea keeps its number in every language, and its own words their own', async ({ page }) => {
  await page.goto(`${t.href('/ideas')}?q=${encodeURIComponent('cửa khẩu Hoa Lư')}`);
  await page.getByRole('main').getByRole('link', { name: 'Biển chỉ dẫn ba thứ tiếng ở cửa khẩu Hoa Lư' }).click();
  const id = /\d+$/.exec(new URL(page.url()).pathname)?.[0];
  for (const language of ['en', 'km'] as const) {
    await page.locator('footer').locator(`a[hreflang=${language}]`).click();
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    expect(new URL(page.url()).pathname).toBe(localPath(language, `/ideas/${id}`));
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Biển chỉ dẫn ba thứ tiếng');
  }
});

test('Khmer has its own face and room between the lines, in what people wrote as well', async ({ page }) => {
  await page.goto(km.href('/ideas/new'));
  const look = (selector: string) =>
    page.locator(selector).first().evaluate((element) => {
      const { fontFamily, fontSize, lineHeight } = getComputedStyle(element);
      return { fontFamily, ratio: parseFloat(lineHeight) / parseFloat(fontSize) };
    });
  const lead = await look('main p');
  expect(lead.fontFamily).toContain('Khmer');
  expect(lead.ratio).toBeGreaterThanOrEqual(1.7);
  expect(await page.evaluate(() => [...document.fonts].some((font) => font.family.includes('Khmer') && font.status === 'loaded'))).toBe(true);

  await page.goto(`${t.href('/ideas')}?q=${encodeURIComponent('ផ្លាកជាភាសាខ្មែរ')}`);
  const heading = page.getByRole('main').getByRole('link', { name: 'សុំដាក់ផ្លាកជាភាសាខ្មែរ' });
  await heading.click();
  const body = page.locator('.body').first();
  await expect(page.locator('[lang=km]').filter({ hasText: 'មណ្ឌលសុខភាព' }).first(), 'said to be Khmer').toBeVisible();
  const cut = await body.evaluate((element) => element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1);
  expect(cut, 'nothing is cut off').toBe(false);
  expect((await look('.body')).ratio).toBeGreaterThanOrEqual(1.7);
});
