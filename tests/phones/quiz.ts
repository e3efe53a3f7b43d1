/** A published quiz with a roster and tickets, for tests, benches and whoever builds the phones' side. */
import { sql } from 'kysely';
import type { PaperSheet } from '#modules/questions/index.server.ts';
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { ok, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { lotOf } from '#modules/quizzes/rules/ticket.ts';
import type { TicketPayload } from '#modules/quizzes/rules/wire.ts';
import { publishQuiz } from '#modules/quizzes/actions/publish.server.ts';
import { keyed, signTicket } from '#modules/quizzes/actions/token.server.ts';

type PaperItem = PaperSheet['items'][number];
type Question = PaperItem['question'];

const MINUTE = 60_000;
const options = (texts: readonly string[], right: readonly number[]) =>
  texts.map((text, at) => ({ text, right: right.includes(at), feedback: '' }));

/** One of each type, then single choices up to `count`. The right answer of a single choice is "đúng". */
export function testPaper(count = 10): PaperSheet {
  const questions: Question[] = [
    { type: 'single', options: options(['sai 1', 'đúng', 'sai 2', 'sai 3'], [1]) },
    { type: 'multiple', options: options(['đúng 1', 'sai', 'đúng 2', 'sai khác'], [0, 2]) },
    { type: 'truefalse', answer: true },
    { type: 'matching', pairs: [{ left: 'A', right: '1' }, { left: 'B', right: '2' }, { left: 'C', right: '3' }], extra: ['4'] },
    { type: 'ordering', steps: ['một', 'hai', 'ba', 'bốn'] },
    { type: 'short', accepted: ['Đồng Nai'], folded: true },
    { type: 'number', answer: 95, tolerance: 0 },
  ];
  const item = (at: number): PaperItem => ({
    itemId: at + 1, versionId: at + 1, number: at + 1, points: 1, stem: `Câu ${at + 1}`,
    question: questions[at] ?? { type: 'single', options: options(['sai 1', 'đúng', 'sai 2', 'sai 3'], [1]) },
    explanation: 'Theo điều 1.', difficulty: 1, tags: [], citations: [], media: [], languages: {},
  });
  return { items: Array.from({ length: count }, (_, at) => item(at)) };
}

export type TestQuizOptions = {
  now?: Date;
  members?: number;
  items?: number;
  /** Minutes; null: until the sitting closes. */
  limit?: number | null;
  /** Milliseconds from `now`. */
  opensIn?: number;
  closesIn?: number;
  attempts?: number | null;
  sheets?: number;
  places?: number | null;
  sittings?: number;
  lateRule?: 'count' | 'decide' | 'ignore';
  explanations?: 'answered' | 'submitted' | 'closed' | 'never';
  mode?: 'practice' | 'test' | 'contest';
  bodyId?: number;
  /** Instead of `testPaper(items)`. */
  paper?: PaperSheet;
};

export type TestQuiz = { campaignId: number; quizId: number; sittings: number[]; sheetKey: Buffer; tickets: TestTicket[] };
export type TestTicket = { token: string; payload: TicketPayload; memberId: number };

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
};

/** Everything that answering needs, in one transaction; members are invented numbers of one branch. */
export function testQuiz({ db, config }: Pick<Runtime, 'db' | 'config'>, wanted: TestQuizOptions = {}): Promise<TestQuiz> {
  return asSystem(db, 'a quiz for tests', async (tx) => {
    const now = wanted.now ?? new Date();
    const campaignId = await addCampaign(tx, wanted.bodyId ?? 1, now);
    const members = await addMembers(tx, campaignId, wanted);
    const quizId = await addQuiz(tx, campaignId, wanted, now);
    const sittings: number[] = [];
    for (let at = 0; at < (wanted.sittings ?? 1); at += 1) sittings.push(await addSitting(tx, quizId, wanted, now));
    must(await publishQuiz(tx, quizId, now, { draw: async (count) => ok(Array.from({ length: count }, () => wanted.paper ?? testPaper(wanted.items))) }));
    const tickets = wanted.sittings === undefined ? await addTickets(tx, { quizId, members, config, wanted }, now) : [];
    const { rows } = await sql<{ key: Buffer }>`select sheet_key as key from quizzes.sitting where id = ${sittings[0]}`.execute(tx);
    return { campaignId, quizId, sittings, sheetKey: rows[0]!.key, tickets };
  });
}

async function addCampaign(tx: Db, bodyId: number, now: Date): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into study.campaign (body_id, title, state, opens_on, closes_on, roster_on, created_at)
    values (${bodyId}, 'Đợt học tập thử', 'announced', ${now}::date, ${now}::date + 30, ${now}::date, ${now}) returning id`.execute(tx);
  return rows[0]!.id;
}

/** Numbers of their own, far from those of real members. */
async function addMembers(tx: Db, campaignId: number, { members = 3, bodyId = 1 }: TestQuizOptions): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    insert into study.participant (campaign_id, member_id, body_id)
    select ${campaignId}, ${campaignId} * 1000000 + n, ${bodyId} from generate_series(1, ${members}::int) n
    returning member_id as id`.execute(tx);
  return rows.map(({ id }) => id);
}

async function addQuiz(tx: Db, campaignId: number, wanted: TestQuizOptions, now: Date): Promise<number> {
  const { limit = 30, attempts = null, sheets = 2, lateRule = 'count', explanations = 'submitted', mode = 'test', bodyId = 1 } = wanted;
  const { rows } = await sql<{ id: number }>`
    insert into quizzes.quiz (campaign_id, body_id, title, state, mode, sheet_count, time_limit, attempts_allowed, late_rule,
      explanations, pass_mark, created_at)
    values (${campaignId}, ${bodyId}, 'Trắc nghiệm thử', 'draft', ${mode}, ${sheets}, ${limit}, ${attempts}, ${lateRule},
      ${explanations}, 5000, ${now}) returning id`.execute(tx);
  return rows[0]!.id;
}

async function addSitting(tx: Db, quizId: number, wanted: TestQuizOptions, now: Date): Promise<number> {
  const { opensIn = -MINUTE, closesIn = 120 * MINUTE, places = null } = wanted;
  const { rows } = await sql<{ id: number }>`
    insert into quizzes.sitting (quiz_id, opens_at, closes_at, places)
    values (${quizId}, ${new Date(now.getTime() + opensIn)}, ${new Date(now.getTime() + closesIn)}, ${places}) returning id`.execute(tx);
  return rows[0]!.id;
}

type Giving = { quizId: number; members: number[]; config: Runtime['config']; wanted: TestQuizOptions };

/** One for each member, in one statement: benches want twenty thousand. */
async function addTickets(tx: Db, { quizId, members, config, wanted }: Giving, now: Date): Promise<TestTicket[]> {
  const lots = members.map((memberId) => lotOf(keyed(config.secret, 'lot', `${quizId} ${memberId}`), wanted.sheets ?? 2));
  const { rows } = await sql<{ id: number; member: number; sheet: number; seed: number; sitting: number; opens: Date; closes: Date }>`
    with added as (
      insert into quizzes.ticket (quiz_id, sitting_id, member_id, branch_id, sheet_number, seed, issued_at)
      select ${quizId}, s.id, m.member, ${wanted.bodyId ?? 1}, m.sheet, m.seed, ${now}
      from unnest(${members}::bigint[], ${lots.map(({ sheet }) => sheet)}::smallint[], ${lots.map(({ seed }) => seed)}::integer[])
        as m(member, sheet, seed), (select id from quizzes.sitting where quiz_id = ${quizId} order by id limit 1) s
      returning id, member_id as member, sheet_number as sheet, seed, sitting_id as sitting
    ) select a.*, s.opens_at as opens, s.closes_at as closes from added a join quizzes.sitting s on s.id = a.sitting order by a.id`.execute(tx);
  return rows.map(({ id, member, sheet, seed, sitting, opens, closes }) => {
    const payload: TicketPayload = {
      ticket: id, quiz: quizId, sitting, sheet, seed, opens: opens.getTime(), closes: closes.getTime(),
      limit: wanted.limit === undefined ? 30 : wanted.limit, extra: 0, attempts: wanted.attempts ?? null,
    };
    return { token: signTicket(config.secret, payload), payload, memberId: member };
  });
}
