/** A campaign on the day of the tests, with a session and a roster of two branches, written straight into the tables. */
import { randomBytes, randomUUID } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';
import { loadBodies } from '#modules/organisation/index.server.ts';
import { createPerson, grantRole, operator, type Person, type Role } from '#modules/people/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import type { Result } from '#platform/result.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';

/** Đảng ủy phường Đồng Xoài and two of its branches. */
export const WARD = 2_225_210;
export const BRANCH = 3_252_071;
export const OTHER = 3_252_073;

export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

const all = async <T>(db: Db, statement: RawBuilder<T>): Promise<T[]> =>
  (await asSystem(db, 'test', (tx) => statement.execute(tx))).rows;
const one = async <T>(db: Db, statement: RawBuilder<T>): Promise<T> => (await all(db, statement))[0]!;

export type Hall = TestRuntime & { campaign: number; session: number; now: Date };

/** A session that began half an hour ago and lasts two hours. */
export async function hall(): Promise<Hall> {
  const runtime = await testRuntime();
  await loadPlaces(runtime.db);
  await loadBodies(runtime.db);
  const now = new Date();
  const campaign = await addCampaign(runtime.db, now);
  const session = await addSession(runtime.db, campaign, new Date(now.getTime() - 1_800_000));
  return Object.assign(runtime, { campaign, session, now });
}

export async function addCampaign(db: Db, now: Date, title = 'Học tập Nghị quyết mẫu'): Promise<number> {
  const today = dayOf(now);
  const { id } = await one(db, sql<{ id: number }>`
    insert into study.campaign (body_id, title, state, opens_on, closes_on, roster_on, created_at, announced_at)
    values (${WARD}, ${title}, 'announced', ${today}::date - 7, ${today}::date + 30, ${today}, ${now}, ${now}) returning id`);
  return id;
}

export async function addSession(db: Db, campaign: number, startsAt: Date, body = WARD): Promise<number> {
  const { id } = await one(db, sql<{ id: number }>`
    insert into study.session (campaign_id, body_id, kind, title, venue, starts_at, ends_at, code_secret, created_at)
    values (${campaign}, ${body}, 'main', 'Hội nghị học tập', 'Hội trường phường', ${startsAt},
      ${new Date(startsAt.getTime() + 7_200_000)}, ${randomBytes(32)}, ${startsAt}) returning id`);
  return id;
}

/** A member of that branch on the roster; `personId` links an account. */
export async function addMember(
  db: Db, campaign: number, { name, body = BRANCH, exempt = false, personId = null }:
  { name: string; body?: number; exempt?: boolean; personId?: string | null },
): Promise<number> {
  const { id } = await one(db, sql<{ id: number }>`
    insert into members.member (code, full_name, person_id, created_at, updated_at)
    values (${randomUUID().slice(0, 8)}, ${name}, ${personId}, now(), now()) returning id`);
  await all(db, sql`insert into members.membership (member_id, body_id, valid, began, recorded_at)
    values (${id}, ${body}, '[2026-06-01,)', 'joined', now())`);
  await all(db, sql`insert into study.participant (campaign_id, member_id, body_id, exempt) values (${campaign}, ${id}, ${body}, ${exempt})`);
  return id;
}

let count = 0;
/** An account; with a role, who holds it. */
export async function addPerson(runtime: TestRuntime, name: string, role?: Role, bodyId = BRANCH): Promise<Person> {
  count += 1;
  const signInName = `diem.danh.${count}`;
  const { personId } = must(await createPerson(runtime, { name, signInName, password: 'Cau-Noi-mau-2026' }, { by: operator, now: new Date() }));
  if (role) must(await grantRole(runtime, { personId, role, bodyId, validFrom: '2026-01-01' }, { by: operator, now: new Date() }));
  return { kind: 'person', personId, name, grants: role ? [{ role, bodyId }] : [] };
}

export type Counts = { body: number; members: number; exempt: number; attended: number; excused: number; unexcused: number };
/** The counts that are kept, and the same counted again from the roster: they have to agree at any time. */
export async function tallies(db: Db, campaign: number): Promise<{ kept: Counts[]; counted: Counts[] }> {
  const kept = await all(db, sql<Counts>`
    select body_id as body, members, exempt, attended, excused, unexcused from study.tally where campaign_id = ${campaign} order by 1`);
  const that = (outcome: string) => sql`count(*) filter (where not exempt and not provisional and outcome = ${outcome})::int`;
  const counted = await all(db, sql<Counts>`
    select body_id as body, count(*)::int as members, count(*) filter (where exempt)::int as exempt, ${that('attended')} as attended,
      ${that('excused')} as excused, ${that('unexcused')} as unexcused
    from study.participant where campaign_id = ${campaign} group by 1 order by 1`);
  return { kept, counted };
}

export const participantOf = async (db: Db, campaign: number, member: number) =>
  one(db, sql<{ outcome: string | null; way: string | null; provisional: boolean; session: number | null; reason: string | null }>`
    select outcome, way, provisional, session_id as session, reason from study.participant
    where campaign_id = ${campaign} and member_id = ${member}`);

export const signOff = (db: Db, campaign: number, body: number, by: string) => all(db, sql`
  insert into study.sign_off (campaign_id, body_id, figures, signed_by, signed_at) values (${campaign}, ${body}, '{}', ${by}, now())`);

export const marksIn = async (db: Db, campaign: number) => all(db, sql<{ id: string; member: number; verdict: string; way: string }>`
  select id, member_id as member, verdict, way from study.mark where campaign_id = ${campaign} order by received_at, id`);
