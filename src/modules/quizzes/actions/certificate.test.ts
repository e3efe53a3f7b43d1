import { unzipSync } from 'fflate';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBodyBySymbol, loadBodies } from '#modules/organisation/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import type { Person, Role } from '#modules/people/index.server.ts';
import { findActs } from '#platform/audit/store.server.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { drainEvents } from '#platform/jobs/events.server.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import { certificateJobs, askBatch, readBatches, takeBatch } from './certificate-batch.server.ts';
import { checkCertificate, claimCertificate, ownCertificatePdf, ownCertificates } from './certificate.server.ts';

const now = new Date('2026-11-23T03:00:00Z');
const id = (n: number) => `7c1f3a10-0000-4000-8000-00000000000${n}`;
let runtime: TestRuntime;
let body: number;
let quiz: number;
/** By member: 1 passed, 2 did not, 3 passed in the second of two attempts. */
const tickets: Record<number, number> = {};

const rows = async <T>(statement: ReturnType<typeof sql<T>>) => (await asSystem(runtime.db, 'test', (tx) => statement.execute(tx))).rows;
const one = async (statement: ReturnType<typeof sql<{ id: number }>>): Promise<number> => (await rows(statement))[0]!.id;

async function sit(n: number, points: readonly number[]): Promise<void> {
  const member = await one(sql<{ id: number }>`
    insert into members.member (code, full_name, person_id, created_at, updated_at)
    values (${`BP-${n}`}, ${`Điểu Thị Mẫu ${n}`}, ${id(n)}, now(), now()) returning id`);
  await rows(sql`insert into members.membership (member_id, body_id, valid, began, recorded_at)
    values (${member}, ${body}, '[2024-01-01,)', 'joined', now())`);
  const [sitting] = await rows(sql<{ id: number }>`select id from quizzes.sitting where quiz_id = ${quiz}`);
  tickets[n] = await one(sql<{ id: number }>`
    insert into quizzes.ticket (quiz_id, sitting_id, member_id, branch_id, sheet_number, seed, issued_at)
    values (${quiz}, ${sitting!.id}, ${member}, ${body}, 1, 1, now()) returning id`);
  for (const [at, got] of points.entries()) {
    await rows(sql`insert into quizzes.attempt (ticket_id, ordinal, quiz_id, sitting_id, branch_id, sheet_number, device,
        started_at, deadline, state, submitted_at, points, of_points, settled_at)
      values (${tickets[n]!}, ${at + 1}, ${quiz}, ${sitting!.id}, ${body}, 1, ${id(9)}, now(), now(), 'submitted',
        '2026-11-20T03:00:00Z', ${got}, 10, now())`);
  }
}

beforeAll(async () => {
  runtime = await testRuntime();
  await loadPlaces(runtime.db);
  await loadBodies(runtime.db);
  body = (await findBodyBySymbol(runtime.db, 'BTGDVTU', '2026-11-23'))!;
  const campaign = await one(sql<{ id: number }>`
    insert into study.campaign (body_id, title, state, opens_on, closes_on, roster_on, created_at)
    values (${body}, 'Học tập chuyên đề mẫu', 'announced', '2026-11-01', '2026-11-30', '2026-11-01', now()) returning id`);
  quiz = await one(sql<{ id: number }>`
    insert into quizzes.quiz (campaign_id, body_id, title, state, pass_mark, certificate, sample, created_at)
    values (${campaign}, ${body}, 'Trắc nghiệm <b>sau</b> hội nghị', 'closed', 8000, true, true, now()) returning id`);
  await rows(sql`insert into quizzes.sitting (quiz_id, opens_at, closes_at) values (${quiz}, '2026-11-19', '2026-11-21')`);
  await sit(1, [8]);
  await sit(2, [7.999]);
  await sit(3, [2, 9]);
}, 60_000);
afterAll(() => runtime.drop());

const self = (n: number) => ({ actor: { kind: 'person', personId: id(n), name: `Điểu Thị Mẫu ${n}`, grants: [] } as Person, now });
const officer = (role: Role = 'officer', bodyId = body) => ({ actor: { ...self(8).actor, grants: [{ role, bodyId }] } as Person, now });
const code = (result: { ok: boolean; problems?: { code: string }[] }) => (result.ok ? 'ok' : result.problems?.[0]?.code);
const codeOf = async (n: number) => (await ownCertificates(runtime, self(n)))[0]!.code!;

describe('a certificate', () => {
  it('is offered to who passed, and says nothing to anybody else', async () => {
    expect(await ownCertificates(runtime, self(1))).toMatchObject([{ state: 'earned', code: null, campaign: 'Học tập chuyên đề mẫu' }]);
    expect(await ownCertificates(runtime, self(2))).toEqual([]);
    expect(await ownCertificates(runtime, self(7))).toEqual([]);
  });

  it('is issued once, to its holder alone, and only when earned', async () => {
    expect(code(await claimCertificate(runtime, tickets[1]!, false, self(3)))).toBe('certificate.missing');
    expect(code(await claimCertificate(runtime, tickets[2]!, false, self(2)))).toBe('certificate.notEarned');
    const both = await Promise.all([1, 2].map(() => claimCertificate(runtime, tickets[1]!, false, self(1))));
    expect(both.map(code)).toEqual(['ok', 'ok']);
    expect(code(await claimCertificate(runtime, tickets[3]!, true, self(3)))).toBe('ok');
    expect(await rows(sql`select 1 from quizzes.certificate where ticket_id = ${tickets[1]!}`)).toHaveLength(1);
    expect(code(await ownCertificatePdf(runtime, tickets[1]!, self(3)))).toBe('certificate.missing');
  });

  it('is checked by whoever has its code, however it is typed', async () => {
    const typed = (await codeOf(1)).toLowerCase().replaceAll('-', ' ');
    const checked = await checkCertificate(runtime, typed);
    expect(checked.ok && checked.value).toMatchObject({
      said: { name: 'Điểu Thị Mẫu 1', quiz: 'Trắc nghiệm <b>sau</b> hội nghị', on: '2026-11-20' }, revoked: null,
    });
    for (const wrong of ['', 'x', '7F3K-92QD', `${await codeOf(1)}0`, 'a'.repeat(5_000)]) {
      expect(code(await checkCertificate(runtime, wrong))).toBe('certificate.unknown');
    }
  });

  it('is no longer valid when somebody altered the row', async () => {
    const altered = await codeOf(3);
    await rows(sql`update quizzes.certificate set note = replace(note, 'Mẫu 3', 'Mẫu 5') where ticket_id = ${tickets[3]!}`);
    expect(code(await checkCertificate(runtime, altered))).toBe('certificate.unknown');
    await rows(sql`update quizzes.certificate set note = replace(note, 'Mẫu 5', 'Mẫu 3') where ticket_id = ${tickets[3]!}`);
    expect(code(await checkCertificate(runtime, altered))).toBe('ok');
  });

  it('is a page of A4 with its letters inside', async () => {
    const pdf = await ownCertificatePdf(runtime, tickets[1]!, self(1));
    const raw = pdf.ok ? pdf.value.toString('latin1') : '';
    expect(raw.startsWith('%PDF-')).toBe(true);
    expect(raw.match(/\/Type \/Page\b/g)).toHaveLength(1);
    expect(raw).toContain('BeVietnamPro');
  });
});

describe('certificates printed by the body', () => {
  it('are those of people who agreed, and an act in the log', async () => {
    expect(code(await askBatch(runtime, quiz, officer('editor')))).toBe('quiz.missing');
    const asked = await askBatch(runtime, quiz, officer());
    if (!asked.ok) throw new Error(code(asked));
    await drainEvents(runtime, certificateJobs);
    const page = await readBatches(runtime, quiz, officer());
    expect(page.ok && page.value).toMatchObject({ issued: 2, printed: 1, batches: [{ state: 'ready', done: 1, total: 1 }] });
    const taken = await takeBatch(runtime, quiz, asked.value, officer());
    const files = taken.ok ? unzipSync(taken.value.content) : {};
    expect(Object.keys(files)).toEqual([expect.stringMatching(/^\d{6}-dieu-thi-mau-3\.pdf$/)]);
    expect(Buffer.from(Object.values(files)[0]!.subarray(0, 5)).toString()).toBe('%PDF-');
    const acts = await asSystem(runtime.db, 'test', (tx) => findActs(tx, { bodies: [body], kind: 'quizzes.certificatesPrinted', limit: 5 }));
    expect(acts).toMatchObject([{ subject: `quiz:${quiz}`, bodyId: body }]);
    expect(code(await takeBatch(runtime, quiz, asked.value, officer('officer', body + 1_000)))).toBe('quiz.missing');
  });

  it('no longer when the holder takes the agreement back', async () => {
    await claimCertificate(runtime, tickets[3]!, false, self(3));
    expect(code(await askBatch(runtime, quiz, officer()))).toBe('certificate.none');
  });
});
