/** Giving roles, changing their end, taking them away. */
import { bodyAsOf, bodyName, within } from '#modules/organisation/index.server.ts';
import { audit } from '#platform/audit/audit.server.ts';
import { dayOf, type Day, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { failed, fieldProblem, ok, problem, type Failed, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { NewGrant } from '../input/person.ts';
import { endProblem, leavesNobody, startProblem, type GrantRecord } from '../rules/grants.ts';
import { mayGrant, type Actor, type Granter } from '../rules/roles.ts';
import { endSentence, grantSentence, revokeSentence } from '../rules/sentences.ts';
import { findAccount } from '../store/account.server.ts';
import { administratorGrants, findGrant, lockAdministrators, setGrantEnd } from '../store/grant-list.server.ts';
import { insertGrant, markRevoked } from '../store/grant.server.ts';
import { highestBodies, reachOf } from './reach.server.ts';
import { tell, vi } from './tell.server.ts';

type Ground = Pick<Runtime, 'db' | 'config'>;
/** Who does it, and when. */
export type Change = { by: Actor | Granter; now: Instant };

/** For the log: nobody stands for the operator. */
export const authorOf = (by: Actor | Granter) =>
  by.kind === 'person' ? { personId: by.personId, name: by.name } : undefined;
export const idOf = (by: Actor | Granter): string | null => (by.kind === 'person' ? by.personId : null);

/**
 * Charges a person with a role in a body and everything below it, from a day on (default: today).
 * Problems: `forbidden`, `grant.self`, `body.unknown` (not a body of today), `person.unknown`, `grant.startsInPast`,
 * `grant.exists`.
 * @param grant from `parseNewGrant`
 */
export async function grantRole(
  ground: Ground,
  grant: Omit<NewGrant, 'validFrom'> & { validFrom?: Day },
  { by, now }: Change,
): Promise<Result<{ grantId: number }>> {
  const today = dayOf(now);
  const { db } = ground;
  const { personId, role, bodyId, validFrom = today, validTo } = grant;
  if (!mayGrant(by, bodyId, await within(db, today))) return problem('forbidden');
  if (!(await bodyAsOf(db, bodyId, today))) return fieldProblem('bodyId', 'body.unknown');
  // Whoever administers does not also read what is kept from administrators: another one has to agree to it.
  if (idOf(by) === personId) return fieldProblem('person', 'grant.self');
  const early = by.kind === 'person' ? startProblem(validFrom, today) : undefined;
  if (early) return failed(early);
  return db.transaction().execute(async (tx) => {
    const person = await findAccount(tx, personId, true);
    if (!person || person.closedAt) return fieldProblem('person', 'person.unknown');
    const grantId = await insertGrant(tx, { personId, role, bodyId, validFrom, validTo, grantedBy: idOf(by) }, now);
    if (grantId === undefined) return problem('grant.exists');
    await note(tx, 'people.grant', { id: grantId, bodyId }, { by, now }, {
      person: personId, role, from: validFrom, to: validTo ?? null,
    });
    const body = await bodyName(tx, bodyId, today, today);
    const said = { name: person.name, role, body, from: validFrom, to: validTo ?? null };
    const subject = vi('people.desk.mail.subject.grant', { role: vi(`people.desk.role.${role}`), body });
    const more = vi(`people.desk.role.${role}.about`);
    await inform(tx, ground, { by, now }, person, { key: `people.grant/${grantId}`, subject, sentence: grantSentence(vi, said), more });
    return ok({ grantId });
  });
}

/**
 * Takes a role away at once: the person's next request no longer has it. Problems: `grant.unknown`,
 * `forbidden`, `grant.lastAdministrator`.
 */
export async function revokeRole(ground: Ground, grantId: number, { by, now }: Change): Promise<Result<void>> {
  return change(ground, grantId, { by, now }, async (tx, grant, body) => {
    if (await leavesTopEmpty(tx, grant, undefined, { by, now })) return problem('grant.lastAdministrator');
    if (!(await markRevoked(tx, grantId, idOf(by), now))) return problem('grant.unknown');
    const { personId: person, role } = grant;
    await note(tx, 'people.revoke', grant, { by, now }, { person, role });
    const subject = vi('people.desk.mail.subject.revoke', { role: vi(`people.desk.role.${role}`), body });
    const sentence = revokeSentence(vi, { ...grant, body });
    await inform(tx, ground, { by, now }, grant, { key: `people.revoke/${grantId}`, subject, sentence });
    return ok(undefined);
  });
}

/**
 * Another last day, or none (`null`). Problems: `grant.unknown`, `forbidden`, `grant.endsBeforeStart`,
 * `grant.endsInPast`, `grant.lastAdministrator`, `grant.exists` when it meets another grant of the role.
 */
export async function changeGrantEnd(
  ground: Ground,
  { grantId, to }: { grantId: number; to: Day | null },
  { by, now }: Change,
): Promise<Result<void>> {
  const today = dayOf(now);
  return change(ground, grantId, { by, now }, async (tx, grant, body) => {
    if (grant.validTo !== null && grant.validTo < today) return problem('grant.unknown');
    const wrong = endProblem(grant, to, today);
    if (wrong) return failed(wrong);
    if (grant.validTo === to) return ok(undefined);
    if (await leavesTopEmpty(tx, grant, to, { by, now })) return fieldProblem('to', 'grant.lastAdministrator');
    await setGrantEnd(tx, grantId, to);
    const { personId: person, role, validFrom: from, validTo: before } = grant;
    await note(tx, 'people.grantEnd', grant, { by, now }, { person, role, from, to, before });
    const subject = vi('people.desk.mail.subject.end', { role: vi(`people.desk.role.${role}`), body });
    const sentence = endSentence(vi, { ...grant, body, from, to });
    const key = `people.grantEnd/${grantId}/${now.getTime()}`;
    await inform(tx, ground, { by, now }, grant, { key, subject, sentence });
    return ok(undefined);
  });
}

type Changes = (tx: Db, grant: GrantRecord, body: string) => Promise<Result<void>>;

/** A change of one grant that stands: locked, and by somebody who may. */
async function change({ db }: Ground, grantId: number, { by, now }: Change, act: Changes): Promise<Result<void>> {
  const today = dayOf(now);
  const isWithin = await within(db, today);
  return db
    .transaction()
    .execute(async (tx) => {
      await lockAdministrators(tx);
      const grant = await findGrant(tx, grantId, true);
      if (!grant || grant.revokedAt) return problem('grant.unknown');
      if (!mayGrant(by, grant.bodyId, isWithin)) return problem('forbidden');
      return act(tx, grant, await bodyName(tx, grant.bodyId, today, today));
    })
    .catch((error: unknown) => {
      if (isOverlap(error)) return problem('grant.exists') as Failed;
      throw error;
    });
}

/** exclusion_violation of PostgreSQL. */
const isOverlap = (error: unknown): boolean => (error as { code?: string }).code === '23P01';

/** The operator can always make another administrator at the command line; nobody else can. */
async function leavesTopEmpty(tx: Db, grant: GrantRecord, end: Day | null | undefined, { by, now }: Change): Promise<boolean> {
  if (by.kind !== 'person' || grant.role !== 'administrator') return false;
  const today = dayOf(now);
  const { tree } = await reachOf(tx, by, today);
  const highest = highestBodies(tree, today);
  if (!highest.includes(grant.bodyId)) return false;
  return leavesNobody(await administratorGrants(tx, [grant.bodyId], today), grant.id, end);
}

type Details = NonNullable<Parameters<typeof audit>[1]['details']>;
const note = (tx: Db, kind: string, grant: { id: number; bodyId: number }, { by, now }: Change, details: Details) =>
  audit(tx, { kind, by: authorOf(by), bodyId: grant.bodyId, subject: `grant:${grant.id}`, details, now });

type Letter = { key: string; subject: string; sentence: string; more?: string };

/** What the operator does at the command line, the operator says. */
async function inform(tx: Db, ground: Ground, { by, now }: Change, to: { name: string; email: string | null }, letter: Letter): Promise<void> {
  if (by.kind === 'person') await tell(tx, ground, { ...letter, to: [to], by: by.name }, now);
}
