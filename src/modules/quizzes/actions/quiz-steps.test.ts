import { createDecipheriv } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { sql } from 'kysely';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBodyBySymbol, loadBodies } from '#modules/organisation/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import type { Person, Role } from '#modules/people/index.server.ts';
import { findActs } from '#platform/audit/store.server.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { acceptUpload } from '#platform/files/files.server.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import { quizSteps } from '../index.server.ts';
import { readTypedQuiz } from '../input/quiz.ts';
import type { Sheet } from '../rules/wire.ts';
import { readLive, readQuizPage, readQuizStart, readQuizzes } from './desk.server.ts';
import { readCampaignQuizzes, readDeskCampaignQuizzes } from './of-campaign.server.ts';
import { openingCode } from './opening-code.server.ts';
import { startQuiz } from './quiz-steps.server.ts';

const now = new Date('2026-11-23T03:00:00Z');
const id = (n: number) => `7c1f3a10-0000-4000-8000-00000000000${n}`;
let runtime: TestRuntime;
let body: number;
let elsewhere: number;
let campaign: number;
let paper: number;

const one = async (statement: ReturnType<typeof sql<{ id: number }>>): Promise<number> =>
  (await asSystem(runtime.db, 'test', (tx) => statement.execute(tx))).rows[0]!.id;

/** As the phone opens it. */
async function opened(quiz: number, sealed: Buffer): Promise<Sheet> {
  const { rows } = await asSystem(runtime.db, 'test', (tx) => sql<{ key: Buffer }>`
    select sheet_key as key from quizzes.sitting where quiz_id = ${quiz}`.execute(tx));
  const decipher = createDecipheriv('aes-256-gcm', rows[0]!.key, sealed.subarray(0, 12)).setAuthTag(sealed.subarray(-16));
  const plain = gunzipSync(Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]));
  return JSON.parse(plain.toString()) as Sheet;
}

/** Puts a picture to a version. */
async function illustrate(version: number): Promise<void> {
  const content = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#285' } }).png().toBuffer();
  const kept = await acceptUpload(runtime.db, runtime.files, { name: 'a.png', content, kinds: ['image'], maxBytes: 100_000, now });
  if (!kept.ok) throw new Error(kept.problems[0]!.code);
  await one(sql<{ id: number }>`insert into questions.media (version_id, kind, file_id, type, bytes, text, added_at)
    values (${version}, 'picture', ${kept.value.id}, ${kept.value.type}, ${kept.value.bytes}, 'Bản đồ xã', now()) returning id`);
}

/** An approved paper of two items, the first with a picture. */
async function approved(): Promise<number> {
  const made = await one(sql<{ id: number }>`insert into questions.paper (body_id, kind, title, state, created_at, written_at, approved_at)
    values (${body}, 'fixed', 'Đề mẫu', 'approved', now(), now(), now()) returning id`);
  for (const place of [0, 1]) {
    const item = await one(sql<{ id: number }>`insert into questions.item (body_id, created_at) values (${body}, now()) returning id`);
    const question = JSON.stringify({ type: 'truefalse', answer: place === 0 });
    const version = await one(sql<{ id: number }>`
      insert into questions.version (item_id, number, state, type, stem, question, written_at, approved_at)
      values (${item}, 1, 'approved', 'truefalse', ${`Câu ${place + 1}`}, ${question}, now(), now()) returning id`);
    if (place === 0) await illustrate(version);
    await asSystem(runtime.db, 'test', (tx) => sql`insert into questions.paper_item (paper_id, place, item_id, version_id, points)
      values (${made}, ${place}, ${item}, ${version}, 1)`.execute(tx));
  }
  return made;
}

beforeAll(async () => {
  runtime = await testRuntime();
  await loadPlaces(runtime.db);
  await loadBodies(runtime.db);
  body = (await findBodyBySymbol(runtime.db, 'BTGDVTU', '2026-11-23'))!;
  elsewhere = (await findBodyBySymbol(runtime.db, 'SXD', '2026-11-23'))!;
  campaign = await one(sql<{ id: number }>`insert into study.campaign (body_id, title, state, opens_on, closes_on, roster_on, created_at)
    values (${body}, 'Học tập mẫu', 'announced', '2026-11-01', '2026-11-30', '2026-11-01', now()) returning id`);
  paper = await approved();
}, 60_000);
afterAll(() => runtime.drop());

const person = (n: number, role: Role, bodyId = body) =>
  ({ actor: { kind: 'person', personId: id(n), name: `Người mẫu ${n}`, grants: [{ role, bodyId }] } as Person, now });
const writer = () => person(1, 'officer');
const second = () => person(2, 'reviewer');
const code = (result: { ok: boolean; problems?: { code: string }[] }) => (result.ok ? 'ok' : result.problems?.[0]?.code);

function typed(fields: Record<string, string> = {}, day = '2026-11-25') {
  const form = new FormData();
  const filled = {
    campaign: String(campaign), title: 'Trắc nghiệm mẫu', paper: String(paper), sheets: '3', mode: 'practice', counts: 'best',
    explanations: 'answered', lateRule: 'count', shuffleItems: 'yes', reason: 'Đề có câu sai', note: 'Sửa câu 2', ...fields,
  };
  for (const [name, value] of Object.entries(filled)) form.set(name, value);
  const sitting = { day, from: '08:00', untilDay: '', until: '17:00', places: '', session: '' };
  if (day) for (const [part, value] of Object.entries(sitting)) form.append(`sitting.${part}`, value);
  return readTypedQuiz(form);
}
async function draft(): Promise<number> {
  const made = await startQuiz(runtime, typed(), writer());
  if (!made.ok) throw new Error(made.problems[0]!.code);
  return made.value;
}
const page = async (quiz: number, officer = writer()) => {
  const read = await readQuizPage(runtime.db, quiz, officer);
  if (!read.ok) throw new Error(read.problems[0]!.code);
  return read.value;
};
const step = (name: keyof typeof quizSteps, quiz: number, officer: ReturnType<typeof person>, what = typed()) =>
  quizSteps[name](runtime, quiz, what, officer);
async function saved(fields: Record<string, string> = {}, day?: string): Promise<number> {
  const quiz = await draft();
  expect(code(await step('save', quiz, writer(), typed({ seen: (await page(quiz)).seen, ...fields }, day)))).toBe('ok');
  return quiz;
}

describe('a quiz at the desk', () => {
  it('is made for a campaign by who keeps it, and by nobody else', async () => {
    expect(code(await startQuiz(runtime, typed(), person(3, 'officer', elsewhere)))).toBe('campaign.missing');
    expect(code(await startQuiz(runtime, typed(), person(3, 'secretary')))).toBe('campaign.missing');
    expect(code(await startQuiz(runtime, typed({ title: '' }), writer()))).toBe('title.missing');
    expect(code(await readQuizStart(runtime.db, String(campaign), person(3, 'reviewer')))).toBe('campaign.missing');
    const quiz = await draft();
    expect(code(await readQuizPage(runtime.db, quiz, person(3, 'officer', elsewhere)))).toBe('quiz.missing');
    expect((await page(quiz)).quiz).toMatchObject({ mode: 'practice', explanations: 'answered', attempts: null, state: 'draft' });
  });

  it('keeps its rules and sittings, and never writes over what somebody else saved', async () => {
    const quiz = await saved({ limit: '30', passMark: '80', attempts: '3' });
    const before = await page(quiz);
    expect(before.quiz).toMatchObject({ limit: 30, passMark: 8_000, attempts: 3, paperId: paper, sheetCount: 3 });
    expect(before.sittings).toMatchObject([{ opens: new Date('2026-11-25T01:00:00Z'), tickets: 0 }]);
    expect(code(await step('save', quiz, person(4, 'editor'), typed({ seen: before.seen, limit: '45' })))).toBe('ok');
    expect(code(await step('save', quiz, writer(), typed({ seen: before.seen, limit: '60' })))).toBe('quiz.changed');
    expect((await page(quiz)).quiz.limit).toBe(45);
  });

  it('needs a paper and a time to come before it is submitted', async () => {
    expect(code(await step('submit', await draft(), writer()))).toBe('quiz.noPaper');
    expect(code(await step('submit', await saved({}, ''), writer()))).toBe('quiz.noSitting');
    expect(code(await step('submit', await saved({}, '2026-11-20'), writer()))).toBe('sitting.past');
  });

  it('is published by a second person, with sealed sheets and an act in the log', async () => {
    const quiz = await saved();
    expect(code(await step('publish', quiz, second()))).toBe('quiz.step');
    expect(code(await step('submit', quiz, writer()))).toBe('ok');
    expect(code(await step('publish', quiz, writer()))).toBe('review.self');
    expect(code(await step('publish', quiz, person(3, 'editor')))).toBe('forbidden');
    expect(code(await step('giveBack', quiz, second(), typed({ note: '' })))).toBe('note.missing');
    expect(code(await step('giveBack', quiz, second()))).toBe('ok');
    expect((await page(quiz)).quiz).toMatchObject({ state: 'draft', note: 'Sửa câu 2' });
    await step('submit', quiz, writer());
    expect(code(await step('publish', quiz, second()))).toBe('ok');
    const sheets = await asSystem(runtime.db, 'test', (tx) => sql<{ sealed: Buffer }>`
      select s.sealed from quizzes.sheet s join quizzes.sitting t on t.id = s.sitting_id where t.quiz_id = ${quiz}`.execute(tx));
    expect(sheets.rows).toHaveLength(3);
    expect(sheets.rows.some(({ sealed }) => sealed.includes('Câu 1'))).toBe(false);
    const shown = await opened(quiz, sheets.rows[0]!.sealed);
    expect(shown.items.map(({ stem, media }) => [stem, media.map(({ kind, type, alt }) => [kind, type, alt])])).toEqual([
      ['Câu 1', [['image', 'image/webp', 'Bản đồ xã']]], ['Câu 2', []],
    ]);
    const acts = await asSystem(runtime.db, 'test', (tx) => findActs(tx, { bodies: [body], subject: `quiz:${quiz}`, limit: 5 }));
    expect(acts).toMatchObject([{ kind: 'quizzes.publish' }]);
    expect(code(await step('save', quiz, writer()))).toBe('quiz.step');
    const live = await readLive(runtime.db, quiz, second());
    expect(live.ok && live.value.sittings).toMatchObject([{ totals: { tickets: 0, submitted: 0 }, branches: [] }]);
  });

  it('gives its opening code in the last day, to who answers for it, and the log says so', async () => {
    const quiz = await saved();
    await step('submit', quiz, writer());
    await step('publish', quiz, second());
    const { sittings } = await page(quiz);
    const ask = (officer: ReturnType<typeof person>) => openingCode(runtime, quiz, sittings[0]!.id, officer);
    expect(code(await ask(second()))).toBe('code.early');
    const later = (officer: ReturnType<typeof person>) => ({ ...officer, now: new Date('2026-11-24T03:00:00Z') });
    expect(code(await ask(later(person(3, 'officer', elsewhere))))).toBe('quiz.missing');
    expect(code(await ask(later(person(3, 'secretary'))))).toBe('quiz.missing');
    const given = await ask(later(second()));
    expect(given.ok && given.value.url).toMatch(new RegExp(`/thi/${quiz}#k=${sittings[0]!.id}\\.[\\w-]{43}$`));
    const acts = await asSystem(runtime.db, 'test', (tx) => findActs(tx, { bodies: [body], kind: 'quizzes.openingCode', limit: 5 }));
    expect(acts).toMatchObject([{ subject: `quiz:${quiz}` }]);
  });

  it('is shown by its campaign: published ones to members, drafts to who keeps them', async () => {
    const hidden = await draft();
    const quiz = await saved();
    await step('submit', quiz, writer());
    await step('publish', quiz, second());
    const shown = await readCampaignQuizzes(runtime.db, campaign, now);
    expect(shown.map((each) => each.id)).not.toContain(hidden);
    expect(shown.find((each) => each.id === quiz)).toMatchObject({ standing: 'soon', windows: [{ opens: new Date('2026-11-25T01:00:00Z') }] });
    expect((await readDeskCampaignQuizzes(runtime.db, campaign, writer())).map((each) => each.id)).toEqual(expect.arrayContaining([hidden, quiz]));
    expect(await readDeskCampaignQuizzes(runtime.db, campaign, person(3, 'officer', elsewhere))).toEqual([]);
  });

  it('is published once when two approve it at the same moment', async () => {
    const quiz = await saved();
    await step('submit', quiz, writer());
    const both = await Promise.all([2, 5].map((n) => step('publish', quiz, person(n, 'reviewer'))));
    expect(both.map(code).sort()).toEqual(['ok', 'quiz.step']);
  });

  it('is cancelled only with a reason, which stays', async () => {
    const quiz = await saved();
    expect(code(await step('cancel', quiz, second(), typed({ reason: '' })))).toBe('reason.missing');
    expect(code(await step('cancel', quiz, second()))).toBe('ok');
    expect((await page(quiz)).quiz).toMatchObject({ state: 'cancelled', cancelledReason: 'Đề có câu sai' });
  });

  it('stands in the list of who keeps it', async () => {
    const query = { q: 'trac nghiem mau', state: null, page: 1 };
    const own = await readQuizzes(runtime.db, query, writer());
    expect(own.ok && own.value.cards.length).toBeGreaterThan(0);
    const others = await readQuizzes(runtime.db, query, person(3, 'officer', elsewhere));
    expect(others.ok && others.value.cards).toEqual([]);
    expect(code(await readQuizzes(runtime.db, query, person(3, 'secretary')))).toBe('forbidden');
  });
});
