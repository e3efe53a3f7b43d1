/** Questions come together on papers: chosen one by one, or drawn along a blueprint; a second person approves. */
import sharp from 'sharp';
import { button, expect, officers, signIn, t, test, type Page } from './test.ts';

const done = (page: Page, key: string) => expect(page.getByRole('main')).toContainText(t.dynamic(key));
/** The regulation of the sample library, by words that only its title has. */
const REGULATION = 'tổ chức học tập, quán triệt nghị quyết';

async function newPaper(page: Page, title: string, kind: 'fixed' | 'drawn'): Promise<string> {
  await page.goto(t.href('/desk/papers/new'));
  await page.fill('[name=title]', title);
  await page.check(`[name=kind][value=${kind}]`);
  await button(page, t('questions.desk.paper.create')).click();
  await done(page, 'questions.desk.paper.done.start');
  return new URL(page.url()).pathname;
}

test('a fixed paper is put together, approved by a second person, and printed without its key', async ({ page, another, marker }) => {
  await signIn(page, officers.reception);
  const paper = await newPaper(page, `Đề ${marker}`, 'fixed');
  await page.getByRole('link', { name: t('questions.desk.paper.choose') }).click();
  await page.fill('main [name=q]', 'bao nhiêu phần trăm');
  await button(page, t('questions.desk.find')).click();
  await page.locator('[name=chosen]').first().check();
  await button(page, t('questions.desk.paper.add')).click();
  await done(page, 'questions.desk.paper.done.add');
  await page.fill('[name=linePoints]', 'nhiều');
  await button(page, t('questions.desk.paper.order')).click();
  await expect(page.getByRole('alert')).toContainText(t('questions.desk.problem.points.form'));
  await page.fill('[name=linePoints]', '2,5');
  await button(page, t('questions.desk.paper.order')).click();
  await done(page, 'questions.desk.paper.done.order');
  await expect(page.getByRole('row', { name: /^Điều 1 / })).toContainText(t('questions.desk.paper.notAsked'));
  await button(page, t('questions.desk.submit')).click();
  await done(page, 'questions.desk.paper.done.submit');

  const reviewer = await another();
  await signIn(reviewer, officers.reviewer, paper);
  await button(reviewer, t('questions.desk.approve')).click();
  await done(reviewer, 'questions.desk.paper.done.approve');
  await reviewer.goto(`${paper}/xem-de`);
  await expect(reviewer.getByRole('main')).toContainText('98 %');
  await expect(reviewer.getByRole('main')).not.toContainText(`· ${t('questions.desk.right')}`);
  await reviewer.emulateMedia({ media: 'print' });
  await expect(reviewer.getByText(t('questions.desk.paper.printHint'))).toBeHidden();
  await reviewer.goto(`${paper}/xem-de?key=yes`);
  await expect(reviewer.getByRole('main')).toContainText(`· ${t('questions.desk.right')}`);
});

test('a blueprint says at once what the bank lacks, and is drawn when it has enough', async ({ page, marker }) => {
  await signIn(page, officers.reception);
  const paper = await newPaper(page, `Ma trận ${marker}`, 'drawn');
  await page.fill('[name=documentText]', REGULATION);
  await page.press('[name=documentText]', 'Enter');
  await page.selectOption('[name=clause]', 'dieu-2');
  await page.fill('[name=count]', '90');
  await button(page, t('questions.desk.paper.addRow')).click();
  await done(page, 'questions.desk.paper.done.addRow');
  await expect(page.getByRole('main')).toContainText(t('questions.desk.paper.notYet'));
  await expect(button(page, t('questions.desk.submit'))).toHaveCount(0);
  await page.fill('[name=lineCount]', '1');
  await button(page, t('questions.desk.paper.rows')).click();
  await done(page, 'questions.desk.paper.done.rows');
  await expect(page.getByRole('main')).not.toContainText(t('questions.desk.paper.notYet'));
  await page.goto(`${paper}/xem-de`);
  await expect(page.getByRole('main')).toContainText(t('questions.desk.paper.numbered', { number: 1 }));
});

test('a question cites a clause, shows a picture with words for it, and is written in English', async ({ page, marker }) => {
  await signIn(page, officers.reception, t.href('/desk/questions/new'));
  await page.fill('[name=stem]', `Hình bên là gì, ${marker}?`);
  await page.fill('[name=option0]', 'Bản đồ');
  await page.fill('[name=option1]', 'Biểu đồ');
  await page.locator('[name=right]').first().check();
  await button(page, t('questions.desk.save')).click();
  await done(page, 'questions.desk.done.start');
  const item = new URL(page.url()).pathname;

  await page.getByText(t('questions.desk.cite.add'), { exact: true }).first().click();
  await page.fill('[name=documentText]', REGULATION);
  await page.press('[name=documentText]', 'Enter');
  await page.locator('select[name=cite]').selectOption({ index: 2 });
  await button(page, t('questions.desk.cite.add')).click();
  await done(page, 'questions.desk.done.cite');
  await expect(page.getByRole('link', { name: /^Điều 1/ })).toBeVisible();

  await page.getByRole('link', { name: t('questions.desk.media.change') }).click();
  const picture = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#285' } }).png().toBuffer();
  await page.setInputFiles('#f-picture', { name: 'ban-do.png', mimeType: 'image/png', buffer: picture });
  await button(page, t('questions.desk.media.addPicture')).click();
  await expect(page.getByRole('alert')).toContainText(t('questions.desk.problem.media.alt'));
  await page.setInputFiles('#f-picture', { name: 'ban-do.png', mimeType: 'image/png', buffer: picture });
  await page.fill('#f-alt', 'Ô màu xanh');
  await button(page, t('questions.desk.media.addPicture')).click();
  await done(page, 'questions.desk.media.done');
  await page.goto(item);
  const shown = page.getByRole('img', { name: 'Ô màu xanh' });
  await shown.scrollIntoViewIfNeeded();
  await expect.poll(() => shown.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(64);

  await page.getByRole('link', { name: t('questions.desk.media.language.en') }).click();
  await page.fill('[name=stem]', 'What is in the picture?');
  await page.locator('[name=text]').nth(0).fill('A map');
  await page.locator('[name=text]').nth(1).fill('A chart');
  await button(page, t('questions.desk.save')).click();
  await done(page, 'questions.desk.done.save');
  await button(page, t('questions.desk.submit')).click();
  await page.goto(item);
  await expect(page.getByRole('main')).toContainText(t('questions.desk.state.submitted'));
});
