/** What the desk decides about attempts: more time, answers that came late, open text; and what the person sees of it. */
import { enterPassword, forgetProof, newOfficer, setUpApp } from './officer.ts';
import { withClient } from './database.ts';
import { answerOnPaperForm, arriveLate, desk, nameOfMember } from './quiz-desk.ts';
import { press, publish, signInMember } from './quiz.ts';
import { button, expect, signIn, t, type Page, test } from './test.ts';

const SECRETARY = 'bithu.phuhoa';
const OPEN = 7;
const mine = (page: Page, title: string) => page.getByRole('article').filter({ hasText: title }).first();

test('more time is given and seen; a late answer is decided about; a text is read without a name', async ({ page, another, marker }) => {
  test.setTimeout(150_000);
  const quiz = await publish({ items: 8, lateRule: 'decide', mode: 'test', explanations: 'never' });
  const title = `Trắc nghiệm ${marker}`;
  await withClient((client) => client.query('update quizzes.quiz set title = $2 where id = $1', [quiz.id, title]));
  const text = `Đề xuất ${marker}`;

  const secretary = await another();
  await signIn(secretary, SECRETARY, desk(quiz, '/allowances'));
  const name = await nameOfMember();
  await secretary.fill('[name=q]', name.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd'));
  await button(secretary, t('quizzes.desk.find')).click();
  await secretary.getByLabel(new RegExp(name)).check();
  await secretary.fill('[name=minutes]', 'lâu');
  await press(secretary, 'quizzes.desk.extra.give');
  await expect(secretary.locator('[name=minutes]')).toHaveValue('lâu');
  await secretary.fill('[name=minutes]', '50 %');
  await press(secretary, 'quizzes.desk.extra.give');
  await expect(secretary.getByRole('main')).toContainText(t('quizzes.desk.extra.done.give'));

  await signInMember(page, quiz.path);
  await expect(page.getByRole('main')).toContainText(t('quizzes.player.rule.extra', { minutes: 15 }));
  await answerOnPaperForm(page, quiz, text);
  await secretary.reload();
  await expect(secretary.getByRole('main')).toContainText(t('quizzes.desk.extra.begun'));
  await arriveLate(quiz);
  const own = async () => { await page.goto(t.href('/me/attempts')); return mine(page, title); };
  await expect(async () => expect(await own()).toContainText(t('quizzes.mine.toRead'), { timeout: 1_000 })).toPass({ timeout: 40_000 });
  await expect(mine(page, title)).toContainText(t('quizzes.mine.late.waits'));

  const keeper = await another();
  const officer = await newOfficer(`${marker}q`, 'officer', 'TU');
  await enterPassword(keeper, officer);
  const { codes } = await setUpApp(keeper);
  await keeper.goto(desk(quiz));
  await keeper.getByRole('link', { name: t('quizzes.desk.lates'), exact: true }).click();
  await expect(keeper.getByRole('main')).toContainText(t('quizzes.desk.lates.written', { count: 1 }));
  for (const word of [name, text]) await expect(keeper.locator('body')).not.toContainText(word);
  await forgetProof(officer);
  await keeper.locator('[name=attempt]').check();
  await keeper.locator('[name=decision][value=count]').check();
  await keeper.fill('[name=reason]', 'Hội trường mất sóng');
  await press(keeper, 'quizzes.desk.lates.decide');
  await expect(keeper.locator('[name=reason]')).toHaveValue('Hội trường mất sóng');
  await expect(keeper.locator('[name=attempt]')).toBeChecked();
  await keeper.fill('[name=proof]', codes[0] ?? '');
  await press(keeper, 'quizzes.desk.lates.decide');
  await expect(keeper.getByRole('main')).toContainText(t('quizzes.desk.lates.done'));
  await expect(await own()).toContainText('Hội trường mất sóng');

  await keeper.goto(desk(quiz, '/grading'));
  await expect(keeper.getByRole('main')).toContainText(text);
  await expect(keeper.getByRole('main')).toContainText('Nêu được hai ý.');
  await expect(keeper.getByRole('main')).not.toContainText(name);
  await keeper.fill('[name=comment]', 'Mới nêu được một ý.');
  await press(keeper, 'quizzes.desk.grading.save');
  await expect(keeper.locator('[name=comment]')).toHaveValue('Mới nêu được một ý.');
  await keeper.locator('[name=points][value="0.5"]').check();
  await press(keeper, 'quizzes.desk.grading.save');
  await expect(keeper.getByRole('main')).toContainText(t('quizzes.desk.grading.all'));
  await expect(await own()).toContainText(t('quizzes.mine.graded', { place: OPEN + 1, points: '0,5', ofPoints: '1' }));
  await expect(mine(page, title)).toContainText('Mới nêu được một ý.');
  await expect(mine(page, title)).not.toContainText(t('quizzes.mine.toRead'));
});
