/** Who holds what in a body: the page, one grant, and what a form needs. */
import { ancestors, bodyLabel, bodyName, within } from '#modules/organisation/index.server.ts';
import { dayOf, type Day, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { delegationState, type DelegationRecord, type DelegationState } from '../rules/delegation.ts';
import { grantState, type GrantRecord, type GrantState } from '../rules/grants.ts';
import { PAGE, type RoleQuery } from '../rules/role-list.ts';
import { mayGrant, type Actor } from '../rules/roles.ts';
import { listDelegations } from '../store/delegation.server.ts';
import { countGrants, findGrant, listGrants } from '../store/grant-list.server.ts';

export type Officer = { actor: Actor; now: Instant };
type Ground = Pick<Runtime, 'db'>;

export type GrantItem = Omit<GrantRecord, 'email'> & { state: GrantState; body: string };
export type DelegationItem = Omit<DelegationRecord, 'delegateEmail' | 'holderEmail'> & { state: DelegationState; body: string };

export type RolesPage = {
  body: { id: number; name: string };
  /** The body is there today: roles can be given. */
  exists: boolean;
  today: Day;
  query: RoleQuery;
  /** As of a day, `now` is who held a role that day; what was over is not asked then. */
  counts: { now: number; past: number; above: number };
  items: GrantItem[];
  /** Who acts for whom here, now or soon, or acted that day; only beside what is in force. */
  delegations: DelegationItem[];
};

/** Problems: `body.missing` for an unknown body, `forbidden`. */
export async function readRolesPage({ db }: Ground, { bodyId, query }: { bodyId: number; query: RoleQuery }, officer: Officer): Promise<Result<RolesPage>> {
  const open = await openBody(db, bodyId, officer, query.day);
  if (!open.ok) return open;
  const today = dayOf(officer.now);
  const day = query.day ?? today;
  const which = query.day === null ? 'open' : 'held';
  const filters = {
    now: { bodies: [bodyId], which, day },
    past: { bodies: [bodyId], which: 'over', day: today },
    above: { bodies: await ancestors(db, bodyId, day), which, day },
  } as const;
  const [now, past, above, rows, delegations] = await Promise.all([
    countGrants(db, filters.now),
    countGrants(db, filters.past),
    countGrants(db, filters.above),
    listGrants(db, { ...filters[query.tab], limit: PAGE, offset: (query.page - 1) * PAGE }),
    query.tab === 'now' ? listDelegations(db, { bodies: [bodyId], ...(query.day === null ? { day } : { heldOn: day }) }) : [],
  ]);
  return ok({
    ...open.value,
    today,
    query,
    counts: { now, past, above },
    items: await Promise.all(rows.map((row) => presentGrant(db, row, today))),
    delegations: await Promise.all(delegations.map((row) => presentDelegation(db, row, today))),
  });
}

/** What the form that gives a role needs to know. Problems as `readRolesPage`, and `body.ended`. */
export async function readGrantFormPage({ db }: Ground, bodyId: number, officer: Officer): Promise<Result<{ body: RolesPage['body']; today: Day }>> {
  const open = await openBody(db, bodyId, officer);
  if (!open.ok) return open;
  if (!open.value.exists) return problem('body.ended');
  return ok({ body: open.value.body, today: dayOf(officer.now) });
}

export type GrantPage = { body: RolesPage['body']; today: Day; grant: GrantItem; delegations: DelegationItem[]; mine: boolean };

/** One grant with what was handed on of it. Problems as `readRolesPage`, and `grant.missing`. */
export async function readGrantPage(
  { db }: Ground,
  { bodyId, grantId }: { bodyId: number; grantId: number },
  officer: Officer,
): Promise<Result<GrantPage>> {
  const open = await openBody(db, bodyId, officer);
  if (!open.ok) return open;
  const grant = await findGrant(db, grantId);
  if (grant?.bodyId !== bodyId) return problem('grant.missing');
  const today = dayOf(officer.now);
  const delegations = await listDelegations(db, { grants: [grantId] });
  return ok({
    body: open.value.body,
    today,
    grant: await presentGrant(db, grant, today),
    delegations: await Promise.all(delegations.map((row) => presentDelegation(db, row, today))),
    mine: officer.actor.kind === 'person' && officer.actor.personId === grant.personId,
  });
}

async function openBody(db: Db, id: number, { actor, now }: Officer, day: Day | null = null): Promise<Result<Pick<RolesPage, 'body' | 'exists'>>> {
  const today = dayOf(now);
  if (!mayGrant(actor, id, await within(db, today))) return problem('forbidden');
  const [label, then] = [await bodyLabel(db, id, today, today), await bodyLabel(db, id, day ?? today, today)];
  if (!label || !then) return problem('body.missing');
  return ok({ body: { id, name: then.short }, exists: label.asOf === today });
}

export async function presentGrant(db: Db, { email: _, ...grant }: GrantRecord, today: Day): Promise<GrantItem> {
  return { ...grant, state: grantState(grant, today), body: await bodyName(db, grant.bodyId, today, today) };
}

export async function presentDelegation(db: Db, row: DelegationRecord, today: Day): Promise<DelegationItem> {
  const { delegateEmail: _, holderEmail: __, ...rest } = row;
  return { ...rest, state: delegationState(row, today), body: await bodyName(db, row.bodyId, today, today) };
}
