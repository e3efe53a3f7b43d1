/** What happens to a quiz before the desk decides about its attempts. */
import { withClient } from './database.ts';
import { MEMBER, type Quiz } from './quiz.ts';
import { button, expect, t, type Page } from './test.ts';

/** A page of the quiz at the desk. */
export const desk = (quiz: Quiz, page: '' | '/late' | '/grading' | '/allowances' = '') => t.href(`/desk/quizzes/${quiz.id}${page}`);

/** As a phone of a hall without network does: one more answer, written in time, arrives half an hour after the end. */
export const arriveLate = (quiz: Quiz): Promise<void> => withClient(async (client) => {
  await client.query(`
    with gone as (
      update quizzes.attempt set started_at = now() - interval '60 minutes', deadline = now() - interval '30 minutes', state = 'closed',
        closed_at = now() - interval '28 minutes', late = true, settled_at = null
      where quiz_id = $1 returning ticket_id, ordinal, epoch
    ) insert into quizzes.event (ticket_id, ordinal, epoch, item, seq, answer, device_ms, received_at, late)
    select g.ticket_id, g.ordinal, g.epoch, 5, 1 + max(e.seq), '{"type":"short","text":"dong nai"}', 300000, now(), true
    from gone g join quizzes.event e on e.ticket_id = g.ticket_id group by 1, 2, 3`, [quiz.id]);
});

/** Without the player: begins, and answers the open text on the plain form. */
export async function answerOnPaperForm(page: Page, quiz: Quiz, text: string): Promise<void> {
  const { origin } = new URL(page.url());
  await page.request.post(`${quiz.path}?/begin`, { headers: { origin }, form: {} });
  await page.goto(t.href(`/quiz/${quiz.id}/form`));
  await page.locator('textarea').fill(text);
  await button(page, t('quizzes.plain.save')).click();
  await expect(page.locator('textarea')).toHaveValue(text);
}

export const nameOfMember = (): Promise<string> => withClient(async (client) => (await client.query<{ name: string }>(
  'select m.full_name as name from members.member m join people.person p on p.id = m.person_id where p.sign_in_name = $1', [MEMBER])).rows[0]!.name);
