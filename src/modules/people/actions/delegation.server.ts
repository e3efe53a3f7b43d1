/** Handing a role on for a time, taking it back, being away. */
import { bodyName, findBodies, within } from '#modules/organisation/index.server.ts';
import { audit } from '#platform/audit/audit.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { failed, fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { fold } from '#platform/text/fold.ts';
import type { AbsenceForm, DelegationForm } from '../input/desk.ts';
import type { Typed } from '../input/typed.ts';
import { handingProblem, periodProblem } from '../rules/delegation.ts';
import { grantState, type GrantRecord } from '../rules/grants.ts';
import { mayGrant, type Actor, type IsWithin, type Person } from '../rules/roles.ts';
import { delegateEndSentence, delegateSentence } from '../rules/sentences.ts';
import { endAbsence, findDelegation, insertAbsence, insertDelegation, markEnded } from '../store/delegation.server.ts';
import { findAccount } from '../store/account.server.ts';
import { findGrant } from '../store/grant-list.server.ts';
import { choosePerson, type Found } from './find-person.server.ts';
import { ownBodies } from './delegation-page.server.ts';
import { authorOf, idOf, type Change } from './grant.server.ts';
import { tell, vi } from './tell.server.ts';

type Ground = Pick<Runtime, 'db' | 'config'>;
type Officer = { actor: Actor; now: Instant };
export type HandedOn = Result<number> & { candidates?: Found[] };

/**
 * Hands one of the actor's own roles on for a time, in its body or one below it. Problems: `forbidden`,
 * `grant.unknown`, those of `choosePerson`, `bodyOf` and `handingProblem`, `delegation.exists`.
 * @returns the id of the delegation
 */
export async function handOn(ground: Ground, form: DelegationForm, { actor, now }: Officer): Promise<HandedOn> {
  if (actor.kind !== 'person') return problem('forbidden');
  const { db } = ground;
  const today = dayOf(now);
  const chosen = await choosePerson(db, form.person, { bodies: await ownBodies(db, actor, today), among: 'officials' }, { personId: actor.personId, now });
  if (!chosen.ok) return chosen;
  const isWithin = await within(db, today);
  return db.transaction().execute(async (tx): Promise<HandedOn> => {
    const grant = await findGrant(tx, form.grant, true);
    if (!grant || !isOwn(grant, actor, { now, isWithin })) return fieldProblem('grant', 'grant.unknown');
    const body = await bodyOf(tx, form, grant.bodyId, { now, isWithin });
    if (!body.ok) return body;
    const delegate = await findAccount(tx, chosen.value.id, true);
    if (!delegate || delegate.closedAt) return fieldProblem('person', 'person.unknown');
    const handing = { delegateId: delegate.id, bodyId: body.value, from: form.from, to: form.to };
    const wrong = handingProblem(grant, handing, { today, isWithin });
    if (wrong) return failed(wrong);
    const id = await insertDelegation(tx, { ...handing, grantId: grant.id, reason: form.reason }, now);
    if (id === undefined) return fieldProblem('person', 'delegation.exists');
    if (form.away) await insertAbsence(tx, actor.personId, form, now);
    await recordHandOn(tx, ground, { id, grant, handing, form, to: delegate }, { actor, now });
    return ok(id);
  });
}

/** The actor's own, in force now (then this session has it too) or to come. */
const isOwn = (grant: GrantRecord, actor: Person, { now, isWithin }: { now: Instant; isWithin: IsWithin }): boolean => {
  if (grant.personId !== actor.personId) return false;
  const state = grantState(grant, dayOf(now));
  const { role, bodyId } = grant;
  const held = actor.grants.some((each) => !each.onBehalfOf && each.role === role && each.bodyId === bodyId && isWithin(bodyId, bodyId));
  return state === 'future' || (state === 'now' && held);
};

/**
 * The body that a form names, `root` when it names none. Problems at `body`: `body.unknown`, `delegation.outside`.
 */
async function bodyOf(
  db: Db,
  { body, bodyText = '' }: Pick<DelegationForm, 'body' | 'bodyText'>,
  root: number,
  { now, isWithin }: { now: Instant; isWithin: IsWithin },
): Promise<Result<number>> {
  if (/^[1-9]\d{0,8}$/.test(body ?? '')) return ok(Number(body));
  if (!bodyText) return ok(root);
  const found = await findBodies(db, { q: bodyText, today: dayOf(now), limit: 50 });
  const below = found.filter(({ id }) => isWithin(id, root));
  const [first] = below.filter(({ name, fullName }) => [name, fullName].some((each) => fold(each) === fold(bodyText)));
  const only = first ?? (below.length === 1 ? below[0] : undefined);
  return only ? ok(only.id) : fieldProblem('body', found.length > 0 ? 'delegation.outside' : 'body.unknown');
}

type Recorded = {
  id: number;
  grant: GrantRecord;
  handing: { delegateId: string; bodyId: number; from: string; to: string };
  form: DelegationForm;
  to: { name: string; email: string | null };
};

async function recordHandOn(tx: Db, ground: Ground, { id, grant, handing, form, to }: Recorded, { actor, now }: { actor: Person; now: Instant }) {
  const { role } = grant;
  const { bodyId, from, to: until, delegateId } = handing;
  const details = { role, from, to: until, reason: form.reason, grant: grant.id, person: delegateId };
  await audit(tx, { kind: 'people.delegate', by: actor, bodyId, subject: `delegation:${id}`, details, now });
  const body = await bodyName(tx, bodyId, dayOf(now), dayOf(now));
  const sentence = delegateSentence(vi, { holder: grant.name, delegate: to.name, role, body, from, to: until });
  const subject = vi('people.desk.mail.subject.delegate', { role: vi(`people.desk.role.${role}`), body });
  await tell(tx, ground, { key: `people.delegate/${id}`, to: [to], subject, sentence, by: actor.name }, now);
}

/**
 * Ends a delegation at once: its holder, or an administrator of its body. Problems: `delegation.unknown`, `forbidden`.
 */
export async function endDelegation(ground: Ground, id: number, { by, now }: Change): Promise<Result<void>> {
  const today = dayOf(now);
  const isWithin = await within(ground.db, today);
  return ground.db.transaction().execute(async (tx) => {
    const it = await findDelegation(tx, id, true);
    if (!it) return problem('delegation.unknown');
    const own = by.kind === 'person' && by.personId === it.holderId;
    if (!own && !mayGrant(by, it.bodyId, isWithin)) return problem('forbidden');
    if (!(await markEnded(tx, id, idOf(by), now))) return problem('delegation.unknown');
    const details = { role: it.role, grant: it.grantId, person: it.delegateId };
    await audit(tx, { kind: 'people.delegateEnd', by: authorOf(by), bodyId: it.bodyId, subject: `delegation:${id}`, details, now });
    if (by.kind !== 'person') return ok(undefined);
    const body = await bodyName(tx, it.bodyId, today, today);
    const told = [{ name: it.delegate, email: it.delegateEmail }, ...(own ? [] : [{ name: it.holder, email: it.holderEmail }])];
    const subject = vi('people.desk.mail.subject.delegateEnd', { role: vi(`people.desk.role.${it.role}`), body });
    const news = { key: `people.delegateEnd/${id}`, to: told, subject, sentence: delegateEndSentence(vi, { ...it, body }), by: by.name };
    await tell(tx, ground, news, now);
    return ok(undefined);
  });
}

/** Says that one is away. Problems: `forbidden`, those of `periodProblem`, `absence.exists`. */
export async function markAway({ db }: Ground, form: AbsenceForm, { actor, now }: Officer): Promise<Result<number>> {
  if (actor.kind !== 'person') return problem('forbidden');
  const wrong = periodProblem(form, dayOf(now));
  if (wrong) return failed(wrong);
  const id = await db.transaction().execute((tx) => insertAbsence(tx, actor.personId, form, now));
  return id === undefined ? fieldProblem('from', 'absence.exists') : ok(id);
}

/** Is there again. Problems: `forbidden`, `absence.unknown`. */
export async function markBack({ db }: Ground, id: number, { actor, now }: Officer): Promise<Result<void>> {
  if (actor.kind !== 'person') return problem('forbidden');
  return (await endAbsence(db, { id, personId: actor.personId }, now)) ? ok(undefined) : problem('absence.unknown');
}

type Step = (ground: Ground, typed: Typed, officer: Officer) => Promise<Result<unknown> & { candidates?: Found[] }>;
type Readers = {
  give(typed: Typed): Result<DelegationForm>;
  id(typed: Typed): Result<{ id: number }>;
  away(typed: Typed): Result<AbsenceForm>;
};

/** Every form on the page of what one hands on, by its name. */
export function delegationStepsWith(read: Readers): Readonly<Record<string, Step>> {
  const step =
    <T>(reader: (typed: Typed) => Result<T>, take: (ground: Ground, form: T, officer: Officer) => ReturnType<Step>): Step =>
    async (ground, typed, officer) => {
      const form = reader(typed);
      return form.ok ? take(ground, form.value, officer) : form;
    };
  return {
    give: step(read.give, handOn),
    end: step(read.id, (ground, { id }, { actor, now }) => endDelegation(ground, id, { by: actor, now })),
    away: step(read.away, markAway),
    back: step(read.id, (ground, { id }, officer) => markBack(ground, id, officer)),
  };
}
