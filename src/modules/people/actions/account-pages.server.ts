/** What the pages about accounts show. */
import { bodyName, findBodies, within } from '#modules/organisation/index.server.ts';
import { dayOf, type Day, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { fold } from '#platform/text/fold.ts';
import { accountState, mayCloseAccount, maySeeAccount, type AccountState } from '../rules/accounts.ts';
import type { AccountQuery } from '../rules/account-list.ts';
import { PAGE } from '../rules/role-list.ts';
import { anyRole, type Actor } from '../rules/roles.ts';
import { bodiesOfAccount, countAccounts, findAccount, listAccounts, type AccountRow } from '../store/account.server.ts';
import { grantsOf } from '../store/grant-list.server.ts';
import { identifiersOf, type Identifiers } from '../store/identifier.server.ts';
import { findPersons, type Found } from './find-person.server.ts';
import { reachOf } from './reach.server.ts';
import { presentGrant, type GrantItem } from './roles-page.server.ts';

type Officer = { actor: Actor; now: Instant };
type Ground = Pick<Runtime, 'db'>;

export type AccountItem = Pick<AccountRow, 'id' | 'name' | 'signInName' | 'sample'> & { state: AccountState; body: string | null };
export type AccountList = {
  query: AccountQuery;
  items: AccountItem[];
  total: number;
  counts: Record<AccountState | 'all', number>;
};

/** Accounts of the bodies that one administers. Problem `forbidden`. */
export async function readAccountList({ db }: Ground, query: AccountQuery, { actor, now }: Officer): Promise<Result<AccountList>> {
  if (!anyRole(actor, ['administrator'])) return problem('forbidden');
  const today = dayOf(now);
  const { bodies } = await reachOf(db, actor, today);
  const words = fold(query.q).split(' ').filter((word) => word !== '');
  const filter = { bodies, words, ...(query.state ? { state: query.state } : {}) };
  const count = (state?: AccountState) => countAccounts(db, { bodies, words, ...(state ? { state } : {}) });
  const [rows, all, invited, active, closed] = await Promise.all([
    listAccounts(db, { ...filter, limit: PAGE, offset: (query.page - 1) * PAGE }),
    count(),
    count('invited'),
    count('active'),
    count('closed'),
  ]);
  const counts = { all, invited, active, closed };
  const items = await Promise.all(rows.map((row) => presentAccount(db, row, { today, bodies })));
  return ok({ query, items, total: counts[query.state ?? 'all'], counts });
}

/** The body that asked for the account, else those with a role of the person, as far as they are the reader's. */
async function presentAccount(
  db: Db,
  row: AccountRow,
  { today, bodies }: { today: Day; bodies: readonly number[] | null },
): Promise<AccountItem> {
  const { id, name, signInName, sample, closedAt, canSignIn } = row;
  const near = row.bodyId === null ? row.roleBodies.filter((body) => bodies === null || bodies.includes(body)) : [row.bodyId];
  const names = await Promise.all(near.map((body) => bodyName(db, body, today, today)));
  const body = names.length > 0 ? names.join(', ') : null;
  return { id, name, signInName, sample, body, state: accountState({ closed: closedAt !== null, canSignIn }) };
}

export type AccountPage = {
  account: AccountItem & Pick<AccountRow, 'email' | 'createdAt' | 'closedAt' | 'closedReason'>;
  identifiers: Identifiers;
  /** Roles in bodies that the reader administers; of others only that there are some. */
  grants: GrantItem[];
  elsewhere: number;
  may: { close: boolean; reopen: boolean; invite: boolean };
  /** It is the reader's own. */
  own: boolean;
};

/** Problems: `account.missing`, `forbidden`. */
export async function readAccountPage({ db }: Ground, id: string, { actor, now }: Officer): Promise<Result<AccountPage>> {
  if (!anyRole(actor, ['administrator']) || actor.kind !== 'person') return problem('forbidden');
  const today = dayOf(now);
  const row = await findAccount(db, id);
  if (!row) return problem('account.missing');
  const [reach, bodies] = await Promise.all([reachOf(db, actor, today), bodiesOfAccount(db, id, today)]);
  if (!maySeeAccount(actor, { bodies: bodies.all }, reach.bodies === null, reach.isWithin)) return problem('forbidden');
  const all = await grantsOf(db, id);
  const mine = all.filter(({ bodyId }) => reach.roots.some((root) => reach.isWithin(bodyId, root)));
  const may = mayCloseAccount(actor, { personId: id, current: bodies.current }, reach.isWithin);
  const account = await presentAccount(db, row, { today, bodies: reach.bodies });
  const { email, createdAt, closedAt, closedReason } = row;
  return ok({
    account: { ...account, email, createdAt, closedAt, closedReason },
    identifiers: await identifiersOf(db, id),
    grants: await Promise.all(mine.map((grant) => presentGrant(db, grant, today))),
    elsewhere: all.length - mine.length,
    may: { close: may && account.state !== 'closed', reopen: account.state === 'closed', invite: account.state === 'invited' && email !== null },
    own: actor.personId === id,
  });
}

/** For the search box of administrators. */
export async function findAccounts(db: Db, q: string, { actor, now }: Officer): Promise<Found[]> {
  if (actor.kind !== 'person' || !anyRole(actor, ['administrator'])) return [];
  const { bodies } = await reachOf(db, actor, dayOf(now));
  return findPersons(db, q, { bodies, among: 'accounts' }, { personId: actor.personId, now });
}

export type BodyChoice = { id: number; name: string; symbol: string };

/** For the search box of bodies that one administers; ended ones only where the log is searched. */
export async function findAdministered(db: Db, q: string, { actor, now, ended = false }: Officer & { ended?: boolean }): Promise<BodyChoice[]> {
  const today = dayOf(now);
  const [{ roots }, isWithin] = await Promise.all([reachOf(db, actor, today), within(db, today)]);
  const found = await findBodies(db, { q, today, limit: 50 });
  const mine = found.filter(({ id, asOf }) => (ended || asOf === today) && roots.some((root) => isWithin(id, root)));
  return mine.slice(0, 10).map(({ id, short, symbol }) => ({ id, name: short, symbol }));
}

/** The form for a new account: the body that asks for it. Problem `forbidden`. */
export async function readAccountFormPage({ db }: Ground, asked: string | null, { actor, now }: Officer): Promise<Result<{ body: { id: number; name: string } }>> {
  const today = dayOf(now);
  const { roots, isWithin } = await reachOf(db, actor, today);
  const id = /^[1-9]\d{0,8}$/.test(asked ?? '') ? Number(asked) : roots[0];
  if (id === undefined || !roots.some((root) => isWithin(id, root))) return problem('forbidden');
  return ok({ body: { id, name: await bodyName(db, id, today, today) } });
}
