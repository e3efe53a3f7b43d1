import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBodyBySymbol, loadBodies } from '#modules/organisation/index.server.ts';
import type { Person, Role } from '#modules/people/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import { findActs } from '#platform/audit/store.server.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { streamResponse } from '#platform/http/file-response.ts';
import { SMALL } from '#platform/text/disclosure.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import { analyseQuiz } from './analysis.server.ts';
import { askStatements, offersStatements, readStatementsPage, takeStatements } from './statements.server.ts';
import { xapiStatement, type XapiStatement } from './xapi-testing.ts';

const now = new Date('2026-11-23T03:00:00Z');
let runtime: TestRuntime;
let body: number;
let campaign: number;
const rows = async <T>(statement: ReturnType<typeof sql<T>>) => (await asSystem(runtime.db, 'test', (tx) => statement.execute(tx))).rows;
const one = async (statement: ReturnType<typeof sql<{ id: number }>>): Promise<number> => (await rows(statement))[0]!.id;
const on = () => ({ db: runtime.db, config: { ...runtime.config, statements: true } });
const person = (role: Role) =>
  ({ actor: { kind: 'person', personId: randomUUID(), name: 'Người xuất', grants: [{ role, bodyId: body }] } as Person, now });
const code = (result: { ok: boolean; problems?: { code: string }[] }) => result.problems?.[0]?.code ?? 'ok';

/** An item of every type, its places turned round on the sheet. */
const questions = [
  { type: 'single', options: ['a', 'b', 'c'].map((text, at) => ({ text, right: at === 0, feedback: '' })) },
  { type: 'multiple', options: ['a', 'b', 'c'].map((text, at) => ({ text, right: at < 2, feedback: '' })) },
  { type: 'truefalse', answer: true },
  { type: 'matching', pairs: [{ left: '1', right: 'x' }, { left: '2', right: 'y' }], extra: [] },
  { type: 'ordering', steps: ['x', 'y'] },
  { type: 'short', accepted: ['Hà Nội'], folded: true },
  { type: 'number', answer: 12, tolerance: 0.5 },
] as const;
const shown = [[2, 1, 0], [2, 1, 0], [], [1, 0], [1, 0], [], []];
const items = questions.map((question, at) => ({
  itemId: at + 1, versionId: at + 1, question, shown: shown[at], explanation: '', citations: [],
  asked: { type: question.type, stem: `Câu ${at + 1}`, points: 1, media: [], ...(at === 0 ? { translations: { en: { stem: 'Question', options: ['c', 'b', 'a'], lefts: [] } } } : { translations: {} }) },
}));
/** What people could choose, on the sheet; what they write could be anything. */
const SECRET = ['Nguyễn Thị Bí Mật', 'MA-SO-4711', '0912345678'];
const ways = [
  [0, 1, 2].map((option) => ({ type: 'single', option })), [[2, 1], [1, 2], [0]].map((options) => ({ type: 'multiple', options })),
  [true, false].map((answer) => ({ type: 'truefalse', answer })), [[1, 0], [0, null]].map((rights) => ({ type: 'matching', rights })),
  [[1, 0], [0, 1]].map((order) => ({ type: 'ordering', order })), ['ha noi', ...SECRET].map((text) => ({ type: 'short', text })),
  ['12', '0912345678'].map((text) => ({ type: 'number', text })),
];
type Sitter = { points: number; minutes: number; chosen: (number | null)[]; unread: boolean };

async function quizWith(sitters: readonly Sitter[], passMark: number | null): Promise<number> {
  const quiz = await one(sql<{ id: number }>`insert into quizzes.quiz (campaign_id, body_id, title, state, pass_mark, created_at)
    values (${campaign}, ${body}, 'Trắc nghiệm mẫu', 'closed', ${passMark}, now()) returning id`);
  const sitting = await one(sql<{ id: number }>`insert into quizzes.sitting (quiz_id, opens_at, closes_at)
    values (${quiz}, now() - interval '5 hours', now() - interval '1 hour') returning id`);
  const content = { quiz, sitting, number: 1, title: 't', shuffleItems: false, shuffleOptions: false, items };
  await rows(sql`insert into quizzes.sheet (sitting_id, number, content, sealed) values (${sitting}, 1, ${JSON.stringify(content)}, ${randomBytes(40)})`);
  const events = sitters.flatMap(({ chosen }, at) => chosen.flatMap((way, item) =>
    (way === null ? [] : [{ at, item, answer: JSON.stringify(ways[item]![way % ways[item]!.length]) }])));
  await rows(sql`
    with people as (
      insert into members.member (code, full_name, created_at, updated_at)
      select ${`MA-SO-4711-${quiz}-`} || n, 'Nguyễn Thị Bí Mật', now(), now() from generate_series(1, ${sitters.length}) n returning id
    ), numbered as (select id, row_number() over () - 1 as at from people
    ), tickets as (
      insert into quizzes.ticket (quiz_id, sitting_id, member_id, branch_id, sheet_number, seed, issued_at)
      select ${quiz}, ${sitting}, id, ${body}, 1, at::int, now() from numbered returning id, seed as at
    ), attempts as (
      insert into quizzes.attempt (ticket_id, ordinal, quiz_id, sitting_id, branch_id, sheet_number, device, started_at, deadline, state,
        submitted_at, points, of_points, to_read, settled_at)
      select t.id, 1, ${quiz}, ${sitting}, ${body}, 1, gen_random_uuid(), now() - interval '4 hours', now(), 'submitted',
        now() - interval '4 hours' + s.minutes * interval '1 minute', s.points, 7, s.unread, now()
      from tickets t join unnest(${sitters.map(({ points }) => points)}::int[], ${sitters.map(({ minutes }) => minutes)}::int[],
        ${sitters.map(({ unread }) => unread)}::boolean[]) with ordinality as s(points, minutes, unread, n) on s.n = t.at + 1
    ) insert into quizzes.event (ticket_id, ordinal, epoch, item, seq, answer, device_ms, received_at)
      select t.id, 1, 1, e.item, e.item + 1, e.answer, 1000, now()
      from tickets t join unnest(${events.map(({ at }) => at)}::int[], ${events.map(({ item }) => item)}::int[],
        ${events.map(({ answer }) => answer)}::jsonb[]) as e(at, item, answer) on e.at = t.at`);
  await analyseQuiz(runtime, quiz, now);
  return quiz;
}

async function fileOf(quiz: number, format: 'json' | 'jsonl' = 'json', by = person('officer')): Promise<string> {
  const asked = await askStatements(on(), quiz, { format, items: true, purpose: 'Nạp vào LMS' }, by);
  if (!asked.ok) throw new Error(code(asked));
  const file = await takeStatements(on(), { quiz, export: asked.value }, by);
  if (!file.ok) throw new Error(code(file));
  return streamResponse(file.value).text();
}
const statementsIn = (text: string): XapiStatement[] => (JSON.parse(text) as unknown[]).map((each) => xapiStatement.parse(each));

const sitter = fc.record({
  points: fc.integer({ min: 0, max: 7 }), minutes: fc.integer({ min: 0, max: 200 }), unread: fc.boolean(),
  chosen: fc.tuple(...ways.map((all) => fc.option(fc.nat(all.length - 1), { freq: 6 }))),
});
/** Everybody the same, in a known number. */
const same = (count: number, points: number, chosen: (number | null)[] = ways.map(() => 0)): Sitter[] =>
  Array.from({ length: count }, () => ({ points, minutes: 10, unread: false, chosen }));

beforeAll(async () => {
  runtime = await testRuntime();
  await loadPlaces(runtime.db);
  await loadBodies(runtime.db);
  body = (await findBodyBySymbol(runtime.db, 'TU', '2026-11-23'))!;
  campaign = await one(sql<{ id: number }>`insert into study.campaign (body_id, title, state, opens_on, closes_on, roster_on, created_at)
    values (${body}, 'Đợt mẫu', 'announced', '2026-11-01', '2026-11-30', '2026-11-01', now()) returning id`);
}, 60_000);
afterAll(() => runtime.drop());

describe('statements of a quiz', () => {
  it('are statements, one a person, all different, and hold nobody: no name, code, phone or text, whoever answered what', async () => {
    await fc.assert(fc.asyncProperty(fc.array(sitter, { minLength: 25, maxLength: 70 }), fc.constantFrom(null, 5_000, 9_999), async (sitters, mark) => {
      const quiz = await quizWith(sitters, mark);
      const text = await fileOf(quiz);
      const all = statementsIn(text);
      expect(all.filter(({ verb }) => !verb.id.endsWith('answered'))).toHaveLength(sitters.length);
      expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
      // Nobody is the actor of two: answers cannot be put together to a sheet.
      expect(new Set(all.map(({ actor }) => actor.account.name)).size).toBe(all.length);
      for (const secret of SECRET) expect(text).not.toContain(secret);
      for (const alike of Map.groupBy(all, ({ verb, object, result }) => JSON.stringify([verb.id, object.id, result])).values()) {
        expect(alike.length).toBeGreaterThan(SMALL);
      }
      expect(new Set(all.map(({ timestamp }) => timestamp)).size).toBe(1);
    }), { numRuns: 25 });
  }, 120_000);

  it('say what was chosen by places in the bank, with the key and both languages', async () => {
    const all = statementsIn(await fileOf(await quizWith([...same(30, 7, [2, 0, 0, 0, 0, 0, 0]), ...same(20, 1, [0, 2, 1, 1, 1, 1, 1])], 5_000)));
    const of = (item: number) => all.filter(({ object }) => object.id.endsWith(`/items/${item}`));
    const told = (item: number) => [...Map.groupBy(of(item), ({ result }) => `${result.response} ${result.success}`)].map(([what, list]) => [what, list.length]);
    expect(told(1)).toEqual([['a true', 30], ['c false', 20]]);
    expect(told(2)).toEqual([['a[,]b true', 30], ['c false', 20]]);
    expect(told(3)).toEqual([['true true', 30], ['false false', 20]]);
    expect(told(4)).toEqual([['1[.]a[,]2[.]b true', 30], ['1[.]b false', 20]]);
    expect(told(5)).toEqual([['a[,]b true', 30], ['b[,]a false', 20]]);
    expect(told(6)).toEqual([['undefined true', 30], ['undefined false', 20]]);
    expect(told(7)).toEqual([['undefined true', 30], ['undefined false', 20]]);
    expect(of(1)[0]!.object.definition).toMatchObject({
      name: { vi: 'Câu 1', en: 'Question' }, interactionType: 'choice', correctResponsesPattern: ['a'],
      choices: [{ id: 'a', description: { vi: 'a', en: 'a' } }, { id: 'b', description: { vi: 'b', en: 'b' } }, { id: 'c', description: { vi: 'c', en: 'c' } }],
    });
    expect(of(7)[0]!.object.definition).toMatchObject({ interactionType: 'numeric', correctResponsesPattern: ['11.5[:]12.5'] });
    const results = [...Map.groupBy(all.filter(({ verb }) => !verb.id.endsWith('answered')), ({ verb, result }) => `${verb.id.split('/').at(-1)} ${JSON.stringify(result)}`)];
    expect(results.map(([what, list]) => [what, list.length])).toEqual([
      ['failed {"score":{"scaled":0.1429,"raw":1,"min":0,"max":7},"success":false,"completion":true,"duration":"PT10M"}', 20],
      ['passed {"score":{"scaled":1,"raw":7,"min":0,"max":7},"success":true,"completion":true,"duration":"PT10M"}', 30],
    ]);
  });

  it('are the same for the same counts, line by line too, and share nothing with those of other counts', async () => {
    const quiz = await quizWith(same(30, 7), null);
    const first = await fileOf(quiz);
    expect(await fileOf(quiz)).toBe(first);
    expect((await fileOf(quiz, 'jsonl')).trimEnd().split('\n').map((line) => JSON.parse(line) as unknown)).toEqual(JSON.parse(first));
    await rows(sql`update quizzes.attempt set points = 6 where quiz_id = ${quiz} and ticket_id = (select min(ticket_id) from quizzes.attempt where quiz_id = ${quiz})`);
    const names = (text: string) => statementsIn(text).flatMap(({ id, actor }) => [id, actor.account.name]);
    const known = new Set(names(first));
    expect(names(await fileOf(quiz)).filter((name) => known.has(name))).toEqual([]);
  });

  it('do not exist while they are switched off, for other roles, before the end, for few, or for whoever did not ask', async () => {
    const quiz = await quizWith(same(30, 7), null);
    const officer = person('officer');
    const said = { format: 'json', items: true, purpose: 'Nạp vào LMS' } as const;
    for (const [house, by] of [[runtime, officer], [on(), person('editor')], [on(), person('secretary')]] as const) {
      expect(await offersStatements(house, quiz, by)).toBe(false);
      expect([code(await readStatementsPage(house, quiz, by)), code(await askStatements(house, quiz, said, by))]).toEqual(['quiz.missing', 'quiz.missing']);
    }
    const asked = await askStatements(on(), quiz, said, officer);
    const taken = (house: Parameters<typeof takeStatements>[0], by: typeof officer) =>
      takeStatements(house, { quiz, export: asked.ok ? asked.value : 0 }, by).then(code);
    expect(await taken(on(), officer)).toBe('ok');
    expect([await taken(runtime, officer), await taken(on(), person('officer')), await taken(on(), { ...officer, now: new Date(+now + 3_600_000) })])
      .toEqual(['quiz.missing', 'quiz.missing', 'quiz.missing']);
    expect(code(await askStatements(on(), await quizWith(same(24, 7), null), said, officer))).toBe('statements.few');
    await rows(sql`update quizzes.quiz set analysed_at = null where id = ${quiz}`);
    expect(await taken(on(), officer)).toBe('statements.early');
    await rows(sql`update quizzes.quiz set state = 'published' where id = ${quiz}`);
    expect(await taken(on(), officer)).toBe('quiz.missing');
  });

  it('are recorded with who took them and why', async () => {
    const quiz = await quizWith(same(30, 7), null);
    const officer = person('administrator');
    await fileOf(quiz, 'json', officer);
    const acts = await asSystem(runtime.db, 'test', (tx) => findActs(tx, { bodies: [body], kind: 'quizzes.statements', limit: 1 }));
    expect(acts[0]).toMatchObject({ subject: `quiz:${quiz}`, details: { reason: 'Nạp vào LMS', count: 30 + 7 * 30 } });
    const page = await readStatementsPage(on(), quiz, officer);
    expect(page.ok && page.value).toMatchObject({ told: { people: 30, answers: 210, bands: 1 }, exports: [{ purpose: 'Nạp vào LMS', own: true }] });
  });
});
