/** What a person changes about their own account. */
import { audit } from '#platform/audit/audit.server.ts';
import type { Instant } from '#platform/clock.ts';
import { reset, subjectKey, take } from '#platform/limits/limits.server.ts';
import { isMailAddress } from '#platform/mail/mail.server.ts';
import { fieldProblem, ok, problem, type Failed, type Result } from '#platform/result.ts';
import { normaliseLine } from '#platform/text/normalise.ts';
import type { Language } from '#platform/words/translate.ts';
import { proofLimit } from '../rules/factors.ts';
import { identifierKey, identifierKinds, isPhoneKey, type IdentifierKind } from '../rules/identifier.ts';
import { passwordProblem } from '../rules/password.ts';
import { CONFIRM_HOURS, contactLimit } from '../rules/recovery.ts';
import type { Person } from '../rules/roles.ts';
import { voidActivations } from '../store/activation.server.ts';
import { passwordHashOf } from '../store/factor.server.ts';
import { dropIdentifier, giveIdentifiers, identifiersOf } from '../store/identifier.server.ts';
import { liveMailLink, ownerById, ownerOf, setEmail, useMailLink, voidMailLinks } from '../store/mail-link.server.ts';
import { replacePasswordOf } from '../store/person.server.ts';
import type { Ground } from './authentication.server.ts';
import { sessionToken } from './cookie.server.ts';
import { sendLink, tellOwner } from './mail-link.server.ts';
import { busy, hashInTurn, hashing, NOBODYS_HASH, verifyPassword } from './password.server.ts';
import { hashOfKey } from './secrets.server.ts';

export type Self = { actor: Person; now: Instant };

export type OwnAccount = {
  name: string;
  identifiers: { kind: IdentifierKind; shown: string | null }[];
  emailConfirmed: boolean;
  hasPassword: boolean;
  shared: boolean;
};

/** What the person signs in with, in a fixed order; a sign-in name only where there is one. */
export async function ownAccount({ db }: Pick<Ground, 'db'>, { actor }: Self): Promise<OwnAccount> {
  const [given, owner, hash] = [
    await identifiersOf(db, actor.personId),
    await ownerById(db, actor.personId),
    await passwordHashOf(db, actor.personId),
  ];
  const identifiers = identifierKinds
    .map((kind) => ({ kind, shown: given[kind] ?? null }))
    .filter(({ kind, shown }) => shown !== null || kind === 'phone' || kind === 'email');
  return {
    name: actor.name,
    identifiers,
    emailConfirmed: owner?.emailConfirmed ?? false,
    hasPassword: hash !== undefined,
    shared: actor.shared ?? false,
  };
}

const actOf = (actor: Person, kind: string, now: Instant) =>
  ({ kind, by: actor, bodyId: null, subject: `person:${actor.personId}`, now });

async function overContactLimit({ db }: Pick<Ground, 'db'>, { actor, now }: Self): Promise<Failed | undefined> {
  const taken = await take(db, { rule: contactLimit, key: await subjectKey(db, `contact ${actor.personId}`, now), now });
  return taken.allowed ? undefined : problem('contact.tooMany', { hours: Math.ceil(taken.retryAfter / 3_600) });
}

/**
 * Sends a link to an address; it becomes the person's when they open it there. Whether somebody else has the address is
 * told to that address only. Problems: `email.missing`, `email.form`, `contact.tooMany` {hours}.
 */
export async function askEmail(ground: Ground, { typed, language }: { typed: string; language: Language }, self: Self): Promise<Result<{ email: string }>> {
  const email = normaliseLine(typed).toLowerCase();
  if (email === '') return fieldProblem('email', 'email.missing');
  if (!isMailAddress(email) || !/^[\x21-\x7e]+\.[a-z]+$/.test(email)) return fieldProblem('email', 'email.form');
  const refused = await overContactLimit(ground, self);
  if (refused) return refused;
  const { personId, name } = self.actor;
  const { now } = self;
  const key = `people.email/${personId}/${now.getTime()}`;
  await ground.db.transaction().execute(async (tx) => {
    const other = await ownerOf(tx, identifierKey(email), true);
    if (other && other.personId !== personId) return tellOwner(tx, { what: 'emailTaken', to: email, name: other.name, key, now });
    return sendLink(tx, ground.config, { personId, name, to: email, purpose: 'email', key, language, lastsMs: CONFIRM_HOURS * 3_600_000, now });
  });
  return ok({ email });
}

/** What a link that proves an address is for. Problem: `link.wrong`. */
export async function readEmailLink({ db }: Ground, { link, now }: { link: string; now: Instant }): Promise<Result<{ address: string }>> {
  const found = await liveMailLink(db, 'email', hashOfKey(link), now);
  return found ? ok({ address: found.address }) : problem('link.wrong');
}

/** The address is now the person's; the former one is told. Problem: `link.wrong`. */
export async function confirmOwnEmail({ db }: Ground, { link, now }: { link: string; now: Instant }): Promise<Result<{ address: string }>> {
  const found = await liveMailLink(db, 'email', hashOfKey(link), now);
  if (!found) return problem('link.wrong');
  const { id, personId, name, address, email } = found;
  const changed = await db.transaction().execute(async (tx) => {
    if ((await giveIdentifiers(tx, personId, { email: address })).length > 0) return false;
    if (!(await useMailLink(tx, id, now))) return false;
    await setEmail(tx, personId, address, now);
    // A link to a new password that is on its way to the old address must not work any more.
    await voidMailLinks(tx, personId, now, 'password');
    await audit(tx, { kind: 'people.email', by: { personId, name }, bodyId: null, subject: `person:${personId}`, now });
    if (email !== address) await tellOwner(tx, { what: 'email', to: email, name, key: `people.emailChanged/${id}`, now });
    return true;
  });
  return changed ? ok({ address }) : problem('link.wrong');
}

/**
 * Another telephone number to sign in with; an empty text takes it away. Problems: `phone.form`, `phone.unusable`,
 * `contact.tooMany` {hours}.
 */
export async function changePhone(ground: Ground, typed: string, self: Self): Promise<Result<void>> {
  const { actor, now } = self;
  const key = identifierKey(typed.slice(0, 100));
  if (key !== '' && !isPhoneKey(key)) return fieldProblem('phone', 'phone.form');
  const refused = await overContactLimit(ground, self);
  if (refused) return refused;
  const given = await ground.db.transaction().execute(async (tx) => {
    if (key === '') await dropIdentifier(tx, actor.personId, 'phone');
    else if ((await giveIdentifiers(tx, actor.personId, { phone: key })).length > 0) return false;
    await audit(tx, actOf(actor, 'people.phone', now));
    return true;
  });
  return given ? ok(undefined) : fieldProblem('phone', 'phone.unusable');
}

export type PasswordChange = { old: string; password: string; headers: Headers };

/**
 * A new password for who knows the old one: every other session ends. Problems: `old.wrong` (at `old`), `password.…`,
 * `signIn.tooMany` {minutes}, `signIn.busy` {seconds}.
 */
export async function changePassword(runtime: Ground, { old, password, headers }: PasswordChange, { actor, now }: Self): Promise<Result<void>> {
  const { db, config } = runtime;
  const { personId, name } = actor;
  if (old === '') return fieldProblem('old', 'old.missing');
  const wrong = passwordProblem(password, [name, ...Object.values(await identifiersOf(db, personId))]);
  if (wrong) return fieldProblem('password', wrong);
  const guesses = await subjectKey(db, `proof ${personId}`, now);
  const taken = await take(db, { rule: proofLimit, key: guesses, now });
  if (!taken.allowed) return problem('signIn.tooMany', { minutes: Math.ceil(taken.retryAfter / 60) });
  const hash = await passwordHashOf(db, personId);
  const checked = await hashing.run(() => verifyPassword(old, hash ?? NOBODYS_HASH));
  if (!checked.ok) return busy(checked);
  if (!checked.value || !hash) return fieldProblem('old', 'old.wrong');
  await reset(db, proofLimit, guesses);
  const hashed = await hashInTurn(password);
  if (!hashed.ok) return hashed;
  const owner = await ownerById(db, personId);
  await db.transaction().execute(async (tx) => {
    await replacePasswordOf(tx, personId, hashed.value, now, sessionToken(headers.get('cookie'), config));
    await voidActivations(tx, personId, now);
    await voidMailLinks(tx, personId, now, 'password');
    await audit(tx, { ...actOf(actor, 'people.password', now), details: { how: 'own' } });
    const to = owner?.emailConfirmed ? owner.email : null;
    await tellOwner(tx, { what: 'password', to, name, key: `people.password/${personId}/${now.getTime()}`, now });
  });
  return ok(undefined);
}
