/** Everybody who asks: each role in each position of a small tree, and those whose role is none (any more). */
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { createBody } from '#modules/organisation/index.server.ts';
import { roles, type Role } from '#modules/people/index.server.ts';
import { addDays, dayOf } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Runtime } from '#platform/runtime.server.ts';

/** `own` has the subjects; `parent` and `top` lie above it, `child` below, `sibling` beside, `foreign` in another branch. */
export const positions = ['own', 'parent', 'top', 'child', 'sibling', 'foreign'] as const;
export type Position = (typeof positions)[number];
export type Bodies = Record<Position, number>;
const PARENTS: Record<Position, Position | null> = {
  top: null, parent: 'top', own: 'parent', child: 'own', sibling: 'parent', foreign: 'top',
};

/** True when a role at `from` reaches what belongs to `to`. */
export function reaches(from: Position, to: Position): boolean {
  for (let at: Position | null = to; at; at = PARENTS[at]) if (at === from) return true;
  return false;
}

export async function makeBodies(db: Db): Promise<Bodies> {
  const bodies: Partial<Bodies> = {};
  for (const position of ['top', 'parent', 'own', 'child', 'sibling', 'foreign'] as const) {
    const above = PARENTS[position];
    const draft = {
      symbol: `WALL-${position.toUpperCase()}`, name: `Chi bộ ${position}`, kind: 'chi bộ',
      parentSymbol: above && `WALL-${above.toUpperCase()}`, basis: 'mẫu',
    };
    const made = await createBody(db, draft, addDays(dayOf(new Date()), -300));
    if (!made.ok) throw new Error(JSON.stringify(made));
    bodies[position] = made.value;
  }
  return bodies as Bodies;
}

export type Asker = {
  name: string;
  personId: string | null;
  cookie: string;
  /** Has roles that do not count before a second factor: led to where it is set up. */
  weak?: true;
  /** Everybody's session and account can end; the same grants in a new one. */
  renew?: () => Promise<Asker>;
  /** What counts today. */
  held: readonly { role: Role; position: Position }[];
};
type Grant = { role: Role; bodyId: number; from?: number; to?: number; revoked?: true };
type Session = { strong?: boolean; provenAt?: Date; expired?: true };

export const anonymousAsker: Asker = { name: 'nobody', personId: null, cookie: '', held: [] };

const signed = (secret: string, token: string) =>
  encodeURIComponent(`${token}.${createHmac('sha256', secret).update(token).digest('base64')}`);

/** An account with these grants and a session of its own. @returns its id and the cookie */
export async function enter({ db, config }: Runtime, grants: readonly Grant[], session: Session = {}) {
  const personId = randomUUID();
  const now = new Date();
  const today = dayOf(now);
  await sql`insert into people.person (id, full_name, sign_in_name) values (${personId}, 'Cán bộ', ${`w${personId.slice(0, 20)}`})`.execute(db);
  for (const { role, bodyId, from = -9, to, revoked } of grants) {
    await sql`insert into people.role_grant (person_id, role, body_id, valid_from, valid_to, granted_at, revoked_at)
      values (${personId}, ${role}, ${bodyId}, ${addDays(today, from)}, ${to === undefined ? null : addDays(today, to)},
        ${now}, ${revoked ? now : null})`.execute(db);
  }
  const token = randomBytes(24).toString('base64url');
  const expires = new Date(now.getTime() + (session.expired ? -1 : 8) * 3_600_000);
  await sql`insert into people.session (person_id, token, created_at, updated_at, expires_at, used_at, strong, proven_at, factor)
    values (${personId}, ${token}, ${now}, ${now}, ${expires}, ${now}, ${session.strong ?? true},
      ${session.provenAt ?? now}, 'totp')`.execute(db);
  return { personId, cookie: `caunoi_session=${signed(config.secret, token)}` };
}

/** Who holds one role in one position. */
export async function holder(runtime: Runtime, bodies: Bodies, role: Role, position: Position): Promise<Asker> {
  const entered = await enter(runtime, [{ role, bodyId: bodies[position] }]);
  const renew = () => holder(runtime, bodies, role, position);
  return { name: `${role} at ${position}`, ...entered, held: [{ role, position }], renew };
}

/** Everybody of the matrix: 10 roles × 6 positions, a delegate, and eight who hold nothing that counts. */
export async function everybody(runtime: Runtime, bodies: Bodies): Promise<Asker[]> {
  const askers: Asker[] = [anonymousAsker];
  for (const role of roles) for (const position of positions) askers.push(await holder(runtime, bodies, role, position));
  const all = (change: Partial<Grant>): Grant[] => roles.map((role) => ({ role, bodyId: bodies.own, ...change }));
  const none = async (name: string, grants: Grant[], session: Session = {}): Promise<Asker> =>
    ({ name, ...(await enter(runtime, grants, session)), held: [], renew: () => none(name, grants, session) });
  askers.push(
    await none('somebody without a role', []),
    await none('all roles, expired yesterday', all({ from: -90, to: -1 })),
    await none('all roles, from tomorrow', all({ from: 1 })),
    await none('all roles, revoked', all({ revoked: true })),
    { ...(await none('all roles, without a second factor', all({}), { strong: false })), weak: true },
    { ...(await none('all roles, session over', all({}), { expired: true })), personId: null },
    { ...(await closed(runtime, await none('all roles, account closed', all({})))), personId: null },
    await delegate(runtime, bodies),
    { ...(await none('somebody with a forged cookie', [])), personId: null, cookie: 'caunoi_session=abc.def' },
  );
  return askers;
}

async function closed({ db }: Runtime, asker: Asker): Promise<Asker> {
  await sql`update people.person set closed_at = now(), closed_reason = 'left' where id = ${asker.personId}`.execute(db);
  return asker;
}

async function delegate(runtime: Runtime, bodies: Bodies): Promise<Asker> {
  const officer = await enter(runtime, [{ role: 'officer', bodyId: bodies.own }]);
  const entered = await enter(runtime, []);
  const today = dayOf(new Date());
  await sql`insert into people.delegation (grant_id, delegate_id, body_id, valid_from, valid_to, reason, made_at)
    select id, ${entered.personId}, body_id, ${today}::date, ${today}::date, 'leave', now()
    from people.role_grant where person_id = ${officer.personId}`.execute(runtime.db);
  const held = [{ role: 'officer', position: 'own' }] as const;
  return { name: 'delegate of an officer at own', ...entered, held, renew: () => delegate(runtime, bodies) };
}
