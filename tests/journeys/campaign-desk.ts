/** What officers do for a campaign at the desk: questions, their review, a paper, the announcement, a quiz. */
import { QUESTIONS, wordFile, type Branch } from './campaign.ts';
import { button, expect, officers, signIn, t, told, type Page } from './test.ts';

const DOCUMENT = 'Quy định về tổ chức học tập';

export const main = (page: Page) => page.getByRole('main');
const dayIn = (days: number): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date(Date.now() + days * 86_400_000));
export const idIn = (page: Page): number => Number(/\/(\d+)(?:[?#/]|$)/.exec(new URL(page.url()).pathname)?.[1]);

/** Word file → what was understood → drafts with their clauses, handed to a second person. */
export async function bringQuestions(page: Page, marker: string): Promise<void> {
  await signIn(page, officers.reception, t.href('/desk/questions/imports/new'));
  await page.setInputFiles('[name=file]', { name: 'câu hỏi.docx', mimeType: 'application/octet-stream', buffer: await wordFile(marker) });
  await button(page, t('questions.desk.import.read')).click();
  await told(page, 'questions.desk.import.understood', { count: QUESTIONS.length + 1, clean: QUESTIONS.length });
  await told(page, 'questions.desk.problem.key.missing');
  await page.fill('[name=tag]', marker);
  await button(page, t('questions.desk.import.save')).click();
  await told(page, 'questions.desk.import.saved', { count: QUESTIONS.length });
  for (const { stem, clause } of QUESTIONS) {
    await page.goto(`${t.href('/desk/questions')}?tag=${encodeURIComponent(marker)}`);
    await main(page).getByRole('link', { name: stem }).click();
    await page.getByText(t('questions.desk.cite.add'), { exact: true }).first().click();
    await page.fill('[name=documentText]', DOCUMENT);
    await page.press('[name=documentText]', 'Enter');
    const option = page.locator(`select[name=cite] option[value$=":${clause}"]`);
    await page.selectOption('select[name=cite]', await option.getAttribute('value'));
    await button(page, t('questions.desk.cite.add')).click();
    await told(page, 'questions.desk.done.cite');
    await button(page, t('questions.desk.submit')).click();
    await told(page, 'questions.desk.done.submit');
  }
}

export async function reviewQuestions(reviewer: Page, marker: string): Promise<void> {
  await signIn(reviewer, officers.reviewer);
  for (const { stem } of QUESTIONS) {
    await reviewer.goto(`${t.href('/desk/questions')}?tag=${encodeURIComponent(marker)}&state=submitted`);
    await main(reviewer).getByRole('link', { name: stem }).click();
    await button(reviewer, t('questions.desk.approve')).click();
    await told(reviewer, 'questions.desk.done.approve');
  }
}

export async function makePaper(page: Page, reviewer: Page, { title, tag }: { title: string; tag: string }): Promise<void> {
  await page.goto(t.href('/desk/papers/new'));
  await page.fill('[name=title]', title);
  await page.check('[name=kind][value=fixed]');
  await button(page, t('questions.desk.paper.create')).click();
  await told(page, 'questions.desk.paper.done.start');
  const paper = new URL(page.url()).pathname;
  await page.getByRole('link', { name: t('questions.desk.paper.choose') }).click();
  await page.selectOption('[name=tag]', tag);
  await button(page, t('questions.desk.find')).click();
  const boxes = page.locator('[name=chosen]');
  await expect(boxes).toHaveCount(QUESTIONS.length);
  for (const box of await boxes.all()) await box.check();
  await button(page, t('questions.desk.paper.add')).click();
  await told(page, 'questions.desk.paper.done.add');
  await button(page, t('questions.desk.submit')).click();
  await told(page, 'questions.desk.paper.done.submit');
  await reviewer.goto(paper);
  await button(reviewer, t('questions.desk.approve')).click();
  await told(reviewer, 'questions.desk.paper.done.approve');
}

/** @returns the address of the announced campaign, and the ids of its sessions */
export async function announce(page: Page, branch: Branch, title: string): Promise<{ id: number; sessions: number[] }> {
  await page.goto(t.href('/desk/study/new'));
  await page.fill('[name=title]', title);
  await page.fill('[name=purpose]', 'Nắm vững cách học tập nghị quyết ở chi bộ.');
  await page.fill('[name=opensOn]', dayIn(0));
  await page.fill('[name=closesOn]', dayIn(20));
  await expect(page.locator('[name=target]')).toHaveValue('98');
  await button(page, t('study.desk.saveDraft')).click();
  await told(page, 'study.desk.done.start');
  const campaign = new URL(page.url()).pathname;

  await page.getByRole('link', { name: t('study.desk.studiedChoose') }).click();
  await page.fill('main [name=q]', DOCUMENT);
  await button(page, t('study.desk.list.find')).click();
  await main(page).getByRole('button', { name: t('study.desk.add') }).first().click();
  await main(page).getByRole('link', { name: t('study.desk.studiedDone') }).click();

  await main(page).locator('a[href$="/thanh-phan"]').click();
  for (const box of await page.locator('[name=bodies]:checked').all()) await box.uncheck();
  await page.getByRole('checkbox', { name: branch.name, exact: true }).check();
  await button(page, t('study.desk.save')).click();
  await told(page, 'study.desk.done.audience');

  const sessions = [];
  for (const held of ['Hội nghị quán triệt', 'Lớp buổi tối', 'Điểm cầu nhà văn hóa']) {
    await page.goto(`${campaign}/them-lop`);
    await page.fill('[name=title]', held);
    // The last one is the branch's own, in a hall without signal.
    if (sessions.length === 2) {
      await page.check('[name=kind][value=bridge]');
      await page.selectOption('[name=bridgedTo]', { label: 'Hội nghị quán triệt' });
      await page.selectOption('[name=body]', String(branch.id));
    }
    await page.fill('[name=venue]', 'Nhà văn hóa ấp');
    await page.fill('[name=day]', dayIn(0));
    await page.fill('[name=from]', '0:00');
    await page.fill('[name=until]', '23:59');
    await button(page, t('study.desk.session.save')).click();
    await told(page, 'study.desk.session.done.new');
    sessions.push(idIn(page));
  }
  await page.goto(campaign);
  await button(page, t('study.desk.announce')).click();
  await told(page, 'study.desk.done.announce');
  return { id: idIn(page), sessions };
}

/** Two sittings: one with network, one in the hall without. */
export async function publishQuiz(page: Page, reviewer: Page, { campaign, title, paper }: { campaign: number; title: string; paper: string }): Promise<number> {
  await page.goto(t.href(`/desk/study/${campaign}`));
  await page.getByRole('link', { name: t('study.desk.newQuiz') }).click();
  await page.fill('[name=title]', title);
  await button(page, t('quizzes.desk.create')).click();
  await told(page, 'quizzes.desk.done.start');
  await page.check('[name=mode][value=test]');
  await page.selectOption('[name=paper]', { label: t('quizzes.desk.paperLine', { title: paper, items: QUESTIONS.length }) });
  await page.fill('[name=limit]', '30');
  await page.fill('[name=attempts]', '1');
  await page.fill('[name=passMark]', '50');
  await page.selectOption('[name=explanations]', 'submitted');
  await page.check('[name=certificate]');
  for (const [at, session] of ['Lớp buổi tối', 'Điểm cầu nhà văn hóa'].entries()) {
    await page.fill(`#f-sitting-${at}-day`, dayIn(0));
    await page.fill(`#f-sitting-${at}-from`, `0:0${at}`);
    await page.fill(`#f-sitting-${at}-untilDay`, dayIn(1));
    await page.fill(`#f-sitting-${at}-until`, '23:00');
    await page.selectOption(`#f-sitting-${at}-session`, { label: session });
    await button(page, t('quizzes.desk.save')).click();
    await told(page, 'quizzes.desk.done.save');
  }
  await button(page, t('quizzes.desk.submit')).click();
  await told(page, 'quizzes.desk.done.submit');
  await reviewer.goto(new URL(page.url()).pathname);
  await button(reviewer, t('quizzes.desk.publish')).click();
  await told(reviewer, 'quizzes.desk.done.publish');
  return idIn(page);
}
