import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodiesWithin, findBodyBySymbol, loadBodies } from '#modules/organisation/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import type { Person, Role } from '#modules/people/index.server.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import { analyseQuiz, analysisJob } from './analysis.server.ts';
import { readAnalysis } from './analysis-page.server.ts';

const now = new Date('2026-11-23T03:00:00Z');
let runtime: TestRuntime;
let top: number;
let branches: number[];
let quiz: number;
const rows = async <T>(statement: ReturnType<typeof sql<T>>) => (await asSystem(runtime.db, 'test', (tx) => statement.execute(tx))).rows;
const one = async (statement: ReturnType<typeof sql<{ id: number }>>): Promise<number> => (await rows(statement))[0]!.id;

/** Two single choices: the first easy, the second with a wrong key, which those who know get wrong. */
const item = (versionId: number, right: number, anchor: string) => ({
  itemId: versionId, versionId, shown: [1, 0], explanation: '', citations: [{ documentId: 1, version: 1, anchor }],
  asked: { type: 'single', stem: `Câu ${versionId}`, points: 1, media: [], translations: {}, options: ['b', 'a'] },
  question: { type: 'single', options: ['a', 'b'].map((text, at) => ({ text, right: at === right, feedback: '' })) },
});

async function answer(branch: number, n: number, first: number, second: number, sitting: number): Promise<void> {
  for (let at = 0; at < n; at += 1) {
    const member = await one(sql<{ id: number }>`insert into members.member (code, full_name, created_at, updated_at)
      values (${randomUUID()}, 'Người mẫu', now(), now()) returning id`);
    const ticket = await one(sql<{ id: number }>`
      insert into quizzes.ticket (quiz_id, sitting_id, member_id, branch_id, sheet_number, seed, issued_at)
      values (${quiz}, ${sitting}, ${member}, ${branch}, 1, 1, now()) returning id`);
    await rows(sql`insert into quizzes.attempt (ticket_id, ordinal, quiz_id, sitting_id, branch_id, sheet_number, device, started_at,
      deadline, state, submitted_at, settled_at) values (${ticket}, 1, ${quiz}, ${sitting}, ${branch}, 1, ${randomUUID()}, now(),
      now() + interval '1 hour', 'submitted', now(), now())`);
    for (const [place, option] of [first, second].entries()) {
      await rows(sql`insert into quizzes.event (ticket_id, ordinal, epoch, item, seq, answer, device_ms, received_at)
        values (${ticket}, 1, 1, ${place}, ${place + 1}, ${JSON.stringify({ type: 'single', option })}, 1000, now())`);
    }
  }
}

beforeAll(async () => {
  runtime = await testRuntime();
  await loadPlaces(runtime.db);
  await loadBodies(runtime.db);
  top = (await findBodyBySymbol(runtime.db, 'TU', '2026-11-23'))!;
  const held = await bodiesWithin(runtime.db, top, '2026-11-23');
  const leaves = await rows(sql<{ ancestor: number; body: number }>`select ancestor_id as ancestor, body_id as body from organisation.reach
    where valid @> '2026-11-23'::date and ancestor_id <> body_id and body_id = any(${held}::int[])`);
  const [parent] = [...Map.groupBy(leaves, ({ ancestor }) => ancestor)]
    .filter(([ancestor, below]) => ancestor !== top && below.length >= 3).sort((a, b) => a[1].length - b[1].length)[0]!;
  top = parent;
  branches = leaves.filter(({ ancestor }) => ancestor === parent).map(({ body }) => body).slice(0, 3);
  const campaign = await one(sql<{ id: number }>`insert into study.campaign (body_id, title, state, opens_on, closes_on, roster_on, created_at)
    values (${top}, 'Đợt mẫu', 'announced', '2026-11-01', '2026-11-30', '2026-11-01', now()) returning id`);
  quiz = await one(sql<{ id: number }>`insert into quizzes.quiz (campaign_id, body_id, title, state, created_at)
    values (${campaign}, ${top}, 'Trắc nghiệm mẫu', 'closed', now()) returning id`);
  const sitting = await one(sql<{ id: number }>`insert into quizzes.sitting (quiz_id, opens_at, closes_at) values (${quiz}, now(), now() + interval '1 hour') returning id`);
  const content = { quiz, sitting, number: 1, title: 't', shuffleItems: false, shuffleOptions: false, items: [item(1, 0, 'd1'), item(2, 0, 'd2')] };
  await rows(sql`insert into quizzes.sheet (sitting_id, number, content, sealed) values (${sitting}, 1, ${JSON.stringify(content)}, ${randomBytes(40)})`);
  // Place 1 on the sheet is option 0 of the bank, the right one.
  await answer(branches[0]!, 30, 1, 0, sitting);
  await answer(branches[1]!, 12, 0, 1, sitting);
  await answer(branches[2]!, 3, 0, 1, sitting);
  await analysisJob.run(runtime, {}, '');
}, 60_000);
afterAll(() => runtime.drop());

const person = (role: Role, bodyId: number) =>
  ({ actor: { kind: 'person', personId: randomUUID(), name: 'Người mẫu', grants: [{ role, bodyId }] } as Person, now });
const read = async (body: number | null, officer = person('officer', top)) => {
  const page = await readAnalysis(runtime.db, quiz, body, officer);
  return page.ok ? page.value : page.problems[0]!.code;
};

describe('the analysis of a closed quiz', () => {
  it('counts first attempts, in places of the bank, and finds the wrong key', async () => {
    const page = await read(null);
    if (typeof page === 'string') throw new Error(page);
    expect(page.items.map(({ answers, facility }) => [answers, Number(facility.value.toFixed(3))])).toEqual([[45, 0.667], [45, 0.333]]);
    expect(page.items[0]!.options).toEqual([{ text: 'a', right: true, count: 30 }, { text: 'b', right: false, count: 15 }]);
    expect(page.items[1]!.hint).toBe('key');
    expect(page.clauses).toMatchObject([{ label: 'd2', answers: 45, talk: true }, { label: 'd1', answers: 45, talk: true }]);
  });

  it('hides a branch of three, and another with it, so that nobody works it out', async () => {
    const page = await read(null);
    if (typeof page === 'string') throw new Error(page);
    expect(page.parts.map(({ id, answers, hidden }) => [id, answers, hidden])).toEqual([
      [branches[0], 60, false], ...branches.slice(1).map((id) => [id, 0, true]),
    ]);
    expect(await read(branches[1]!)).toMatchObject({ few: true, clauses: [] });
    expect(await read(branches[2]!)).toMatchObject({ few: true, clauses: [] });
    expect(await read(branches[0]!)).toMatchObject({ few: false, items: [], up: { id: top } });
  });

  it('shows a branch its own, and nothing of others', async () => {
    const secretary = person('secretary', branches[1]!);
    expect(await read(branches[1]!, secretary)).toMatchObject({ few: false, items: [], up: null, clauses: [{ answers: 12 }, { answers: 12 }] });
    expect(await read(null, secretary)).toBe('quiz.missing');
    expect(await read(branches[0]!, secretary)).toBe('quiz.missing');
    expect(await read(branches[2]!, person('secretary', branches[2]!))).toMatchObject({ few: true });
  });

  it('is the same when it is made again', async () => {
    const before = await read(null);
    await analyseQuiz(runtime, quiz, now);
    expect(await read(null)).toEqual({ ...(before as object), at: now });
  });
});
