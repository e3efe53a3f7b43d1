import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findBodyBySymbol, loadBodies } from '#modules/organisation/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import type { Person } from '#modules/people/index.server.ts';
import { asPerson, asSystem } from '#platform/database/scope.server.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import { registerCatalogue } from '#platform/words/translate.ts';
import { catalogue } from '#src/words.generated.ts';
import { dueForRanking } from '../store/ranking.server.ts';
import { readOwnAttempts } from './attempts.server.ts';
import { chooseNaming, ownPlaces } from './naming.server.ts';
import { personal } from './personal.server.ts';
import { rankContest, rankingJob, readCampaignRankings, readRanking } from './ranking.server.ts';

const CLOSES = new Date('2026-11-20T10:00:00Z');
const now = new Date('2026-11-23T03:00:00Z');
const later = new Date('2026-11-23T04:00:00Z');
const PEOPLE = 30;
const person = (n: number) => `7c1f3a10-0000-4000-8000-${String(n).padStart(12, '0')}`;
const nameOf = (n: number) => `Thị Mẫu ${n}`;

let runtime: TestRuntime;
let body: number;
let campaign: number;
let quiz: number;
const members: number[] = [];

const rows = async <T>(statement: ReturnType<typeof sql<T>>) => (await asSystem(runtime.db, 'test', (tx) => statement.execute(tx))).rows;
const one = async (statement: ReturnType<typeof sql<{ id: number }>>): Promise<number> => (await rows(statement))[0]!.id;

beforeAll(async () => {
  registerCatalogue(catalogue);
  runtime = await testRuntime();
  await loadPlaces(runtime.db);
  await loadBodies(runtime.db);
  body = (await findBodyBySymbol(runtime.db, 'BTGDVTU', '2026-11-23'))!;
  campaign = await one(sql<{ id: number }>`
    insert into study.campaign (body_id, title, state, opens_on, closes_on, roster_on, created_at)
    values (${body}, 'Học tập chuyên đề mẫu', 'announced', '2026-11-01', '2026-11-30', '2026-11-01', now()) returning id`);
  for (let n = 1; n <= PEOPLE; n += 1) {
    members.push(await one(sql<{ id: number }>`
      insert into members.member (code, full_name, person_id, created_at, updated_at)
      values (${`BP-${n}`}, ${nameOf(n)}, ${person(n)}, now(), now()) returning id`));
  }
}, 60_000);
afterAll(() => runtime.drop());

/** Person n has n tenths of a point less than ten; everybody takes ten minutes. */
beforeEach(async () => {
  quiz = await one(sql<{ id: number }>`
    insert into quizzes.quiz (campaign_id, body_id, title, state, mode, ranking, pass_mark, counts, late_rule, attempts_allowed, published_at, created_at)
    values (${campaign}, ${body}, 'Cuộc thi mẫu', 'closed', 'contest', true, 5000, 'best', 'decide', 3, now(), now()) returning id`);
  await rows(sql`insert into quizzes.sitting (quiz_id, opens_at, closes_at) values (${quiz}, '2026-11-19', ${CLOSES})`);
  await rows(sql`
    with ticket as (
      insert into quizzes.ticket (quiz_id, sitting_id, member_id, branch_id, sheet_number, seed, issued_at)
      select ${quiz}, s.id, m.id, ${body}, 1, m.n, now()
      from quizzes.sitting s, unnest(${members}::bigint[]) with ordinality as m(id, n) where s.quiz_id = ${quiz}
      returning id, sitting_id, seed as n
    ) insert into quizzes.attempt (ticket_id, ordinal, quiz_id, sitting_id, branch_id, sheet_number, device, started_at, deadline, state,
      submitted_at, answered, correct, points, of_points, settled_at)
    select id, 1, ${quiz}, sitting_id, ${body}, 1, ${person(999)}, '2026-11-19T03:00:00Z', '2026-11-19T03:30:00Z', 'submitted',
      '2026-11-19T03:10:00Z', 10, 10, 10 - n / 10.0, 10, ${now} from ticket`);
});

const asker = (n: number) => ({ actor: { kind: 'person', personId: person(n), name: nameOf(n), grants: [] } as Person, now, language: 'vi' as const });
const agree = (n: number, agrees = true, of = quiz) => chooseNaming(runtime, { quizId: of, agrees }, asker(n));
const page = async (wanted = 1, at = now) => {
  const read = await readRanking(runtime, quiz, wanted, at);
  if (!read.ok) throw new Error(read.problems[0]?.code);
  return read.value;
};
const attempt = (n: number, change: ReturnType<typeof sql>) =>
  rows(sql`update quizzes.attempt a set ${change} from quizzes.ticket t where t.id = a.ticket_id and t.quiz_id = ${quiz} and t.member_id = ${members[n - 1]!}`);
const ownPlace = (n: number) => asPerson(runtime.db, person(n), async (tx) => (await ownPlaces(tx)).get(quiz));

describe('the public page', () => {
  it('shows the better half in order, and a name only of whoever agreed', async () => {
    await agree(2);
    await agree(29);
    expect(await rankContest(runtime, quiz, now)).toBe(true);
    const { standing, people, shown, rows: list } = await page();
    expect({ standing, people, shown }).toEqual({ standing: 'out', people: 30, shown: 15 });
    expect(list.map(({ place }) => place)).toEqual(Array.from({ length: 15 }, (_, at) => at + 1));
    expect(list[1]).toMatchObject({ name: nameOf(2), points: 9.8, ofPoints: 10, seconds: 600, body: expect.stringMatching(/./) });
    for (const row of list.filter((_, at) => at !== 1)) expect(row).toMatchObject({ name: null, body: null });
    expect(JSON.stringify(list)).not.toContain(nameOf(29));
  });

  it('hides a name the moment the consent is taken back, and changes no place by it', async () => {
    await agree(1);
    await rankContest(runtime, quiz, now);
    const before = await page();
    await agree(1, false);
    const after = await page();
    expect(after.rows[0]).toMatchObject({ place: 1, name: null, body: null });
    expect(after.rows.map(({ place, points }) => [place, points])).toEqual(before.rows.map(({ place, points }) => [place, points]));
    await agree(1);
    expect((await page()).rows[0]!.name).toBe(nameOf(1));
  });

  it('says when it will be there, and shows nothing before', async () => {
    await rows(sql`update quizzes.quiz set state = 'published' where id = ${quiz}`);
    const soon = await page(1, new Date(CLOSES.getTime() - 1));
    expect(soon).toMatchObject({ standing: 'soon', closes: CLOSES, rows: [], people: 0, shown: 0, perfect: null });
    expect(await rankContest(runtime, quiz, now)).toBe(false);
    expect(await page()).toMatchObject({ standing: 'counting', rows: [] });
  });

  it('is none for fewer than twenty', async () => {
    await rows(sql`delete from quizzes.ticket where quiz_id = ${quiz} and seed > 19`);
    await rankContest(runtime, quiz, now);
    expect(await page()).toMatchObject({ standing: 'few', rows: [], people: 0 });
    expect(await ownPlace(3)).toMatchObject({ place: { place: 3, people: 19, public: false } });
  });

  it('shows nobody under the pass mark, and does not exist for other quizzes', async () => {
    await rows(sql`update quizzes.quiz set pass_mark = 9500 where id = ${quiz}`);
    await rankContest(runtime, quiz, now);
    expect((await page()).shown).toBe(5);
    await rows(sql`update quizzes.quiz set ranking = false where id = ${quiz}`);
    expect(await readRanking(runtime, quiz, 1, now)).toMatchObject({ ok: false, problems: [{ code: 'quiz.missing' }] });
    expect((await readCampaignRankings(runtime, campaign)).map(({ id }) => id)).not.toContain(quiz);
    await rows(sql`update quizzes.quiz set ranking = true, state = 'cancelled', cancelled_reason = 'Sai đề' where id = ${quiz}`);
    expect(await page()).toMatchObject({ standing: 'cancelled', cancelledReason: 'Sai đề', rows: [] });
  });
});

describe('who is ranked', () => {
  it('waits for what is not settled, not read, or late and not decided', async () => {
    await rows(sql`
      insert into quizzes.event (ticket_id, ordinal, epoch, item, seq, answer, device_ms, received_at, late)
      select id, 1, 1, 0, 1, '{"type":"single","option":0}', 60000, '2026-11-19T08:00:00Z', true from quizzes.ticket where quiz_id = ${quiz} and seed in (1, 2)`);
    // What was written too late never counts, and nobody has to say so.
    await attempt(2, sql`late = true, deadline = started_at - interval '1 hour'`);
    for (const [pending, done] of [
      [sql`settled_at = null`, sql`settled_at = ${now}`], [sql`to_read = true`, sql`to_read = false`],
      [sql`late = true`, sql`late_decision = 'ignore'`],
    ] as const) {
      await attempt(1, pending);
      expect(await rankContest(runtime, quiz, now)).toBe(false);
      await attempt(1, done);
    }
    expect(await rankContest(runtime, quiz, now)).toBe(true);
    expect(await page()).toMatchObject({ people: 29 });
    expect(await ownPlace(1)).toEqual({ named: false, place: null });
    await attempt(1, sql`late_decision = 'count', settled_at = ${later}`);
    await rankContest(runtime, quiz, later);
    expect(await ownPlace(1)).toMatchObject({ place: { place: 1, people: 30, public: true } });
  });

  it('is by the attempt that counts; open ones, empty ones and void tickets are out', async () => {
    const again = (n: number, points: number, state: string) => rows(sql`
      insert into quizzes.attempt (ticket_id, ordinal, quiz_id, sitting_id, branch_id, sheet_number, device, started_at, deadline, state,
        submitted_at, answered, correct, points, of_points, settled_at)
      select a.ticket_id, 2, a.quiz_id, a.sitting_id, a.branch_id, 1, a.device, a.started_at, a.deadline, ${state}, a.submitted_at, a.answered, a.correct,
        ${points}, 10, ${state === 'open' ? null : now}
      from quizzes.attempt a join quizzes.ticket t on t.id = a.ticket_id where t.quiz_id = ${quiz} and t.seed = ${n}`);
    await again(30, 9.99, 'submitted');
    await again(29, 9.98, 'open');
    await attempt(28, sql`answered = 0`);
    await rows(sql`update quizzes.ticket set voided_at = ${now} where quiz_id = ${quiz} and seed = 27`);
    await rankContest(runtime, quiz, now);
    expect((await page()).people).toBe(28);
    expect((await ownPlace(30))?.place?.place).toBe(1);
    expect((await ownPlace(29))?.place?.place).toBe(28);
    expect((await ownPlace(28))?.place).toBeNull();
  });

  it('breaks ties in the stored order, with the guess about how many have everything right', async () => {
    await rows(sql`update quizzes.quiz set tie_breaks = '{guess,time,correct,earliest}', guess_asked = true where id = ${quiz}`);
    for (const n of [4, 5, 6]) await attempt(n, sql`points = 10`);
    await attempt(4, sql`guess = 9`);
    await attempt(5, sql`guess = 2`);
    await attempt(6, sql`guess = 4, submitted_at = '2026-11-19T03:11:00Z'`);
    await rankContest(runtime, quiz, now);
    expect(await page()).toMatchObject({ perfect: 3 });
    expect(await Promise.all([5, 6, 4].map(async (n) => (await ownPlace(n))?.place?.place))).toEqual([1, 2, 3]);
  });

  it('is worked out again when an attempt is settled anew, and not while a key is being corrected', async () => {
    expect(await asSystem(runtime.db, 'test', dueForRanking)).toContain(quiz);
    await rankingJob.run(runtime, {}, '');
    await rows(sql`update quizzes.quiz set ranked_at = ${later} where id = ${quiz}`);
    expect(await asSystem(runtime.db, 'test', dueForRanking)).not.toContain(quiz);
    await attempt(30, sql`points = 10, settled_at = ${new Date(later.getTime() + 1)}`);
    await rows(sql`insert into quizzes.key_correction (quiz_id, version_id, kind, reason, state, proposed_by, proposed_at)
      values (${quiz}, 1, 'annulled', 'Sai', 'decided', ${person(1)}, now())`);
    expect(await asSystem(runtime.db, 'test', dueForRanking)).not.toContain(quiz);
    await rows(sql`update quizzes.key_correction set state = 'done' where quiz_id = ${quiz}`);
    await rankingJob.run(runtime, {}, '');
    expect((await ownPlace(30))?.place?.place).toBe(1);
  });
});

describe('the consent', () => {
  it('is off by default, the person’s own, and logged with the words that were shown', async () => {
    expect(await ownPlace(1)).toEqual({ named: false, place: null });
    expect(await chooseNaming(runtime, { quizId: quiz, agrees: true }, asker(777))).toMatchObject({ ok: false, problems: [{ code: 'naming.missing' }] });
    for (const agrees of [true, true, false, false, true]) expect((await agree(1, agrees)).ok).toBe(true);
    const log = await rows(sql<{ shown: string; open: boolean }>`
      select n.shown, n.withdrawn_at is null as open from quizzes.naming n join quizzes.ticket t on t.id = n.ticket_id
      where t.quiz_id = ${quiz} order by n.id`);
    expect(log.map(({ open }) => open)).toEqual([false, true]);
    expect(log[0]!.shown).toContain('họ tên và chi bộ');
    expect((await ownPlace(2))?.named).toBe(false);
  });

  it('cannot be given or read in the name of somebody else', async () => {
    await agree(1);
    const [ticket] = await rows(sql<{ id: number }>`select id from quizzes.ticket where quiz_id = ${quiz} and seed = 1`);
    const asTwo = <T>(statement: ReturnType<typeof sql<T>>) => asPerson(runtime.db, person(2), async (tx) => (await statement.execute(tx)).rows);
    expect(await asTwo(sql`select 1 from quizzes.naming where ticket_id = ${ticket!.id}`)).toEqual([]);
    expect(await asTwo(sql`update quizzes.naming set withdrawn_at = now() where ticket_id = ${ticket!.id} returning 1`)).toEqual([]);
    await expect(asTwo(sql`insert into quizzes.naming (ticket_id, language, shown, given_at) values (${ticket!.id}, 'vi', 'x', now())`))
      .rejects.toThrow(/row-level security/);
  });

  it('is in the person’s own data, and erased with it', async () => {
    await agree(3);
    await rankContest(runtime, quiz, now);
    const kinds = await asSystem(runtime.db, 'test', (tx) => personal.read(tx, { personId: person(3) }, now));
    const records = (key: string) => kinds.find((kind) => kind.key === key)?.records ?? [];
    expect(records('naming')).toContainEqual(expect.objectContaining({ quiz: 'Cuộc thi mẫu', language: 'vi' }));
    expect(records('placings')).toContainEqual(expect.objectContaining({ quiz: 'Cuộc thi mẫu', place: 3 }));
    const erased = await asSystem(runtime.db, 'test', (tx) => personal.erase(tx, { personId: person(3) }, now, false));
    expect(erased).toContainEqual({ key: 'naming', erased: 1, kept: 0 });
    expect((await page()).rows[2]).toMatchObject({ place: 3, name: null });
  });

  it('stands with the own place at the newest attempt of the contest', async () => {
    await agree(4);
    await rankContest(runtime, quiz, now);
    const own = (await readOwnAttempts(runtime, asker(4))).find(({ quizId }) => quizId === quiz);
    expect(own?.ranking).toEqual({ named: true, place: { place: 4, people: 30, public: true } });
  });
});
