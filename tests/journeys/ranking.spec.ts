/** The public ranking of a contest: two people hand in, one agrees to be named; taking it back hides the name at once. */
import { violationsOf } from '../pages/axe.ts';
import { withClient } from './database.ts';
import { begin, isReady, MEMBER, press, publish, type Quiz } from './quiz.ts';
import { expect, signIn, t, test, type Page } from './test.ts';

const SECRETARY = 'bithu.phuhoa';
const main = (page: Page) => page.getByRole('main');

/** A contest with the two on its roster. */
async function contest(): Promise<Quiz> {
  const quiz = await publish({ items: 1, mode: 'contest', attempts: 1, guessAsked: true });
  await withClient(async (client) => {
    await client.query('update quizzes.quiz set ranking = true where id = $1', [quiz.id]);
    await client.query(`
      insert into study.participant (campaign_id, member_id, body_id)
      select p.campaign_id, a.member_id, p.body_id from quizzes.quiz q join study.participant p using (campaign_id)
      join people.person x on x.sign_in_name = $2 join members.account a on a.person_id = x.id where q.id = $1`, [quiz.id, SECRETARY]);
  });
  return quiz;
}

/** Thirty others had nothing right; then the sitting is over, and the house closes, scores and ranks by itself. */
const end = (quiz: Quiz): Promise<unknown> =>
  withClient(async (client) => {
    await client.query(`
      with ticket as (
        insert into quizzes.ticket (quiz_id, sitting_id, member_id, branch_id, sheet_number, seed, issued_at)
        select $1, $2, -1000 * $1::bigint - n, (select branch_id from quizzes.ticket where quiz_id = $1 limit 1), 1, n, now() from generate_series(1, 30) n
        returning id, branch_id
      ) insert into quizzes.attempt (ticket_id, ordinal, quiz_id, sitting_id, branch_id, sheet_number, device, started_at, deadline, state,
        submitted_at, answered, correct, points, of_points, settled_at)
      select id, 1, $1, $2, branch_id, 1, gen_random_uuid(), now(), now(), 'submitted', now(), 1, 0, 0, 1, now() from ticket`, [quiz.id, quiz.sitting]);
    await client.query(`update quizzes.sitting set opens_at = now() - interval '2 hours', closes_at = now() - interval '5 minutes' where quiz_id = $1`, [quiz.id]);
  });

const ranking = (quiz: Quiz): string => t.href(`/quiz/${quiz.id}/ranking`);
const nameOf = (who: string): Promise<string> =>
  withClient(async (client) => {
    const { rows } = await client.query<{ name: string }>(
      'select n.full_name as name from members.named n join people.person p on p.id = n.person_id where p.sign_in_name = $1', [who]);
    return rows[0]?.name ?? '';
  });

type HandIn = (page: Page, quiz: Quiz) => Promise<void>;
const byForm: HandIn = async (page) => {
  await page.fill('[name=guess]', '2');
  await press(page, 'quizzes.plain.begin');
  await page.getByRole('radio', { name: 'đúng', exact: true }).check();
  await press(page, 'quizzes.player.handIn.do');
};
const byPlayer: HandIn = async (page) => {
  await isReady(page);
  await page.fill('#guess', '2');
  await begin(page);
  await page.getByRole('radio', { name: 'đúng', exact: true }).check();
  await press(page, 'quizzes.player.finish');
  await press(page, 'quizzes.player.handIn.do');
};

/** Rules of accessibility are asked by a script. */
const accessible = async (page: Page, handIn: HandIn) => handIn === byForm || expect(await violationsOf(page)).toBe('');

async function journey(page: Page, another: () => Promise<Page>, handIn: HandIn): Promise<void> {
  const quiz = await contest();
  const [member, secretary] = [await nameOf(MEMBER), await nameOf(SECRETARY)];
  const second = await another();
  await signIn(page, MEMBER, quiz.path);
  await handIn(page, quiz);
  await signIn(second, SECRETARY, quiz.path);
  await handIn(second, quiz);

  const choice = page.getByLabel(t('quizzes.player.naming.agree'), { exact: true });
  await expect(choice).not.toBeChecked();
  await choice.check();
  await press(page, 'quizzes.player.naming.save');
  await expect(main(page)).toContainText(t('quizzes.mine.chosen'));
  await expect(second.getByLabel(t('quizzes.player.naming.agree'), { exact: true })).not.toBeChecked();

  const reader = await another();
  await reader.goto(ranking(quiz));
  await expect(main(reader)).toContainText(t('quizzes.ranking.soon'));
  await expect(main(reader)).not.toContainText(member);
  await end(quiz);
  await expect(async () => {
    await reader.goto(ranking(quiz));
    await expect(reader.getByRole('list', { name: t('quizzes.ranking.list') })).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 90_000 });

  const places = reader.getByRole('list', { name: t('quizzes.ranking.list') }).getByRole('listitem');
  await expect(places).toHaveCount(2);
  await expect(places.filter({ hasText: member })).toHaveCount(1);
  await expect(places.filter({ hasText: t('quizzes.ranking.masked') })).toHaveCount(1);
  await expect(main(reader)).not.toContainText(secretary);
  await expect(main(reader)).toContainText(t('quizzes.ranking.perfect', { count: 2 }));
  await accessible(reader, handIn);

  await page.goto(t.href('/me/attempts'));
  const own = page.locator('article').filter({ has: page.locator(`a[href="${ranking(quiz)}"]`) });
  await expect(own).toContainText(/xếp hạng [12] trong 32/);
  await accessible(page, handIn);
  await own.getByLabel(t('quizzes.player.naming.agree'), { exact: true }).uncheck();
  await own.getByRole('button', { name: t('quizzes.player.naming.save') }).click();
  await expect(main(page)).toContainText(t('quizzes.mine.chosen'));
  await reader.reload();
  await expect(places.filter({ hasText: t('quizzes.ranking.masked') })).toHaveCount(2);
  await expect(main(reader)).not.toContainText(member);
}

test('one name and one mask, then two masks, without script @nojs', async ({ page, another }) => {
  test.setTimeout(180_000);
  await journey(page, another, byForm);
});

test('one name and one mask, then two masks, with the player @js', async ({ page, another }) => {
  test.setTimeout(180_000);
  await journey(page, another, byPlayer);
});
