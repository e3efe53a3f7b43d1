import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putChoice } from '#modules/study/store/learn.server.ts';
import { findBodyBySymbol, loadBodies } from '#modules/organisation/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import type { Person, Role } from '#modules/people/index.server.ts';
import { findActs } from '#platform/audit/store.server.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { registerCatalogue, translator } from '#platform/words/translate.ts';
import { catalogue } from '#src/words.generated.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import { decideLate, gradeAnswer, readGrading, readLate, readOwnAttempts } from '../index.server.ts';
import { settleAttempts } from './close.server.ts';
import { readResult } from './result.server.ts';

registerCatalogue(catalogue);
const now = new Date('2026-11-23T03:00:00Z');
const STARTED = new Date('2026-11-23T01:00:00Z');
const DEADLINE = new Date('2026-11-23T01:30:00Z');
const MINUTE = 60_000;
let runtime: TestRuntime;
let body: number;
let quiz: number;
let sitting: number;
let officer: { actor: Person; now: Date };
const rows = async <T>(statement: ReturnType<typeof sql<T>>) => (await asSystem(runtime.db, 'test', (tx) => statement.execute(tx))).rows;
const one = async (statement: ReturnType<typeof sql<{ id: number }>>): Promise<number> => (await rows(statement))[0]!.id;

const closed = (versionId: number) => ({
  itemId: versionId, versionId, shown: [0, 1], explanation: '', citations: [],
  asked: { type: 'single', stem: `Câu ${versionId}`, points: 1, media: [], translations: {}, options: ['a', 'b'] },
  question: { type: 'single', options: ['a', 'b'].map((text, at) => ({ text, right: at === 0, feedback: '' })) },
});
const open = (versionId: number) => ({
  itemId: versionId, versionId, shown: [], explanation: '', citations: [],
  asked: { type: 'open', stem: 'Đồng chí đề xuất gì?', points: 2, media: [], translations: {} }, question: { type: 'open', rubric: 'Hai ý.' },
});

type Written = { place: number; answer: object; ms: number; late: boolean };
const right = { type: 'single', option: 0 };
const text = (said: string) => ({ type: 'open', text: said });

/** One who answers the first item in time, and what else came. @returns the account and the ticket */
async function attempt(...more: Written[]): Promise<{ actor: Person; ticket: number }> {
  const personId = randomUUID();
  const member = await one(sql<{ id: number }>`insert into members.member (code, full_name, person_id, created_at, updated_at)
    values (${randomUUID()}, 'Người mẫu', ${personId}, now(), now()) returning id`);
  await rows(sql`insert into members.membership (member_id, body_id, valid, began, recorded_at) values (${member}, ${body}, '[2024-01-01,)', 'joined', now())`);
  const ticket = await one(sql<{ id: number }>`insert into quizzes.ticket (quiz_id, sitting_id, member_id, branch_id, sheet_number, seed, issued_at)
    values (${quiz}, ${sitting}, ${member}, ${body}, 1, 1, now()) returning id`);
  await rows(sql`insert into quizzes.attempt (ticket_id, ordinal, quiz_id, sitting_id, branch_id, sheet_number, device, started_at, deadline, state, closed_at)
    values (${ticket}, 1, ${quiz}, ${sitting}, ${body}, 1, ${randomUUID()}, ${STARTED}, ${DEADLINE}, 'closed', ${DEADLINE})`);
  const all = [{ place: 0, answer: right, ms: MINUTE, late: false }, ...more];
  for (const [at, { place, answer, ms, late }] of all.entries()) {
    await rows(sql`insert into quizzes.event (ticket_id, ordinal, epoch, item, seq, answer, device_ms, received_at, late)
      values (${ticket}, 1, 1, ${place}, ${at + 1}, ${JSON.stringify(answer)}, ${ms}, ${new Date(DEADLINE.getTime() + (late ? 40 : -5) * MINUTE)}, ${late})`);
  }
  await settleAttempts(runtime, now);
  return { actor: { kind: 'person', personId, name: 'Người mẫu', grants: [] } as Person, ticket };
}

beforeAll(async () => {
  runtime = await testRuntime();
  await loadPlaces(runtime.db);
  await loadBodies(runtime.db);
  body = (await findBodyBySymbol(runtime.db, 'BTGDVTU', '2026-11-23'))!;
  const campaign = await one(sql<{ id: number }>`insert into study.campaign (body_id, title, state, opens_on, closes_on, roster_on, created_at)
    values (${body}, 'Đợt mẫu', 'announced', '2026-11-01', '2026-11-30', '2026-11-01', now()) returning id`);
  quiz = await one(sql<{ id: number }>`insert into quizzes.quiz (campaign_id, body_id, title, state, pass_mark, certificate, late_rule, analysed_at, created_at)
    values (${campaign}, ${body}, 'Trắc nghiệm mẫu', 'closed', 7500, true, 'decide', now(), now()) returning id`);
  sitting = await one(sql<{ id: number }>`insert into quizzes.sitting (quiz_id, opens_at, closes_at) values (${quiz}, ${STARTED}, ${DEADLINE}) returning id`);
  const content = { quiz, sitting, number: 1, title: 't', shuffleItems: false, shuffleOptions: false, items: [closed(1), closed(2), open(3)] };
  await rows(sql`insert into quizzes.sheet (sitting_id, number, content, sealed) values (${sitting}, 1, ${JSON.stringify(content)}, ${randomBytes(40)})`);
  officer = person(1, 'officer');
}, 60_000);
afterAll(() => runtime.drop());

const person = (n: number, role: Role) =>
  ({ actor: { kind: 'person', personId: `7c1f3a10-0000-4000-8000-00000000000${n}`, name: `Người mẫu ${n}`, grants: [{ role, bodyId: body }] } as Person, now });
const code = (result: { ok: boolean; problems?: { code: string }[] }) => (result.ok ? 'ok' : result.problems?.[0]?.code);
const value = <T>(result: { ok: true; value: T } | { ok: false; problems: { code: string }[] }): T => {
  if (!result.ok) throw new Error(result.problems[0]!.code);
  return result.value;
};
const points = async (ticket: number) => {
  const [row] = await rows(sql<{ points: number; toRead: boolean }>`select points::float8 as points, to_read as "toRead" from quizzes.attempt where ticket_id = ${ticket}`);
  return row!;
};
const own = async (actor: Person) => (await readOwnAttempts(runtime, { actor }))[0]!;

describe('answers that came late, when an officer decides', () => {
  const late = async () => value(await readLate(runtime, quiz, 1, officer));
  const decide = async (decision: 'count' | 'ignore', picks: { code: string; seen: number }[], by = officer) =>
    decideLate(runtime, quiz, { picks, decision, reason: 'Hội trường mất sóng' }, by);

  it('are listed with what happened, without a name, an answer or a score', async () => {
    const { actor } = await attempt({ place: 1, answer: right, ms: 20 * MINUTE, late: true });
    const page = await late();
    expect(page).toMatchObject({ total: 1, waiting: 1, mayDecide: true, rows: [{ written: 1, overdue: 0, decision: null, seen: 0, own: false }] });
    expect(page.rows[0]!.first.getTime()).toBe(DEADLINE.getTime() + 40 * MINUTE);
    const said = JSON.stringify(page);
    expect(['Người mẫu', 'points', 'branch', 'member', 'ticket', actor.personId].filter((word) => said.includes(word))).toEqual([]);
    expect(await own(actor)).toMatchObject({ late: { decision: null, reason: '' }, result: { points: 1 } });
    expect(code(await readLate(runtime, quiz, 1, person(2, 'secretary')))).toBe('quiz.missing');
  });

  it('count once it is decided, and no longer when that is changed; the person reads why, and the trail stays', async () => {
    const { actor, ticket } = await attempt({ place: 1, answer: right, ms: 20 * MINUTE, late: true });
    const rowsNow = (await late()).rows;
    const pick = rowsNow.filter(({ decision }) => decision === null).map(({ code: name, seen }) => ({ code: name, seen }));
    expect(pick).toHaveLength(2);
    expect(code(await decide('count', pick, person(3, 'editor')))).toBe('forbidden');
    expect(code(await decide('count', [{ code: 'f'.repeat(12), seen: 0 }]))).toBe('late.unknown');
    expect(code(await decide('count', pick))).toBe('ok');
    expect(await points(ticket)).toMatchObject({ points: 2 });
    expect(await own(actor)).toMatchObject({ late: { decision: 'count', reason: 'Hội trường mất sóng' }, result: { points: 2 } });
    // From the page as it was before: somebody else has decided meanwhile.
    expect(code(await decide('ignore', pick))).toBe('late.changed');
    const again = (await late()).rows.map(({ code: name, seen }) => ({ code: name, seen }));
    expect(code(await decide('ignore', again, person(4, 'reviewer')))).toBe('ok');
    expect(await points(ticket)).toMatchObject({ points: 1 });
    const trail = (await late()).rows[0]!.trail.map(({ decision }) => decision);
    expect(trail).toEqual(['ignore', 'count']);
    const acts = await asSystem(runtime.db, 'test', (tx) => findActs(tx, { bodies: [body], kind: 'quizzes.decideLate', limit: 5 }));
    expect(acts).toMatchObject([{ details: { decision: 'ignore', attempts: 2 } }, { details: { decision: 'count', attempts: 2 } }]);
    expect(await rows(sql`select analysed_at as at from quizzes.quiz where id = ${quiz}`)).toEqual([{ at: null }]);
  });

  it('is told by mail, in the language that the person chose for mails; the mail does not say which decision', async () => {
    const told = await attempt({ place: 1, answer: right, ms: 20 * MINUTE, late: true });
    const { personId } = told.actor;
    await rows(sql`insert into people.person (id, full_name, email, email_confirmed) values (${personId}, 'Người mẫu', 'tre@vi-du.example', true)`);
    await asSystem(runtime.db, 'test', (tx) => putChoice(tx, personId, { reminders: false, language: 'km' }, now));
    const pick = (await late()).rows.filter(({ decision }) => decision === null).map(({ code: name, seen }) => ({ code: name, seen }));
    expect(code(await decide('count', pick))).toBe('ok');
    const mails = await rows(sql<{ language: string; subject: string; body: string }>`select language, subject, body from mail.message where recipient = 'tre@vi-du.example'`);
    expect(mails).toMatchObject([{ language: 'km', subject: translator('km')('quizzes.mail.late.subject') }]);
    expect(mails[0]?.body).toContain('/km/me/attempts');
    expect(mails[0]?.body).not.toContain('Hội trường mất sóng');
  });

  it('what was written after time is nothing to decide, and nobody decides about their own', async () => {
    await attempt({ place: 1, answer: right, ms: 40 * MINUTE, late: true });
    const overdue = (await late()).rows.find(({ written }) => written === 0)!;
    expect(overdue).toMatchObject({ overdue: 1 });
    expect(code(await decide('count', [{ code: overdue.code, seen: 0 }]))).toBe('late.unknown');
    const { actor } = await attempt({ place: 1, answer: right, ms: MINUTE, late: true });
    const self = { actor: { ...actor, grants: officer.actor.kind === 'person' ? officer.actor.grants : [] } as Person, now };
    const mine = value(await readLate(runtime, quiz, 1, self)).rows.find((row) => row.own)!;
    expect(code(await decide('count', [{ code: mine.code, seen: 0 }], self))).toBe('review.self');
    expect((await late()).rows.some((row) => row.own)).toBe(false);
  });

  it('a certificate goes and comes with what counts', async () => {
    const { ticket } = await attempt({ place: 1, answer: right, ms: MINUTE, late: true }, { place: 2, answer: text('ý'), ms: MINUTE, late: false });
    await rows(sql`insert into quizzes.certificate (ticket_id, quiz_id, member_id, branch_id, code_hash, note, printed_by_body, issued_at)
      select id, quiz_id, member_id, branch_id, ${randomBytes(32).toString('hex')}, 'x', false, now() from quizzes.ticket where id = ${ticket}`);
    const revoked = async () => (await rows(sql<{ reason: string | null }>`select revoked_reason as reason from quizzes.certificate where ticket_id = ${ticket}`))[0]!.reason;
    const answer = value(await readGrading(runtime, quiz, { item: 3, answer: null }, officer)).answer!;
    const read = { item: 3, code: answer.code, seen: 0, points: 2, comment: '', reason: '' };
    expect(code(await gradeAnswer(runtime, quiz, read, officer))).toBe('ok');
    // 3 of 4 points, and 75 % is needed: the late one is not needed for it.
    expect([await points(ticket), await revoked()]).toEqual([{ points: 3, toRead: false }, null]);
    const seen = value(await readGrading(runtime, quiz, { item: 3, answer: answer.code }, officer)).answer!.seen;
    expect(code(await gradeAnswer(runtime, quiz, { ...read, seen, points: 1, reason: 'Thiếu một ý' }, officer))).toBe('ok');
    expect(await revoked()).toBe('Kết quả của bài trắc nghiệm đã được tính lại.');
    const waiting = (await late()).rows.filter(({ decision, written }) => decision === null && written > 0).map(({ code: name, seen: at }) => ({ code: name, seen: at }));
    expect(code(await decide('count', waiting))).toBe('ok');
    expect([await points(ticket), await revoked()]).toEqual([{ points: 3, toRead: false }, null]);
  });
});

describe('open text', () => {
  const page = async (answer: string | null = null, by = officer) => value(await readGrading(runtime, quiz, { item: 3, answer }, by));
  const grade = (form: object, by = officer) => gradeAnswer(runtime, quiz, { item: 3, code: '', seen: 0, points: 1, comment: '', reason: '', ...form }, by);

  it('waits for a person, who sees the text and the rubric and nobody’s name; then it has points and a comment', async () => {
    const { actor, ticket } = await attempt({ place: 2, answer: text('Làm đường nội đồng'), ms: MINUTE, late: false });
    expect(await own(actor)).toMatchObject({ graded: [], result: { points: 1, toRead: true, passed: null } });
    const shown = await page();
    expect(shown).toMatchObject({ item: { rubric: 'Hai ý.', ofPoints: 2 }, answer: { text: 'Làm đường nội đồng', seen: 0, points: null } });
    expect(['Người mẫu', String(actor.personId), 'member', 'branch'].filter((word) => JSON.stringify(shown).includes(word))).toEqual([]);
    const name = shown.answer!.code;
    expect(code(await grade({ code: name, points: 1.1 }))).toBe('grade.points');
    expect(code(await grade({ code: name, points: 1.5, comment: 'Nêu được một ý.' }))).toBe('ok');
    expect(await points(ticket)).toEqual({ points: 2.5, toRead: false });
    expect(await own(actor)).toMatchObject({ graded: [{ place: 3, points: 1.5, ofPoints: 2, comment: 'Nêu được một ý.' }], result: { toRead: false, passed: false } });
    const result = value(await readResult({ runtime: runtime as never, ticket: { ticket } as never, ordinal: 1, now }));
    expect(result).toMatchObject({ points: 2.5, toRead: false, passed: false });
    expect(result.items[2]).toMatchObject({ score: 0.75, read: { points: 1.5, ofPoints: 2, comment: 'Nêu được một ý.' } });
    expect(await readOwnAttempts(runtime, person(5, 'officer'))).toEqual([]);
  });

  it('two who read at once: the second is told, with nothing written over; a change says why and keeps what was', async () => {
    const { ticket } = await attempt({ place: 2, answer: text('Một đề xuất khác'), ms: MINUTE, late: false });
    const [one, other] = [await page(), await page(null, person(6, 'editor'))];
    expect(one.answer!.code).toBe(other.answer!.code);
    const form = { code: one.answer!.code, points: 2 };
    const both = await Promise.all([grade(form), grade({ ...form, points: 0 }, person(6, 'editor'))]);
    expect(both.map(code).sort()).toEqual(['grade.changed', 'ok']);
    const { seen } = (await page(one.answer!.code)).answer!;
    expect(code(await grade({ ...form, seen, points: 0.5 }))).toBe('reason.missing');
    expect(code(await grade({ ...form, seen, points: 0.5, reason: 'Đọc lại theo hướng dẫn' }))).toBe('ok');
    const { trail } = (await page(one.answer!.code)).answer!;
    expect(trail).toMatchObject([{ points: 0.5, reason: 'Đọc lại theo hướng dẫn' }, { reason: '' }]);
    expect(await points(ticket)).toEqual({ points: 1.5, toRead: false });
    expect(code(await grade(form, person(7, 'secretary')))).toBe('quiz.missing');
  });

  it('nobody reads their own, and progress counts the others', async () => {
    const before = (await page()).item!;
    const { actor } = await attempt({ place: 2, answer: text('Bài của người chấm'), ms: MINUTE, late: false });
    const self = { actor: { ...actor, grants: officer.actor.kind === 'person' ? officer.actor.grants : [] } as Person, now };
    const mine = await page(null, self);
    expect(mine.item).toMatchObject({ answers: before.answers, read: before.read, own: 1 });
    expect(mine.answer).toBeNull();
    const { answer, item } = await page();
    expect(item).toMatchObject({ answers: before.answers + 1, read: before.read });
    expect(code(await grade({ code: answer!.code }, self))).toBe('grade.missing');
  });

  it('of a late answer that an officer lets count, the new text is read anew', async () => {
    const { ticket } = await attempt(
      { place: 2, answer: text('Bản nháp'), ms: MINUTE, late: false }, { place: 2, answer: text('Bản cuối'), ms: 20 * MINUTE, late: true });
    const texts = async () => {
      const { rows: all } = await asSystem(runtime.db, 'test', (tx) => sql<{ seq: number }>`select seq from quizzes.reading where ticket_id = ${ticket}`.execute(tx));
      return all.map(({ seq }) => seq);
    };
    expect(await texts()).toEqual([2]);
    for (let { answer } = await page(); answer; { answer } = await page()) await grade({ code: answer.code, seen: answer.seen, points: 2 });
    expect(await points(ticket)).toEqual({ points: 3, toRead: false });
    const waiting = value(await readLate(runtime, quiz, 1, officer)).rows.filter(({ decision, written }) => decision === null && written > 0);
    await decideLate(runtime, quiz, { picks: waiting.map(({ code: name, seen }) => ({ code: name, seen })), decision: 'count', reason: 'Mất sóng' }, officer);
    expect(await texts()).toEqual([3]);
    expect(await points(ticket)).toEqual({ points: 1, toRead: true });
    expect((await page()).answer).toMatchObject({ text: 'Bản cuối', seen: 0 });
  });
});
