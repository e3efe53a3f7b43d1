/** A published quiz for which a member of the sample is on the roster, and the steps of answering it. */
import { expect, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PaperSheet } from '#modules/questions/index.server.ts';
import type { Translate } from '#platform/words/translate.ts';
import { openDatabase } from '#platform/database/client.ts';
import { runningUrl } from '#platform/postgres/embedded.ts';
import { testPaper, testQuiz, type TestQuizOptions } from '../phones/quiz.ts';
import { withClient } from './database.ts';
import { button, signIn, t } from './test.ts';

export const MEMBER = 'dangvien.phuhoa';
const dataDir = process.env.TEST_DATA_DIR ?? '';

type Options = TestQuizOptions & { certificate?: boolean; guessAsked?: boolean };
export type Quiz = { id: number; path: string; sitting: number; /** Of the sealed sheet, as the secretary's code says it. */ key: string };

/** One of each type, an open text, Khmer and English for the first. */
export function fullPaper(count = 10): PaperSheet {
  const { items } = testPaper(count);
  const [first] = items;
  if (first?.question.type === 'single') {
    const said = (words: string, texts: string[]) => ({
      stem: words, question: { type: 'single' as const, options: texts.map((text, at) => ({ text, right: at === 1, feedback: '' })) },
    });
    first.languages = {
      en: said('Question 1', ['wrong 1', 'right', 'wrong 2', 'wrong 3']), km: said('សំណួរទី ១', ['ខុស ១', 'ត្រូវ', 'ខុស ២', 'ខុស ៣']),
    } as typeof first.languages;
  }
  const open = items[7];
  if (open) open.question = { type: 'open', rubric: 'Nêu được hai ý.' };
  return { items };
}

/** Chi bộ ấp Phú Hòa of the sample: a campaign of no body would break every list that names it. */
const BRANCH = 3_252_071;

export async function publish(options: Options = {}): Promise<Quiz> {
  const url = await runningUrl(dataDir);
  if (!url) throw new Error(`No database is running in ${dataDir}.`);
  const { db, close } = openDatabase({ url });
  const secret = process.env.SECRET ?? readFileSync(join(dataDir, 'secret'), 'utf8').trim();
  try {
    const made = await testQuiz({ db, config: { secret } as never }, { paper: fullPaper(options.items ?? 10), ...options, members: 0, bodyId: BRANCH });
    await enrol(made.campaignId, made.quizId, options);
    const [sitting = 0] = made.sittings;
    return { id: made.quizId, path: t.href(`/quiz/${made.quizId}`), sitting, key: made.sheetKey.toString('base64url') };
  } finally {
    await close();
  }
}

const enrol = (campaign: number, quiz: number, { certificate = false, guessAsked = false }: Options): Promise<void> =>
  withClient(async (client) => {
    await client.query(`
      insert into study.participant (campaign_id, member_id, body_id)
      select $1, a.member_id, $3 from members.account a join people.person p on p.id = a.person_id where p.sign_in_name = $2`,
    [campaign, MEMBER, BRANCH]);
    await client.query('update quizzes.quiz set certificate = $2, guess_asked = $3 where id = $1', [quiz, certificate, guessAsked]);
  });

export const signInMember = (page: Page, next: string): Promise<void> => signIn(page, MEMBER, next);

export const press = (page: Page, key: Parameters<typeof t.dynamic>[0]) => button(page, t.dynamic(key)).click();
export const word = (page: Page) => page.getByTestId('word');

/** Ticket, sheet and page are on the device. */
export const isReady = (page: Page) =>
  expect(page.getByRole('main')).toContainText(t('quizzes.player.ready.all'), { timeout: 20_000 });

export async function begin(page: Page): Promise<void> {
  await press(page, 'quizzes.player.start');
  await expect(page.locator('[data-item]')).toHaveCount(1);
}

/** Which item of the sheet is on the screen. */
export const place = async (page: Page): Promise<number> => Number(await page.locator('[data-item]').first().getAttribute('data-item'));

/** Goes to an item by its place on the sheet, whatever the order on the screen. */
export async function goTo(page: Page, wanted: number, of: number, said: Translate = t): Promise<void> {
  const numbers = page.getByRole('navigation', { name: said('quizzes.player.overview') }).getByRole('button');
  for (let at = 0; at < of; at += 1) {
    if ((await place(page)) === wanted) return;
    await numbers.nth(at).click();
  }
  expect(await place(page)).toBe(wanted);
}

/** Answers whatever is on the screen; returns what the server should have for it, as far as it can be known here. */
export async function answer(page: Page, choice = 0): Promise<void> {
  const item = page.locator('[data-item]');
  if (await item.locator('select').count()) {
    for (const select of await item.locator('select').all()) await select.selectOption({ index: 1 + choice });
  } else if (await item.locator('[data-down]').count()) {
    await item.locator('[data-down]').first().click();
  } else if (await item.locator('textarea, input[type=text]').count()) {
    await item.locator('textarea, input[type=text]').fill(`Trả lời ${choice + 1}`);
  } else {
    await item.locator('.row-choice input').nth(choice).check();
  }
}

export type Stored = { item: number; answer: unknown; epoch: number; seq: number; late: boolean };

/** The answers that stand in the database, by item; `epoch` is the live one. */
export const stored = (quiz: number): Promise<{ state: string; epoch: number; receipt: string | null; answers: Map<number, Stored> }> =>
  withClient(async (client) => {
    const { rows: [attempt] } = await client.query<{ state: string; epoch: number; receipt: string | null }>(
      'select state, epoch, receipt from quizzes.attempt where quiz_id = $1 order by ordinal desc limit 1', [quiz]);
    const { rows } = await client.query<Stored>(`
      select distinct on (e.item) e.item, e.answer, e.epoch, e.seq, e.late from quizzes.event e
      join quizzes.attempt a using (ticket_id, ordinal)
      where a.quiz_id = $1 and e.epoch = a.epoch and e.item >= 0 order by e.item, e.seq desc`, [quiz]);
    return { state: attempt?.state ?? 'none', epoch: attempt?.epoch ?? 0, receipt: attempt?.receipt ?? null,
      answers: new Map(rows.map((row) => [row.item, row])) };
  });
