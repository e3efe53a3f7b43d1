/** A study campaign: an officer makes and announces it, a member sees it and asks, the organiser answers and writes minutes. */
import { button, expect, signIn, t, test, type Page } from './test.ts';

const OFFICER = 'canbo.dongxoai';
/** A member of Chi bộ ấp Phú Hòa, below the officer's ward, without any role. */
const MEMBER = 'dangvien.phuhoa';

const main = (page: Page) => page.getByRole('main');
const dayIn = (days: number): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date(Date.now() + days * 86_400_000));

async function draft(page: Page, title: string): Promise<void> {
  await signIn(page, OFFICER, t.href('/desk/study/new'));
  await page.fill('[name=title]', title);
  await page.fill('[name=purpose]', 'Nắm vững nội dung, liên hệ việc của chi bộ.');
  await page.fill('[name=opensOn]', dayIn(0));
  await page.fill('[name=closesOn]', dayIn(-1));
  await page.fill('[name=target]', '98,5');
  await button(page, t('study.desk.saveDraft')).click();
  await expect(main(page)).toContainText(t('study.desk.problem.days.order'));
  await expect(page.locator('[name=target]')).toHaveValue('98,5');
  await page.fill('[name=closesOn]', dayIn(20));
  await button(page, t('study.desk.saveDraft')).click();
  await expect(main(page)).toContainText(t('study.desk.done.start'));
}

async function chooseClause(page: Page): Promise<void> {
  await page.getByRole('link', { name: t('study.desk.studiedChoose') }).click();
  await page.fill('main [name=q]', 'Quy định về tổ chức học tập');
  await button(page, t('study.desk.list.find')).click();
  await main(page).getByRole('button', { name: t('study.desk.add') }).first().click();
  await main(page).getByRole('link', { name: t('study.desk.clausesChoose') }).first().click();
  await page.locator('[name=anchors]').nth(2).check();
  await button(page, t('study.desk.save')).click();
  await expect(main(page)).toContainText(t('study.desk.clausesCount', { count: 1 }));
  await page.getByRole('link', { name: t('study.desk.studiedDone') }).click();
}

test('an officer announces a campaign, a member asks in its session, minutes are written', async ({ page, another, marker }) => {
  const title = `Học tập ${marker}`;
  await draft(page, title);
  const campaign = new URL(page.url()).pathname;
  await chooseClause(page);

  await page.getByRole('link', { name: t('study.desk.session.new') }).click();
  await page.fill('[name=title]', `Lớp ${marker}`);
  await page.fill('[name=venue]', 'Nhà văn hóa');
  await page.fill('[name=day]', dayIn(0));
  await page.fill('[name=from]', '0:00');
  await page.fill('[name=until]', '23:59');
  await page.fill('[name=onlineUrl]', 'https://hop.vi-du.example/lop');
  await button(page, t('study.desk.session.save')).click();
  await expect(main(page)).toContainText(t('study.desk.session.done.new'));
  const session = new URL(page.url()).pathname;

  // Nobody knows of it before it is announced.
  const stranger = await another();
  await stranger.goto(t.href('/learn'));
  await expect(main(stranger)).not.toContainText(title);
  await page.goto(campaign);
  await button(page, t('study.desk.announce')).click();
  await expect(main(page)).toContainText(t('study.desk.done.announce'));
  await expect(main(page)).toContainText(t('study.desk.state.open'));

  await stranger.goto(t.href('/learn'));
  await stranger.getByRole('link', { name: title }).click();
  await expect(main(stranger)).toContainText('Nhà văn hóa');
  await expect(main(stranger)).not.toContainText('hop.vi-du.example');

  const member = await another();
  await signIn(member, MEMBER, t.href('/learn'));
  await main(member).getByRole('link', { name: title }).first().click();
  await expect(main(member)).toContainText(t('study.standing.open'));
  await main(member).getByRole('link', { name: `Lớp ${marker}` }).click();
  await expect(main(member)).toContainText('https://hop.vi-du.example/lop');
  await member.fill('[name=text]', `Học bù ra sao, ${marker}?`);
  await button(member, t('study.questions.ask')).click();
  await expect(main(member)).toContainText(t('study.questions.sent'));

  await page.goto(session);
  await expect(main(page)).toContainText(t('study.questions.unnamed'));
  await page.getByText(t('study.desk.questions.answer'), { exact: true }).click();
  await page.getByLabel(t('study.desk.questions.answerText')).fill('Có lớp buổi tối.');
  await button(page, t('study.desk.questions.publish')).click();
  await expect(main(page)).toContainText(t('study.desk.session.done.answer'));
  await page.getByLabel(t('study.desk.minutes.text')).fill(`Đã quán triệt ${marker}.`);
  await button(page, t('study.desk.minutes.save')).click();
  await expect(main(page)).toContainText(t('study.desk.session.done.minutes'));
  await page.getByRole('link', { name: t('study.desk.minutes.print') }).click();
  await expect(page.getByRole('article')).toContainText(`Đã quán triệt ${marker}.`);
  await expect(page.getByRole('article')).toContainText('Nguyễn Thị Bích Ngọc');

  await member.reload();
  await expect(main(member)).toContainText('Có lớp buổi tối.');
});

test('a member takes the own calendar along, and takes its address back', async ({ page }) => {
  await signIn(page, MEMBER, t.href('/learn/settings'));
  const make = main(page).getByRole('button', { name: new RegExp(`^(${t('study.calendar.make')}|${t('study.calendar.again')})$`) });
  await make.click();
  const address = await main(page).getByRole('link', { name: /\.ics$/ }).getAttribute('href');
  const feed = await page.request.get(address!);
  expect(feed.headers()['content-type']).toContain('text/calendar');
  expect(await feed.text()).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*BEGIN:VEVENT[\s\S]*END:VCALENDAR\r\n$/);
  await page.goto(t.href('/learn/settings'));
  await button(page, t('study.calendar.revoke')).click();
  await expect(main(page)).toContainText(t('study.settings.revoked'));
  expect((await page.request.get(address!)).status()).toBe(404);
});
