/** The page of what somebody holds, has handed on, and stands in for. */
import { bodyTree, findBodies, within } from '#modules/organisation/index.server.ts';
import { dayOf, type Day, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { mayBeHandedOn, type Absence } from '../rules/delegation.ts';
import type { Actor, Person } from '../rules/roles.ts';
import { listAbsences, listDelegations } from '../store/delegation.server.ts';
import { grantsOf } from '../store/grant-list.server.ts';
import { findPersons, type Found } from './find-person.server.ts';
import { presentDelegation, presentGrant, type DelegationItem, type GrantItem } from './roles-page.server.ts';

type Officer = { actor: Actor; now: Instant };

export type DelegationPage = {
  today: Day;
  /** Own roles, in force or to come. */
  own: (GrantItem & { mayBeHandedOn: boolean })[];
  given: DelegationItem[];
  received: DelegationItem[];
  absences: Absence[];
};

/** Problem `forbidden`: for people with an account only. */
export async function readDelegationPage({ db }: Pick<Runtime, 'db'>, { actor, now }: Officer): Promise<Result<DelegationPage>> {
  if (actor.kind !== 'person') return problem('forbidden');
  const today = dayOf(now);
  const [grants, given, received, absences] = await Promise.all([
    grantsOf(db, actor.personId),
    listDelegations(db, { holder: actor.personId }),
    listDelegations(db, { delegate: actor.personId }),
    listAbsences(db, actor.personId, today),
  ]);
  const own = await Promise.all(grants.map((grant) => presentGrant(db, grant, today)));
  return ok({
    today,
    own: own
      .filter(({ state }) => state === 'now' || state === 'future')
      .map((grant) => ({ ...grant, mayBeHandedOn: mayBeHandedOn(grant.role) })),
    given: await Promise.all(given.map((row) => presentDelegation(db, row, today))),
    received: await Promise.all(received.map((row) => presentDelegation(db, row, today))),
    absences,
  });
}

/** Bodies of today in which the actor has a role of their own, and everything below: where colleagues are looked for. */
export async function ownBodies(db: Db, actor: Person, today: Day): Promise<number[]> {
  const roots = actor.grants.filter(({ onBehalfOf }) => !onBehalfOf).map(({ bodyId }) => bodyId);
  const [tree, isWithin] = await Promise.all([bodyTree(db), within(db, today)]);
  return [...tree.versions.keys()].filter((id) => roots.some((root) => isWithin(id, root)));
}

/** For the search box of whom to hand a role to. */
export async function findColleagues(db: Db, q: string, { actor, now }: Officer): Promise<Found[]> {
  if (actor.kind !== 'person' || actor.grants.length === 0) return [];
  const found = await findPersons(db, q, { bodies: await ownBodies(db, actor, dayOf(now)), among: 'officials' }, { personId: actor.personId, now });
  return found.filter(({ id }) => id !== actor.personId);
}

export type FoundBody = { id: number; name: string; symbol: string };

/** For the search box of a part of one's own bodies. */
export async function findOwnBodies(db: Db, q: string, { actor, now }: Officer): Promise<FoundBody[]> {
  if (actor.kind !== 'person') return [];
  const today = dayOf(now);
  const isWithin = await within(db, today);
  const roots = actor.grants.filter(({ onBehalfOf }) => !onBehalfOf).map(({ bodyId }) => bodyId);
  const found = await findBodies(db, { q, today, limit: 50 });
  const mine = found.filter(({ id, asOf }) => asOf === today && roots.some((root) => isWithin(id, root)));
  return mine.slice(0, 10).map(({ id, name, symbol }) => ({ id, name, symbol }));
}
