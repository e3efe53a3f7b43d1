import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBodyBySymbol, loadBodies } from '#modules/organisation/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import type { Person, Role } from '#modules/people/index.server.ts';
import { findActs } from '#platform/audit/store.server.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { drainEvents } from '#platform/jobs/events.server.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import { decideOn, proposeFrom, readOwnAttempts } from '../index.server.ts';
import { readTypedCorrection } from '../input/correction.ts';
import { settleAttempts } from './close.server.ts';
import { correctionJob, readCorrections, regrade } from './correction.server.ts';

const now = new Date('2026-11-23T03:00:00Z');
/** The account of the first who answered. */
const FIRST = '7c1f3a10-0000-4000-8000-000000000007';
let runtime: TestRuntime;
let body: number;
let quiz: number;
const rows = async <T>(statement: ReturnType<typeof sql<T>>) => (await asSystem(runtime.db, 'test', (tx) => statement.execute(tx))).rows;
const one = async (statement: ReturnType<typeof sql<{ id: number }>>): Promise<number> => (await rows(statement))[0]!.id;

const item = (versionId: number) => ({
  itemId: versionId, versionId, shown: [0, 1], explanation: '', citations: [],
  asked: { type: 'single', stem: `Câu ${versionId}`, points: 1, media: [], translations: {}, options: ['a', 'b'] },
  question: { type: 'single', options: ['a', 'b'].map((text, at) => ({ text, right: at === 0, feedback: '' })) },
});

/** 12 answer a, a; 8 answer a, b: the key of the second item says a, and b is right. */
beforeAll(async () => {
  runtime = await testRuntime();
  await loadPlaces(runtime.db);
  await loadBodies(runtime.db);
  body = (await findBodyBySymbol(runtime.db, 'BTGDVTU', '2026-11-23'))!;
  const campaign = await one(sql<{ id: number }>`insert into study.campaign (body_id, title, state, opens_on, closes_on, roster_on, created_at)
    values (${body}, 'Đợt mẫu', 'announced', '2026-11-01', '2026-11-30', '2026-11-01', now()) returning id`);
  quiz = await one(sql<{ id: number }>`insert into quizzes.quiz (campaign_id, body_id, title, state, pass_mark, certificate, created_at)
    values (${campaign}, ${body}, 'Trắc nghiệm mẫu', 'closed', 8000, true, now()) returning id`);
  const sitting = await one(sql<{ id: number }>`insert into quizzes.sitting (quiz_id, opens_at, closes_at) values (${quiz}, now(), now() + interval '1 hour') returning id`);
  const content = { quiz, sitting, number: 1, title: 't', shuffleItems: false, shuffleOptions: false, items: [item(1), item(2)] };
  await rows(sql`insert into quizzes.sheet (sitting_id, number, content, sealed) values (${sitting}, 1, ${JSON.stringify(content)}, ${randomBytes(40)})`);
  for (let at = 0; at < 20; at += 1) {
    const member = await one(sql<{ id: number }>`insert into members.member (code, full_name, person_id, created_at, updated_at)
      values (${randomUUID()}, 'Người mẫu', ${at === 0 ? FIRST : null}, now(), now()) returning id`);
    await rows(sql`insert into members.membership (member_id, body_id, valid, began, recorded_at)
      values (${member}, ${body}, '[2024-01-01,)', 'joined', now())`);
    const ticket = await one(sql<{ id: number }>`insert into quizzes.ticket (quiz_id, sitting_id, member_id, branch_id, sheet_number, seed, issued_at)
      values (${quiz}, ${sitting}, ${member}, ${body}, 1, 1, now()) returning id`);
    await rows(sql`insert into quizzes.attempt (ticket_id, ordinal, quiz_id, sitting_id, branch_id, sheet_number, device, started_at, deadline, state, submitted_at)
      values (${ticket}, 1, ${quiz}, ${sitting}, ${body}, 1, ${randomUUID()}, now(), now() + interval '1 hour', 'submitted', now())`);
    for (const [place, option] of [0, at < 12 ? 0 : 1].entries()) {
      await rows(sql`insert into quizzes.event (ticket_id, ordinal, epoch, item, seq, answer, device_ms, received_at)
        values (${ticket}, 1, 1, ${place}, ${place + 1}, ${JSON.stringify({ type: 'single', option })}, 1000, now())`);
    }
    if (at === 0) await rows(sql`insert into quizzes.certificate (ticket_id, quiz_id, member_id, branch_id, code_hash, note, printed_by_body, issued_at)
      values (${ticket}, ${quiz}, ${member}, ${body}, ${randomBytes(32).toString('hex')}, 'x', false, now())`);
  }
  await settleAttempts(runtime, now);
}, 60_000);
afterAll(() => runtime.drop());

const person = (n: number, role: Role) =>
  ({ actor: { kind: 'person', personId: `7c1f3a10-0000-4000-8000-00000000000${n}`, name: `Người mẫu ${n}`, grants: [{ role, bodyId: body }] } as Person, now });
const code = (result: { ok: boolean; problems?: { code: string }[] }) => (result.ok ? 'ok' : result.problems?.[0]?.code);
function form(fields: Record<string, string>) {
  const data = new FormData();
  for (const [name, value] of Object.entries({ item: '2', kind: 'key', right: '1', reason: 'Đáp án in nhầm', ...fields })) if (value) data.set(name, value);
  return data;
}
const propose = (fields: Record<string, string> = {}, n = 1) => proposeFrom(runtime, quiz, readTypedCorrection(form(fields)), person(n, 'officer'));
const page = async () => {
  const read = await readCorrections(runtime, quiz, person(2, 'reviewer'));
  if (!read.ok) throw new Error(read.problems[0]!.code);
  return read.value;
};
const points = async () => (await rows(sql<{ points: string }>`select points from quizzes.attempt where quiz_id = ${quiz} order by ticket_id`)).map((row) => Number(row.points));

describe('a key that is corrected', () => {
  it('is proposed with a reason, for an item of the quiz, one at a time', async () => {
    expect(code(await propose({ item: '9' }))).toBe('correction.item');
    expect(code(await propose({ right: '' }))).toBe('correction.key');
    expect(code(await propose({ right: '7' }))).toBe('correction.key');
    expect(code(await propose({ reason: '' }))).toBe('reason.missing');
    expect(code(await proposeFrom(runtime, quiz, readTypedCorrection(form({})), person(3, 'secretary')))).toBe('quiz.missing');
    expect((await Promise.all([propose(), propose()])).map(code).sort()).toEqual(['correction.open', 'ok']);
    expect(await points()).toEqual([...Array(12).fill(2), ...Array(8).fill(1)]);
  });

  it('is decided by a second person; every attempt is worked out anew, and the log says so', async () => {
    const id = String((await page()).corrections[0]!.id);
    const decide = (n: number, role: Role) => decideOn(runtime, quiz, form({ correction: id, agrees: 'yes', revokes: 'yes' }), person(n, role));
    expect(code(await decide(1, 'officer'))).toBe('review.self');
    expect(code(await decide(4, 'editor'))).toBe('forbidden');
    expect(code(await decide(2, 'reviewer'))).toBe('ok');
    expect(code(await decide(5, 'reviewer'))).toBe('correction.step');
    await drainEvents(runtime, [correctionJob]);
    expect(await points()).toEqual([...Array(12).fill(1), ...Array(8).fill(2)]);
    const [done] = (await page()).corrections;
    expect(done).toMatchObject({ state: 'done', proposer: '', summary: { attempts: 20, up: 8, same: 0, down: 12, nowPass: 8, noLongerPass: 12 } });
    expect(await rows(sql`select revoked_reason as reason from quizzes.certificate`)).toEqual([{ reason: 'Đáp án in nhầm' }]);
    const acts = await asSystem(runtime.db, 'test', (tx) => findActs(tx, { bodies: [body], kind: 'quizzes.correctKey', limit: 5 }));
    expect(acts).toMatchObject([{ subject: `quiz:${quiz}` }]);
    const own = await readOwnAttempts(runtime, { actor: { kind: 'person', personId: FIRST, name: 'Người mẫu', grants: [] } });
    expect(own).toMatchObject([{ regrades: [{ beforePoints: 2, afterPoints: 1, beforeOf: 2, reason: 'Đáp án in nhầm' }] }]);
    expect(await readOwnAttempts(runtime, person(2, 'reviewer'))).toEqual([]);
    await regrade(runtime, Number(id), now);
    expect(await rows(sql`select count(*)::int as n from quizzes.regrade`)).toEqual([{ n: 20 }]);
  });

  it('can take an item out, and be refused', async () => {
    expect(code(await propose({ kind: 'annulled' }))).toBe('ok');
    const [open] = (await page()).corrections;
    expect(code(await decideOn(runtime, quiz, form({ correction: String(open!.id), agrees: 'no' }), person(2, 'reviewer')))).toBe('ok');
    expect((await page()).corrections[0]).toMatchObject({ state: 'refused', summary: null });
    expect(code(await propose({ kind: 'annulled' }))).toBe('ok');
    const [again] = (await page()).corrections;
    await decideOn(runtime, quiz, form({ correction: String(again!.id), agrees: 'yes' }), person(2, 'reviewer'));
    await drainEvents(runtime, [correctionJob]);
    expect(await points()).toEqual(Array(20).fill(1));
    expect((await page()).corrections[0]).toMatchObject({ summary: { up: 12, same: 8, down: 0, nowPass: 12 } });
  });
});
