/** What is asked about: a new row of each kind, and the words in it that only some may read. */
import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Role } from '#modules/people/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { acceptUpload, attachFiles } from '#platform/files/files.server.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { Bodies, Position } from './people.ts';

export type Params = Record<string, string | number>;
/** Makes one in that body; `word` is put where only those who may read it see it. @returns the parts of addresses */
type Maker = (runtime: Runtime, bodies: Bodies, at: Position, word: string) => Promise<Params>;

const now = () => new Date();
const today = () => dayOf(now());
const one = async (db: Db, statement: ReturnType<typeof sql<{ id: number }>>): Promise<number> =>
  (await asSystem(db, 'test', (tx) => statement.execute(tx))).rows[0]!.id;

type Idea = { reception: number; lead?: number; locked?: boolean; word: string };
async function idea({ db }: Runtime, { reception, lead, locked, word }: Idea): Promise<Params> {
  const id = await one(db, sql<{ id: number }>`
    insert into ideas.idea (title, body, original_title, original_body, field, state, reception_body, lead_body, received_at,
      admissible_due, answer_due, calendar_version, code_hash, quarantined_at)
    values (${word}, 'b', ${word}, 'b', 'roads', ${lead ? 'routed' : 'received'}, ${reception}, ${lead ?? null}, ${now()},
      ${today()}, ${lead ? today() : null}, 1, ${randomBytes(32)}, ${locked ? now() : null}) returning id`);
  await asSystem(db, 'test', async (tx) => {
    await sql`insert into ideas.author (idea_id, name) values (${id}, ${word.replace(/^Zidea/, 'Zcontact')})`.execute(tx);
    await sql`insert into ideas.step (idea_id, at, kind, to_state) values (${id}, ${now()}, 'receive', 'received')`.execute(tx);
    if (lead) {
      await sql`insert into ideas.assignment (idea_id, body_id, role, since) values (${id}, ${lead}, 'lead', ${now()})`.execute(tx);
    }
  });
  return { id };
}

const member: Maker = async ({ db }, bodies, at, word) => {
  const id = await one(db, sql<{ id: number }>`insert into members.member (code, full_name, phone, created_at, updated_at)
    values (${randomUUID()}, ${word}, '0976175175', now(), now()) returning id`);
  await asSystem(db, 'test', (tx) => sql`insert into members.membership (member_id, body_id, valid, began, recorded_at)
    values (${id}, ${bodies[at]}, '[2026-06-01,)', 'joined', now())`.execute(tx));
  return { id };
};

const importOf: Maker = async ({ db }, bodies, at, word) => {
  const id = await one(db, sql<{ id: number }>`
    insert into members.import (kind, body_id, as_of, state, file_name, file_bytes, started_by, started_at, progress_at)
    values ('members', ${bodies[at]}, ${today()}, 'checked', ${`${word}.xlsx`}, 1, ${randomUUID()}, now(), now()) returning id`);
  await asSystem(db, 'test', (tx) => sql`
    insert into members.import_marked (import_id, content) values (${id}, ${Buffer.from(word)})`.execute(tx));
  return { id };
};

const exportOf: Maker = async ({ db }, bodies, at, word) => ({
  id: await one(db, sql<{ id: number }>`
    insert into members.export (body_id, below, day, format, purpose, state, asked_by, asked_at, until)
    values (${bodies[at]}, true, ${today()}, 'csv', ${word}, 'waiting', ${randomUUID()}, now(), now() + interval '1 day')
    returning id`),
});

const account: Maker = async ({ db }, bodies, at, word) => {
  const id = randomUUID();
  await sql`insert into people.person (id, full_name, sign_in_name, body_id)
    values (${id}, ${word}, ${`z${id.slice(0, 20)}`}, ${bodies[at]})`.execute(db);
  return { id };
};

const closedAccount: Maker = async (runtime, bodies, at, word) => {
  const made = await account(runtime, bodies, at, word);
  await sql`update people.person set closed_at = now(), closed_reason = 'left' where id = ${made.id}`.execute(runtime.db);
  return made;
};

const grant: Maker = async (runtime, bodies, at) => {
  const { id: person } = await account(runtime, bodies, at, 'Cán bộ');
  const id = await one(runtime.db, sql<{ id: number }>`insert into people.role_grant (person_id, role, body_id, valid_from, granted_at)
    values (${person}, 'editor', ${bodies[at]}, ${today()}, now()) returning id`);
  return { id: bodies[at], grant: id };
};

const act: Maker = async ({ db }, bodies, at, word) => ({
  id: await one(db, sql<{ id: number }>`insert into audit.act (at, kind, actor_id, actor_name, body_id, subject, leaf_hash)
    values (now(), 'people.grant', ${randomUUID()}, ${word}, ${bodies[at]}, 'grant:1', ${randomBytes(32).toString('hex')}) returning id`),
});

const request: Maker = async (runtime, bodies, at, word) => {
  const { id: person } = await account(runtime, bodies, at, 'Người dân');
  const asked = { field: 'name', wrong: word, right: word };
  return {
    id: await one(runtime.db, sql<{ id: number }>`
      insert into privacy.request (person_id, kind, body_id, asked, asked_at, acknowledge_due, done_due, calendar_version)
      values (${person}, 'correct', ${bodies[at]}, ${JSON.stringify(asked)}, now(), ${today()}, ${today()}, 1) returning id`),
  };
};

const copy: Maker = async (runtime, bodies, at, word) => {
  const { id } = await request(runtime, bodies, at, word);
  await asSystem(runtime.db, 'test', (tx) => sql`
    insert into privacy.copy (request_id, content, made_at) values (${id}, ${JSON.stringify({ word })}, now())`.execute(tx));
  return { id: id!, format: 'json' };
};

const document: Maker = async ({ db }, bodies, at, word) => {
  const id = await one(db, sql<{ id: number }>`
    insert into documents.document (symbol, symbol_key, kind, issuer, issued_on, title, body_id, created_at)
    values ('', '', 'khác', 'Ai đó', ${today()}, ${word}, ${bodies[at]}, now()) returning id`);
  await sql`insert into documents.version (document_id, number, in_force_from, state, text, written_at)
    values (${id}, 1, ${today()}, 'draft', ${word}, now())`.execute(db);
  return { id };
};

const question: Maker = async ({ db }, bodies, at, word) => {
  const id = await one(db, sql<{ id: number }>`
    insert into questions.item (body_id, created_at) values (${bodies[at]}, now()) returning id`);
  await sql`insert into questions.version (item_id, number, state, type, stem, question, written_at)
    values (${id}, 1, 'draft', 'truefalse', ${word}, ${JSON.stringify({ type: 'truefalse', answer: true })}, now())`.execute(db);
  return { id };
};
const translation: Maker = async (runtime, bodies, at, word) => {
  const { id } = await question(runtime, bodies, at, 'Câu hỏi?');
  await sql`insert into questions.translation (version_id, language, state, stem, texts, written_at)
    select id, 'en', 'draft', ${word}, '[]', now() from questions.version where item_id = ${id}`.execute(runtime.db);
  return { id: id!, language: 'en' };
};
const medium: Maker = async (runtime, bodies, at, word) => {
  const { id } = await question(runtime, bodies, at, 'Câu hỏi?');
  const upload = { name: 'anh.png', content: Buffer.from(PIXEL, 'base64'), kinds: ['image'] as const, maxBytes: 1_000_000, now: now() };
  const kept = await acceptUpload(runtime.db, runtime.files, upload);
  if (!kept.ok) throw new Error(JSON.stringify(kept));
  const made = await one(runtime.db, sql<{ id: number }>`
    insert into questions.media (version_id, kind, file_id, type, bytes, text, added_at)
    select id, 'picture', ${kept.value.id}, 'image/png', 100, ${word}, now() from questions.version where item_id = ${id} returning id`);
  await attachFiles(runtime.db, { owner: 'questions.media', ownerId: String(made), fileIds: [kept.value.id] });
  return { id: id!, medium: made };
};
const paper: Maker = async ({ db }, bodies, at, word) => ({
  id: await one(db, sql<{ id: number }>`
    insert into questions.paper (body_id, kind, title, created_at, written_at)
    values (${bodies[at]}, 'fixed', ${word}, now(), now()) returning id`),
});
const questionImport: Maker = async ({ db }, bodies, at, word) => ({
  id: await one(db, sql<{ id: number }>`
    insert into questions.import (body_id, format, file_name, state, understood, started_by, started_at)
    values (${bodies[at]}, 'gift', ${`${word}.txt`}, 'read', ${JSON.stringify({ items: [], notes: [] })}, ${randomUUID()}, now())
    returning id`),
});

/** Announced, so its title is for everybody. */
const campaign: Maker = async ({ db }, bodies, at) => ({
  id: await one(db, sql<{ id: number }>`insert into study.campaign (body_id, title, state, opens_on, closes_on, roster_on, created_at)
    values (${bodies[at]}, 'Đợt học tập', 'announced', ${today()}, ${today()}, ${today()}, now()) returning id`),
});
const quizIn = (state: 'draft' | 'submitted'): Maker => async (runtime, bodies, at, word) => {
  const { id: held } = await campaign(runtime, bodies, at, 'Đợt học tập');
  return {
    id: await one(runtime.db, sql<{ id: number }>`insert into quizzes.quiz (campaign_id, body_id, title, state, created_at)
      values (${held!}, ${bodies[at]}, ${word}, ${state}, now()) returning id`),
  };
};

/** A quiz that is over, with one item that was asked. */
const closedQuiz: Maker = async (runtime, bodies, at, word) => {
  const { id } = await quizIn('submitted')(runtime, bodies, at, word);
  await sql`update quizzes.quiz set state = 'closed' where id = ${id!}`.execute(runtime.db);
  const sitting = await one(runtime.db, sql<{ id: number }>`insert into quizzes.sitting (quiz_id, opens_at, closes_at)
    values (${id!}, now() - interval '2 hours', now() - interval '1 hour') returning id`);
  const item = { itemId: 1, versionId: 1, asked: { type: 'truefalse', stem: word, points: 1 }, question: { type: 'truefalse', answer: true }, shown: [], explanation: '', citations: [] };
  await sql`insert into quizzes.sheet (sitting_id, number, content, sealed)
    values (${sitting}, 1, ${JSON.stringify({ quiz: id, sitting, number: 1, items: [item] })}, ${randomBytes(40)})`.execute(runtime.db);
  return { id: id! };
};
const correctedQuiz: Maker = async (runtime, bodies, at, word) => {
  const { id } = await closedQuiz(runtime, bodies, at, word);
  const correction = await one(runtime.db, sql<{ id: number }>`
    insert into quizzes.key_correction (quiz_id, version_id, kind, reason, state, proposed_by, proposed_at)
    values (${id!}, 1, 'annulled', ${word}, 'proposed', ${randomUUID()}, now()) returning id`);
  return { id: id!, correction };
};

/** A quiz whose late answers an officer decides about, with a text that waits for a reader. */
const lateQuiz: Maker = async (runtime, bodies, at, word) => {
  const { id, sitting } = await openQuiz(runtime, bodies, at, word);
  const { id: person } = await member(runtime, bodies, at, 'Đảng viên');
  const item = { itemId: 1, versionId: 1, asked: { type: 'open', stem: word, points: 1 }, question: { type: 'open', rubric: word }, shown: [], explanation: '', citations: [] };
  const content = JSON.stringify({ quiz: id, sitting, number: 1, items: [item] });
  await asSystem(runtime.db, 'test', (tx) => sql`
    with quiz as (update quizzes.quiz set late_rule = 'decide' where id = ${id!}), sheet as (
      insert into quizzes.sheet (sitting_id, number, content, sealed) values (${sitting!}, 1, ${content}, ${randomBytes(40)})
    ), ticket as (
      insert into quizzes.ticket (quiz_id, sitting_id, member_id, branch_id, sheet_number, seed, issued_at)
      values (${id!}, ${sitting!}, ${person!}, ${bodies[at]}, 1, 1, now()) returning id
    ), attempt as (
      insert into quizzes.attempt (ticket_id, ordinal, quiz_id, sitting_id, branch_id, sheet_number, device, started_at, deadline, state, late)
      select id, 1, ${id!}, ${sitting!}, ${bodies[at]}, 1, ${randomUUID()}, now(), now() + interval '1 hour', 'closed', true from ticket
      returning ticket_id as ticket
    ), event as (
      insert into quizzes.event (ticket_id, ordinal, epoch, item, seq, answer, device_ms, received_at, late)
      select ticket, 1, 1, 0, 1, ${JSON.stringify({ type: 'open', text: word })}::jsonb, 0, now(), true from attempt
    ) insert into quizzes.reading (ticket_id, ordinal, item, quiz_id, version_id, epoch, seq)
    select ticket, 1, 0, ${id!}, 1, 1, 1 from attempt`.execute(tx));
  return { id: id! };
};

/** A quiz that opens today, with the key of its sitting. */
const openQuiz: Maker = async (runtime, bodies, at, word) => {
  const { id } = await quizIn('submitted')(runtime, bodies, at, word);
  await sql`update quizzes.quiz set state = 'published' where id = ${id!}`.execute(runtime.db);
  const sitting = await one(runtime.db, sql<{ id: number }>`insert into quizzes.sitting (quiz_id, opens_at, closes_at, sheet_key)
    values (${id!}, now(), now() + interval '1 hour', ${randomBytes(32)}) returning id`);
  return { id: id!, sitting };
};

/** Somebody's certificate, which the body may print, and the archive in which it did. */
const certificate: Maker = async (runtime, bodies, at, word) => {
  const { id: person } = await member(runtime, bodies, at, 'Đảng viên');
  const { db } = runtime;
  const id = await one(db, sql<{ id: number }>`insert into study.campaign (body_id, title, state, opens_on, closes_on, roster_on, created_at)
    values (${bodies[at]}, 'Đợt học tập', 'announced', ${today()}, ${today()}, ${today()}, now()) returning id`);
  const quiz = await one(db, sql<{ id: number }>`insert into quizzes.quiz (campaign_id, body_id, title, state, certificate, created_at)
    values (${id}, ${bodies[at]}, 'Trắc nghiệm', 'closed', true, now()) returning id`);
  const sitting = await one(db, sql<{ id: number }>`insert into quizzes.sitting (quiz_id, opens_at, closes_at)
    values (${quiz}, now() - interval '2 days', now() - interval '1 day') returning id`);
  const ticket = await one(db, sql<{ id: number }>`
    insert into quizzes.ticket (quiz_id, sitting_id, member_id, branch_id, sheet_number, seed, issued_at)
    values (${quiz}, ${sitting}, ${person}, ${bodies[at]}, 1, 1, now()) returning id`);
  await asSystem(db, 'test', (tx) => sql`insert into quizzes.certificate (ticket_id, quiz_id, member_id, branch_id, code_hash, note,
    printed_by_body, issued_at) values (${ticket}, ${quiz}, ${person}, ${bodies[at]}, ${randomBytes(32).toString('hex')}, ${word}, true, now())`.execute(tx));
  return { id: ticket, ticket, quiz };
};
const batch: Maker = async (runtime, bodies, at, word) => {
  const { quiz } = await certificate(runtime, bodies, at, word);
  const made = await one(runtime.db, sql<{ id: number }>`
    insert into quizzes.certificate_batch (quiz_id, state, total, content, asked_by, asked_at)
    values (${quiz!}, 'ready', 1, ${Buffer.from(word)}, ${randomUUID()}, now()) returning id`);
  return { id: quiz!, batch: made };
};

/** A roll of a branch with one member on it; held by a body where nobody of the matrix has a role. */
const rollCampaign: Maker = async (runtime, bodies, at, word) => {
  const { id: person } = await member(runtime, bodies, at, word);
  const id = await one(runtime.db, sql<{ id: number }>`
    insert into study.campaign (body_id, title, state, opens_on, closes_on, roster_on, created_at)
    values (${ELSEWHERE}, 'Đợt học tập', 'announced', ${today()}, ${today()}, ${today()}, now()) returning id`);
  await asSystem(runtime.db, 'test', (tx) => sql`
    insert into study.participant (campaign_id, member_id, body_id) values (${id}, ${person}, ${bodies[at]})`.execute(tx));
  return { id, member: person! };
};
const rollSession: Maker = async (runtime, bodies, at, word) => {
  const { id, member: person } = await rollCampaign(runtime, bodies, at, word);
  const session = await one(runtime.db, sql<{ id: number }>`
    insert into study.session (campaign_id, body_id, kind, title, venue, starts_at, ends_at, code_secret, created_at)
    values (${id!}, ${ELSEWHERE}, 'main', 'Lớp học', 'Hội trường', now(), now() + interval '2 hours', ${randomBytes(32)}, now()) returning id`);
  return { session, member: person! };
};

/** A campaign that is being prepared, and a session that the body holds in somebody else's campaign. */
const draftCampaign: Maker = async (runtime, bodies, at, word) => {
  const { db } = runtime;
  const id = await one(db, sql<{ id: number }>`insert into study.campaign (body_id, title, state, opens_on, closes_on, roster_on, created_at)
    values (${bodies[at]}, ${word}, 'draft', ${today()}, ${today()}, ${today()}, now()) returning id`);
  const { id: cited } = await document(runtime, bodies, at, 'Văn bản');
  await sql`update documents.version set state = 'published', published_at = now() where document_id = ${cited}`.execute(db);
  await sql`insert into study.studied (campaign_id, document_id, document_version, position) values (${id}, ${cited}, 1, 0)`.execute(db);
  return { id, document: cited! };
};
/** An announced campaign of the body, with one member counted in it. */
/** The title of what is announced is public; what only some may see are its figures. */
const ratedCampaign: Maker = async (runtime, bodies, at) => {
  const { id } = await campaign(runtime, bodies, at, 'Đợt học tập');
  const { id: person } = await member(runtime, bodies, at, 'Đảng viên');
  await asSystem(runtime.db, 'test', async (tx) => {
    await sql`insert into study.audience_body (campaign_id, body_id) values (${id!}, ${bodies[at]})`.execute(tx);
    await sql`insert into study.participant (campaign_id, member_id, body_id) values (${id!}, ${person!}, ${bodies[at]})`.execute(tx);
  });
  return { id: id!, body: bodies[at], format: 'csv' };
};
/** The same, signed for by the body below, whose figures are opened again from here and from above. */
const signedCampaign: Maker = async (runtime, bodies, at, word) => {
  const { id } = await ratedCampaign(runtime, bodies, at, word);
  await sql`insert into study.sign_off (campaign_id, body_id, figures, signed_by, signed_at)
    values (${id!}, ${bodies.child}, '{}', ${randomUUID()}, now())`.execute(runtime.db);
  return { id: id!, body: bodies.child };
};
const studySession: Maker = async ({ db }, bodies, at, word) => {
  const campaign = await one(db, sql<{ id: number }>`
    insert into study.campaign (body_id, title, state, opens_on, closes_on, roster_on, created_at)
    values (${ELSEWHERE}, 'Đợt học tập', 'announced', ${today()}, ${today()}, ${today()}, now()) returning id`);
  const id = await one(db, sql<{ id: number }>`
    insert into study.session (campaign_id, body_id, kind, title, venue, starts_at, ends_at, agenda, code_secret, created_at, minutes,
      minutes_at)
    values (${campaign}, ${bodies[at]}, 'main', 'Lớp học', 'Hội trường', now(), now() + interval '2 hours', ${word}, ${randomBytes(32)}, now(),
      ${word}, now()) returning id`);
  const question = await one(db, sql<{ id: number }>`
    insert into study.question (session_id, text, asked_at) values (${id}, ${word}, now()) returning id`);
  return { id, question };
};

/** The same with a printed sheet. */
const sheetOf = (maker: Maker, column: 'session' | 'id'): Maker => async (runtime, bodies, at, word) => {
  const made = await maker(runtime, bodies, at, word);
  const from = column === 'session' ? sql`select campaign_id, id from study.session where id = ${made.session!}` : sql`select ${made.id!}::bigint, null::bigint`;
  const n = await one(runtime.db, sql<{ id: number }>`
    insert into study.sheet (campaign_id, session_id, body_id, members, printed_by, printed_at)
    select f.c, f.s, ${bodies[at]}, array[${made.member!}]::bigint[], ${randomUUID()}, now() from (${from}) as f(c, s) returning id`);
  return { ...made, n };
};
const sessionSheet = sheetOf(rollSession, 'session');
const campaignSheet = sheetOf(rollCampaign, 'id');

/** A session that the body itself holds. */
const ownSession: Maker = async (runtime, bodies, at, word) => {
  const made = await rollSession(runtime, bodies, at, word);
  await sql`update study.session set body_id = ${bodies[at]} where id = ${made.session!}`.execute(runtime.db);
  return { ...made, id: made.session! };
};

const planIn = (state: 'draft' | 'applied'): Maker => async ({ db }, bodies, at, word) => ({
  id: await one(db, sql<{ id: number }>`
    insert into organisation.reorganisation (title, effective_on, basis_text, bodies, state, proposed_by, proposed_name,
      created_at, confirmed_by, confirmed_name, confirmed_at, applied_at, record)
    values (${word}, ${today()}, 'Quyết định', ${[bodies[at]]}::int[], ${state}, ${randomUUID()}, 'Ai đó', now(),
      ${state === 'applied' ? randomUUID() : null}, ${state === 'applied' ? 'Ai khác' : null},
      ${state === 'applied' ? now() : null}, ${state === 'applied' ? now() : null},
      ${state === 'applied' ? JSON.stringify({ steps: [], moved: [] }) : null}) returning id`),
});

/** A plan that gives a part of the body away, and says by name who goes. */
const dividedPlan: Maker = async (runtime, bodies, at, word) => {
  const { id } = await planIn('draft')(runtime, bodies, at, word);
  const founded = { key: 'n1', symbol: '', name: 'Chi bộ mới', fullName: 'Chi bộ mới', type: 'chi bộ', parent: bodies[at], place: null };
  const steps = [{ kind: 'found', body: founded }, { kind: 'split', from: bodies[at], into: [bodies[at], 'n1'], heirs: {} }];
  await sql`update organisation.reorganisation set steps = ${JSON.stringify(steps)}::jsonb where id = ${id}`.execute(runtime.db);
  return { id: id!, body: bodies[at], format: 'csv' };
};

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const ideaFile: Maker = async (runtime, bodies, at, word) => {
  const { id } = await idea(runtime, { reception: bodies[at], word });
  const upload = { name: 'anh.png', content: Buffer.from(PIXEL, 'base64'), kinds: ['image'] as const, maxBytes: 1_000_000, now: now() };
  const kept = await acceptUpload(runtime.db, runtime.files, upload);
  if (!kept.ok) throw new Error(JSON.stringify(kept));
  await attachFiles(runtime.db, { owner: 'ideas.idea', ownerId: String(id), fileIds: [kept.value.id] });
  return { id: id!, file: kept.value.id };
};

export const makers = {
  rollCampaign, rollSession, ownSession, sessionSheet, campaignSheet, draftCampaign, ratedCampaign, signedCampaign, studySession,
  body: async (_, bodies, at) => ({ id: bodies[at] }),
  installation: async ({ db }) => ({ id: await one(db, sql<{ id: number }>`select max(id) as id from places.place`) }),
  idea: (runtime, bodies, at, word) => idea(runtime, { reception: bodies[at], word }),
  led: (runtime, bodies, at, word) => idea(runtime, { reception: ELSEWHERE, lead: bodies[at], word }),
  locked: (runtime, bodies, at, word) => idea(runtime, { reception: bodies[at], locked: true, word }),
  question, translation, medium, questionImport, paper, campaign, certificate, batch, quiz: quizIn('draft'), submittedQuiz: quizIn('submitted'), openQuiz, lateQuiz, closedQuiz, correctedQuiz, plan: planIn('draft'), donePlan: planIn('applied'), dividedPlan,
  ideaFile, member, import: importOf, export: exportOf, account, closedAccount, grant, act, request, copy, document,
} satisfies Record<string, Maker>;
export type SubjectName = keyof typeof makers;
/** Thành ủy of the sample, where nobody of the matrix has a role. */
const ELSEWHERE = 103;

/** Words that stand in a row of each kind in each body, and the roles that read them there and above. */
export const readers: Partial<Record<SubjectName | 'contact', readonly Role[]>> = {
  member: ['administrator', 'officer', 'secretary'],
  rollCampaign: ['administrator', 'officer', 'secretary'],
  rollSession: ['administrator', 'officer', 'secretary'],
  ownSession: ['administrator', 'officer', 'secretary'],
  sessionSheet: ['administrator', 'officer', 'secretary'],
  campaignSheet: ['administrator', 'officer', 'secretary'],
  draftCampaign: ['administrator', 'officer'],
  studySession: ['administrator', 'officer', 'secretary'],
  import: ['administrator', 'officer'],
  export: ['administrator', 'officer'],
  idea: ['officer', 'moderator', 'reviewer'],
  contact: ['officer', 'moderator'],
  led: ['answerer', 'reviewer'],
  locked: ['legal', 'reviewer'],
  account: ['administrator'],
  act: ['administrator'],
  request: ['administrator', 'officer'],
  copy: [],
  certificate: [],
  quiz: ['officer', 'editor', 'administrator', 'reviewer'],
  openQuiz: ['officer', 'editor', 'administrator', 'reviewer'],
  lateQuiz: ['officer', 'editor', 'administrator', 'reviewer'],
  closedQuiz: ['officer', 'editor', 'administrator', 'reviewer', 'secretary', 'reporter'],
  correctedQuiz: ['officer', 'editor', 'administrator', 'reviewer'],
  submittedQuiz: ['officer', 'editor', 'administrator', 'reviewer'],
  batch: ['administrator', 'officer'],
  document: ['editor', 'reviewer'],
  question: ['editor', 'reviewer', 'translator'],
  // What a picture shows stands on the page of its question; here only its bytes are asked for.
  medium: [],
  translation: ['editor', 'reviewer', 'translator'],
  questionImport: ['editor', 'reviewer'],
  paper: ['editor', 'reviewer'],
  plan: ['administrator'],
  dividedPlan: ['administrator'],
  donePlan: ['administrator'],
};
