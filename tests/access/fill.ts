/** A row of everything that is protected, and people with any roles; for wall.test.ts. */
import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { addDays, dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { ActingPerson } from '#platform/policy.ts';

/** Puts one row into every protected table for that body; two contacts, one of a matter that is locked away. */
export async function fillBody(tx: Db, body: number, now: Instant, person: string = randomUUID()): Promise<void> {
  await fillMembers(tx, body, now, person);
  await fillImport(tx, body, now, person);
  await fillPrivacy(tx, body, now, person);
  await fillRoll(tx, body, now, person);
  await fillAnswers(tx, body, now);
  for (const locked of [false, true]) await fillIdea(tx, body, now, locked);
  await sql`insert into ideas.follow (email, leave_hash, created_at)
    values (${`${randomUUID()}@vi-du.example`}, ${randomBytes(32)}, ${now})`.execute(tx);
  for (const id of [body, null]) {
    await sql`insert into audit.act (at, kind, actor_id, actor_name, body_id, subject, leaf_hash)
      values (${now}, 'people.grant', ${person}, 'Ai đó', ${id}, 'grant:1', '00')`.execute(tx);
  }
}

async function fillMembers(tx: Db, body: number, now: Instant, person: string): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    insert into members.member (code, full_name, phone, created_at, updated_at, person_id)
    values (${randomUUID()}, 'Thị Bé', '0976175175', ${now}, ${now}, ${person}) returning id`.execute(tx);
  const member = rows[0]!.id;
  await sql`insert into members.membership (member_id, body_id, valid, began, recorded_at)
    values (${member}, ${body}, '[2026-01-01,)', 'joined', ${now})`.execute(tx);
  await sql`insert into members.exemption (member_id, valid, reason, recorded_at)
    values (${member}, '[2026-01-01,)', 'Đi học', ${now})`.execute(tx);
  await sql`insert into members.allotment (reorganisation_id, body_id, member_id, destination, recorded_at, recorded_by)
    values (1, ${body}, ${member}, 'n1', ${now}, ${person})`.execute(tx);
  await sql`insert into members.column_memory (body_id, person_id, kind, heading, field, used_at)
    values (${body}, ${person}, 'members', 'Ho ten', 'fullName', ${now})`.execute(tx);
  await sql`insert into members.export (body_id, below, day, format, purpose, state, asked_by, asked_at, until)
    values (${body}, false, ${dayOf(now)}, 'xlsx', 'Kiểm tra', 'waiting', ${person}, ${now}, ${now})`.execute(tx);
}

async function fillRoll(tx: Db, body: number, now: Instant, person: string): Promise<void> {
  const day = dayOf(now);
  const { rows } = await sql<{ id: number; session: number; member: number }>`
    with campaign as (
      insert into study.campaign (body_id, title, state, opens_on, closes_on, roster_on, created_at)
      values (${body}, 'Đợt học tập', 'announced', ${day}, ${day}, ${day}, ${now}) returning id
    ), session as (
      insert into study.session (campaign_id, body_id, kind, title, venue, starts_at, ends_at, code_secret, created_at)
      select id, ${body}, 'main', 'Lớp học', 'Hội trường', ${now}, ${now}::timestamptz + interval '2 hours', ${randomBytes(32)}, ${now}
      from campaign returning id
    ) select campaign.id, session.id as session,
      (select member_id from members.membership where body_id = ${body} order by member_id desc limit 1) as member
    from campaign, session`.execute(tx);
  const { id, session, member } = rows[0]!;
  await sql`insert into study.session_member (session_id, member_id) values (${session}, ${member})`.execute(tx);
  await sql`insert into study.participant (campaign_id, member_id, body_id) values (${id}, ${member}, ${body})`.execute(tx);
  await sql`insert into study.mark (id, campaign_id, member_id, outcome, way, received_at, verdict)
    values (${randomUUID()}, ${id}, ${member}, 'attended', 'list', ${now}, 'counts')`.execute(tx);
  await sql`insert into study.sheet (campaign_id, session_id, body_id, members, printed_by, printed_at)
    values (${id}, ${session}, ${body}, array[${member}]::bigint[], ${randomUUID()}, ${now})`.execute(tx);
  await sql`insert into study.audience_member (campaign_id, member_id) values (${id}, ${member})`.execute(tx);
  await sql`insert into study.move (campaign_id, member_id, from_body, to_body, cause, reason, moved_at)
    values (${id}, ${member}, ${body}, ${body}, 'officer', 'Chuyển', ${now})`.execute(tx);
  await sql`insert into study.question (session_id, member_id, text, asked_at) values (${session}, ${member}, 'Hỏi', ${now})`.execute(tx);
  await sql`insert into study.calendar (person_id, token_hash, made_at) values (${person}, ${randomBytes(32)}, ${now})
    on conflict do nothing`.execute(tx);
  await sql`insert into study.choice (person_id, reminders, language, changed_at) values (${person}, true, 'vi', ${now})
    on conflict do nothing`.execute(tx);
  await sql`insert into study.reminder (mail_key, campaign_id, kind, body_id, person_id, days_before, queued, at)
    values (${randomUUID()}, ${id}, 'target', ${body}, ${person}, 3, true, ${now})`.execute(tx);
  await sql`insert into study.objection (campaign_id, member_id, text, made_at) values (${id}, ${member}, 'Tôi có dự.', ${now})`.execute(tx);
}

async function fillAnswers(tx: Db, body: number, now: Instant): Promise<void> {
  await sql`
    with quiz as (
      insert into quizzes.quiz (campaign_id, body_id, title, state, created_at) values (1, ${body}, 'Trắc nghiệm', 'published', ${now})
      returning id
    ), sitting as (
      insert into quizzes.sitting (quiz_id, opens_at, closes_at)
      select id, ${now}, ${now}::timestamptz + interval '1 hour' from quiz returning id, quiz_id
    ), ticket as (
      insert into quizzes.ticket (quiz_id, sitting_id, member_id, branch_id, sheet_number, seed, issued_at)
      select quiz_id, id, (select member_id from members.membership where body_id = ${body} order by member_id desc limit 1),
        ${body}, 1, 1, ${now} from sitting returning id, quiz_id, sitting_id
    ), attempt as (
      insert into quizzes.attempt (ticket_id, ordinal, quiz_id, sitting_id, branch_id, sheet_number, device, started_at, deadline)
      select id, 1, quiz_id, sitting_id, ${body}, 1, ${randomUUID()}, ${now}, ${now} from ticket returning ticket_id
    ), correction as (
      insert into quizzes.key_correction (quiz_id, version_id, kind, reason, state, proposed_by, proposed_at)
      select id, 1, 'annulled', 'Hỏi sai', 'done', ${randomUUID()}, ${now} from quiz returning id
    ), regrade as (
      insert into quizzes.regrade (correction_id, ticket_id, ordinal, before_points, before_of, after_points, after_of)
      select correction.id, ticket.id, 1, 1, 2, 1, 1 from correction, ticket
    ), decision as (
      insert into quizzes.late_decision (ticket_id, ordinal, decision, reason, decided_by, decided_at)
      select ticket_id, 1, 'count', 'Mất sóng', ${randomUUID()}, ${now} from attempt
    ), reading as (
      insert into quizzes.reading (ticket_id, ordinal, item, quiz_id, version_id, epoch, seq)
      select attempt.ticket_id, 1, 0, quiz.id, 1, 1, 1 from attempt, quiz
    ), grade as (
      insert into quizzes.grade (ticket_id, ordinal, item, epoch, seq, share, comment, reason, graded_by, graded_at)
      select ticket_id, 1, 0, 1, 1, 0.5, 'Đủ ý', '', ${randomUUID()}, ${now} from attempt
    ), allowance as (
      insert into quizzes.allowance (quiz_id, member_id, branch_id, minutes, given_by, given_at)
      select id, (select member_id from members.membership where body_id = ${body} order by member_id desc limit 1), ${body}, 15,
        ${randomUUID()}, ${now} from quiz
    ), certificate as (
      insert into quizzes.certificate (ticket_id, quiz_id, member_id, branch_id, code_hash, note, printed_by_body, issued_at)
      select id, quiz_id, (select member_id from members.membership where body_id = ${body} order by member_id desc limit 1),
        ${body}, ${randomBytes(32).toString('hex')}, '', false, ${now} from ticket
    ), placed as (
      insert into quizzes.placing (ticket_id, quiz_id, place, points, of_points, seconds, public)
      select id, quiz_id, 1, 1, 1, 60, true from ticket
    ), named as (
      insert into quizzes.naming (ticket_id, language, shown, given_at) select id, 'vi', 'Tôi đồng ý.', ${now} from ticket
    ) insert into quizzes.event (ticket_id, ordinal, epoch, item, seq, device_ms, received_at)
    select ticket_id, 1, 1, 0, 1, 0, ${now} from attempt`.execute(tx);
}

async function fillImport(tx: Db, body: number, now: Instant, person: string): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    insert into members.import (kind, body_id, as_of, state, file_name, file_bytes, started_by, started_at, progress_at)
    values ('members', ${body}, ${dayOf(now)}, 'checked', 'ds.xlsx', 1, ${person}, ${now}, ${now}) returning id`.execute(tx);
  const id = rows[0]!.id;
  await sql`insert into members.import_file (import_id, content) values (${id}, 'x')`.execute(tx);
  await sql`insert into members.import_marked (import_id, content) values (${id}, 'x')`.execute(tx);
  await sql`insert into members.import_row (import_id, number, cells) values (${id}, 1, '{}')`.execute(tx);
}

async function fillPrivacy(tx: Db, body: number, now: Instant, person: string): Promise<void> {
  const hash = '0'.repeat(64);
  await sql`insert into privacy.wording (hash, words_key, language, shown) values (${hash}, 'k', 'vi', 'lời')
    on conflict do nothing`.execute(tx);
  await sql`insert into privacy.consent (person_id, purpose, version, wording_hash, given_at)
    values (${person}, 'mail', 1, ${hash}, ${now})`.execute(tx);
  await sql`insert into privacy.notice (person_id, wording_hash, shown_at) values (${person}, ${hash}, ${now})`.execute(tx);
  for (const [kind, id] of [['export', body], ['correct', null]] as const) {
    const { rows } = await sql<{ id: number }>`
      insert into privacy.request (person_id, kind, body_id, asked_at, acknowledge_due, done_due, calendar_version)
      values (${person}, ${kind}, ${id}, ${now}, ${dayOf(now)}, ${dayOf(now)}, 1) returning id`.execute(tx);
    await sql`insert into privacy.copy (request_id, content, made_at) values (${rows[0]!.id}, '{}', ${now})`.execute(tx);
  }
}

async function fillIdea(tx: Db, body: number, now: Instant, locked: boolean): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    insert into ideas.idea (title, body, original_title, original_body, field, reception_body, received_at,
      admissible_due, calendar_version, code_hash, quarantined_at)
    values ('t', 'b', 't', 'b', 'roads', ${body}, ${now}, ${dayOf(now)}, 1, ${randomBytes(32)}, ${locked ? now : null})
    returning id`.execute(tx);
  await sql`insert into ideas.author (idea_id, name) values (${rows[0]!.id}, 'Thị Bé')`.execute(tx);
}

export type Granted = { role: string; bodyId: number; state: 'held' | 'revoked' | 'expired' | 'to come' };

/** A new person on record with these roles. @returns what the permission checks are given: only what is held today */
export async function grantAll(db: Db, grants: readonly Granted[], now: Instant): Promise<ActingPerson> {
  const personId = randomUUID();
  const today = dayOf(now);
  await sql`insert into people.person (id, full_name) values (${personId}, 'Cán bộ')`.execute(db);
  for (const { role, bodyId, state } of grants) {
    // Days that do not meet: the same role may be expired, held and to come.
    const [from, to] = { expired: [-9, -1], held: [0, 0], revoked: [0, 0], 'to come': [1, 9] }[state].map((days) => addDays(today, days));
    await sql`insert into people.role_grant (person_id, role, body_id, valid_from, valid_to, granted_at, revoked_at)
      values (${personId}, ${role}, ${bodyId}, ${from}, ${to}, ${now}, ${state === 'revoked' ? now : null})
      on conflict do nothing`.execute(db);
  }
  const held = grants.filter(({ state }) => state === 'held').map(({ role, bodyId }) => ({ role, bodyId }));
  return { kind: 'person', personId, name: 'Cán bộ', grants: held };
}
