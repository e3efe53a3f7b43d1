/** Accounts of those who work here: made, invited, closed, opened again by administrators. */
import { bodyAsOf, bodyName, within } from '#modules/organisation/index.server.ts';
import { audit } from '#platform/audit/audit.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { AccountForm } from '../input/desk.ts';
import type { Typed } from '../input/typed.ts';
import { mayCloseAccount, mayMakeAccount, maySeeAccount, type CloseReason } from '../rules/accounts.ts';
import type { Channel } from '../rules/activation.ts';
import type { Actor, Person } from '../rules/roles.ts';
import { bodiesOfAccount, findAccount, markClosed, markReopened, revokeAll, setHome, type AccountRow } from '../store/account.server.ts';
import { endDelegationsTo } from '../store/delegation.server.ts';
import { administratorGrants, grantsOf, lockAdministrators } from '../store/grant-list.server.ts';
import { giveIdentifiers, identifiersOf } from '../store/identifier.server.ts';
import { insertPerson } from '../store/person.server.ts';
import { activationUrl, issueActivations, type Issued } from './activation.server.ts';
import { highestBodies, reachOf } from './reach.server.ts';

type Ground = Pick<Runtime, 'db' | 'config'>;
type Officer = { actor: Actor; now: Instant };
export type Made = { personId: string; invited: boolean };

/**
 * Makes an account for somebody who works in a body, and sends what opens it. Nobody chooses a password for somebody
 * else. Problems: `forbidden`, `body.unknown`, `signInName.taken`.
 * @returns `invited`: a mail with the code is on its way; without an address a letter has to be printed
 */
export async function makeAccount(ground: Ground, form: AccountForm, { bodyId, actor, now }: Officer & { bodyId: number }): Promise<Result<Made>> {
  const today = dayOf(now);
  if (actor.kind !== 'person' || !mayMakeAccount(actor, bodyId, await within(ground.db, today))) return problem('forbidden');
  if (!(await bodyAsOf(ground.db, bodyId, today))) return fieldProblem('body', 'body.unknown');
  return ground.db.transaction().execute(async (tx) => {
    const personId = await insertPerson(tx, form, now);
    if (!personId) return fieldProblem('signInName', 'signInName.taken');
    await setHome(tx, personId, { bodyId, by: actor.personId });
    await audit(tx, { kind: 'people.account', by: actor, bodyId, subject: `person:${personId}`, now });
    const invited = form.email !== undefined && (await sendCode(tx, ground, personId, { bodyId, actor, now }));
    return ok({ personId, invited });
  });
}

type Issuing = { bodyId: number; actor: Person; now: Instant };

/** @returns undefined when it is not the actor's to open, or has no address for a mail */
async function newCode(tx: Db, { config }: Ground, personId: string, channel: Channel, { bodyId, actor, now }: Issuing): Promise<Issued | undefined> {
  const today = dayOf(now);
  const name = await bodyName(tx, bodyId, today, today);
  const { issued } = await issueActivations(tx, [personId], { by: actor, bodyId, bodyName: name, channel, config, now });
  return issued[0];
}

const sendCode = async (tx: Db, ground: Ground, personId: string, issuing: Issuing): Promise<boolean> =>
  (await newCode(tx, ground, personId, 'email', issuing)) !== undefined;

/** What the letter to somebody without an address says; the code is shown this once. */
export type AccountLetter = { name: string; signInName: string | null; body: string; code: string; url: string; expiresAt: Instant };

/** A code on paper. Problems: `account.missing`, `forbidden`, `account.notInvited` (not yours to open). */
export async function printLetter(ground: Ground, personId: string, { actor, now }: Officer): Promise<Result<AccountLetter>> {
  return onAccount(ground, personId, { actor, now }, async (tx, { account, by, home }) => {
    if (account.closedAt) return problem('account.missing');
    const issued = await newCode(tx, ground, personId, 'letter', { bodyId: home, actor: by, now });
    if (!issued) return problem('account.notInvited');
    const { name, code, expiresAt } = issued;
    const body = await bodyName(tx, home, dayOf(now), dayOf(now));
    return ok({ name, signInName: account.signInName, body, code, url: activationUrl(ground.config, code), expiresAt });
  });
}

/** Sends the code once more. Problems: `account.missing`, `forbidden`, `account.notInvited` (no address, or not yours to open). */
export async function inviteAgain(ground: Ground, personId: string, { actor, now }: Officer): Promise<Result<void>> {
  return onAccount(ground, personId, { actor, now }, async (tx, { account, by, home }) => {
    if (account.closedAt) return problem('account.missing');
    const sent = await sendCode(tx, ground, personId, { bodyId: home, actor: by, now });
    return sent ? ok(undefined) : problem('account.notInvited');
  });
}

/**
 * Closes an account: its sessions, roles and delegations end with it; the name stays on what the person signed.
 * Problems: `account.missing`, `forbidden`, `account.elsewhere` (a role in a body that is not theirs), `account.self`,
 * `grant.lastAdministrator`.
 */
export async function closeAccount(ground: Ground, { personId, reason }: { personId: string; reason: CloseReason }, { actor, now }: Officer): Promise<Result<void>> {
  return onAccount(ground, personId, { actor, now }, async (tx, { account, by, home, current }) => {
    if (account.closedAt) return problem('account.missing');
    if (by.personId === personId) return problem('account.self');
    if (!mayCloseAccount(by, { personId, current }, await within(tx, dayOf(now)))) return problem('account.elsewhere');
    if (await isLastAdministrator(tx, personId, { actor, now })) return problem('grant.lastAdministrator');
    const grants = await revokeAll(tx, personId, by.personId, now);
    await endDelegationsTo(tx, personId, by.personId, now);
    await markClosed(tx, { id: personId, by: by.personId, reason, now });
    const details = { reason, roles: grants.length };
    await audit(tx, { kind: 'people.accountClose', by, bodyId: home, subject: `person:${personId}`, details, now });
    return ok(undefined);
  });
}

/**
 * Opens a closed account again; roles do not come back. Problems: `account.missing`, `forbidden`, `account.nameTaken`
 * when somebody else has the sign-in name or address by now.
 */
export async function reopenAccount(ground: Ground, personId: string, { actor, now }: Officer): Promise<Result<void>> {
  return onAccount(ground, personId, { actor, now }, async (tx, { account, by, home }) => {
    if (!account.closedAt) return problem('account.missing');
    const known = await identifiersOf(tx, personId);
    const missing = (account.signInName !== null && !known.name) || (account.email !== null && !known.email);
    if (missing) {
      // Whoever took one over while the account was closed keeps it.
      const taken = await giveIdentifiers(tx, personId, { name: account.signInName, email: account.email });
      if (taken.length > 0) throw new NameTaken();
    }
    await markReopened(tx, personId, now);
    await audit(tx, { kind: 'people.accountReopen', by, bodyId: home, subject: `person:${personId}`, now });
    return ok(undefined);
  });
}

/** Takes back what the transaction has written. */
class NameTaken extends Error {}

type Open = { account: AccountRow; by: Person; home: number; current: readonly number[] };

/** One account, locked, that the actor may see; `home` is the body under which it is logged. */
async function onAccount<T>(
  { db }: Ground,
  personId: string,
  { actor, now }: Officer,
  act: (tx: Db, open: Open) => Promise<Result<T>>,
): Promise<Result<T>> {
  if (actor.kind !== 'person') return problem('forbidden');
  const today = dayOf(now);
  return db
    .transaction()
    .execute(async (tx): Promise<Result<T>> => {
      await lockAdministrators(tx);
      const account = await findAccount(tx, personId, true);
      if (!account) return problem('account.missing');
      const { all, current } = await bodiesOfAccount(tx, personId, today);
      const reach = await reachOf(tx, actor, today);
      if (!maySeeAccount(actor, { bodies: all }, reach.bodies === null, reach.isWithin)) return problem('forbidden');
      const mine = all.filter((body) => reach.roots.some((root) => reach.isWithin(body, root)));
      const home = account.bodyId ?? mine[0] ?? (reach.roots[0] as number);
      return act(tx, { account, by: actor, home, current });
    })
    .catch((error: unknown) => {
      if (error instanceof NameTaken) return problem('account.nameTaken');
      throw error;
    });
}

/** Would the highest body be without an administrator, sooner than it is now, when this person goes? */
export async function isLastAdministrator(tx: Db, personId: string, { actor, now }: Officer): Promise<boolean> {
  const today = dayOf(now);
  const { tree } = await reachOf(tx, actor, today);
  const own = (await grantsOf(tx, personId)).filter(({ role, revokedAt }) => role === 'administrator' && !revokedAt);
  for (const body of highestBodies(tree, today)) {
    const mine = new Set(own.filter(({ bodyId }) => bodyId === body).map(({ id }) => id));
    const all = await administratorGrants(tx, [body], today);
    const last = (some: typeof all) => some.reduce((latest, { validTo }) => (latest > (validTo ?? '9') ? latest : (validTo ?? '9')), '');
    if (mine.size > 0 && last(all.filter(({ id }) => !mine.has(id))) < last(all)) return true;
  }
  return false;
}

type Step = (ground: Ground, personId: string, typed: Typed, officer: Officer) => Promise<Result<AccountLetter | void>>;

/** Every form on the page of an account, by its name. */
export const accountStepsWith = (read: { close(typed: Typed): Result<{ reason: CloseReason }> }): Readonly<Record<string, Step>> => ({
  async close(ground, personId, typed, officer) {
    const form = read.close(typed);
    return form.ok ? closeAccount(ground, { personId, reason: form.value.reason }, officer) : form;
  },
  reopen: (ground, personId, _typed, officer) => reopenAccount(ground, personId, officer),
  letter: (ground, personId, _typed, officer) => printLetter(ground, personId, officer),
  invite: (ground, personId, _typed, officer) => inviteAgain(ground, personId, officer),
});
