/** What the desk decides about attempts, by keyboard alone: Tab to it, see where one is, Space and Enter. */
import type { Locator } from '@playwright/test';
import { enterPassword, newOfficer, setUpApp } from './officer.ts';
import { answerOnPaperForm, arriveLate, desk, nameOfMember } from './quiz-desk.ts';
import { publish, signInMember } from './quiz.ts';
import { button, expect, signIn, t, type Page, test } from './test.ts';

const SECRETARY = 'bithu.phuhoa';

/** Tabs until it has the focus, and expects that the focus is shown. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let at = 0; at < 80; at += 1) {
    await page.keyboard.press('Tab');
    if (await wanted.evaluate((element) => element === document.activeElement)) {
      const shown = await wanted.evaluate((element) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
        return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
      });
      expect(shown, 'the focus is to be seen').toBe(true);
      return;
    }
  }
  expect(false, `80 times Tab do not reach ${String(wanted)}`).toBe(true);
}

async function type(page: Page, wanted: Locator, words: string): Promise<void> {
  await tabTo(page, wanted);
  await page.keyboard.type(words);
}

async function strike(page: Page, wanted: Locator, key: 'Space' | 'Enter'): Promise<void> {
  await tabTo(page, wanted);
  await page.keyboard.press(key);
}

const main = (page: Page) => page.getByRole('main');

test('@js more time, a late answer and a text are decided by keyboard alone', async ({ page, another, marker }) => {
  test.setTimeout(150_000);
  const quiz = await publish({ items: 8, lateRule: 'decide', mode: 'test', explanations: 'never' });
  const text = `Đề xuất ${marker}`;
  const name = await nameOfMember();

  const secretary = await another();
  await signIn(secretary, SECRETARY, desk(quiz, '/allowances'));
  await type(secretary, secretary.locator('[name=q]'), name);
  await secretary.keyboard.press('Enter');
  await strike(secretary, secretary.getByLabel(new RegExp(name)), 'Space');
  await type(secretary, secretary.locator('[name=minutes]'), '15');
  await strike(secretary, button(secretary, t('quizzes.desk.extra.give')), 'Enter');
  await expect(main(secretary)).toContainText(t('quizzes.desk.extra.done.give'));

  await signInMember(page, quiz.path);
  await answerOnPaperForm(page, quiz, text);
  await arriveLate(quiz);

  const keeper = await another();
  const officer = await newOfficer(`${marker}k`, 'officer', 'TU');
  await enterPassword(keeper, officer);
  await setUpApp(keeper);
  await keeper.goto(desk(quiz, '/late'));
  await strike(keeper, keeper.locator('[name=attempt]'), 'Space');
  await tabTo(keeper, keeper.locator('[name=decision]').first());
  await keeper.keyboard.press('Space');
  await keeper.keyboard.press('ArrowDown');
  await keeper.keyboard.press('ArrowUp');
  await expect(keeper.locator('[name=decision]').first()).toBeChecked();
  await type(keeper, keeper.locator('[name=reason]'), 'Hội trường mất sóng');
  await strike(keeper, button(keeper, t('quizzes.desk.lates.decide')), 'Enter');
  await expect(main(keeper)).toContainText(t('quizzes.desk.lates.done'));

  await keeper.goto(desk(quiz, '/grading'));
  await expect(main(keeper)).toContainText(text);
  await tabTo(keeper, keeper.locator('[name=points]').first());
  await keeper.keyboard.press('Space');
  await keeper.keyboard.press('ArrowDown');
  await type(keeper, keeper.locator('[name=comment]'), 'Mới nêu được một ý.');
  await strike(keeper, button(keeper, t('quizzes.desk.grading.save')), 'Enter');
  await expect(main(keeper)).toContainText(t('quizzes.desk.grading.all'));
});
