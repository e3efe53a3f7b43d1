/** What an officer does with one member, by hand. */
import { audit } from '#platform/audit/audit.server.ts';
import type { Day } from '#platform/clock.ts';
import { dayOf } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { versionAt } from '#platform/dated/tree.ts';
import { emit } from '#platform/jobs/events.server.ts';
import { failed, fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { BodyText, MemberForms } from '../input/member.ts';
import { exempt, leave, membershipAt, place } from '../rules/membership.ts';
import type { MemberKnown } from '../rules/plan.ts';
import { findMember, lockMember, membersByCode, type MemberHistory } from '../store/member.server.ts';
import { asHouse, asOfficer, type Ground } from './ground.server.ts';
import { importScope, keeps, keepsAny, rootsOf, standingIn, type Keeper } from './scope.server.ts';
import { CodeTaken, writeMembers } from './write.server.ts';

type Officer = Keeper;

/** The body that keeps a member: where they are on that day, else where they last were. */
export const keptBy = (member: Pick<MemberHistory, 'history'>, day: Day): number | undefined =>
  (membershipAt(member.history, day) ?? member.history.at(-1))?.body;

/**
 * Everything about a member whom the asker may see: times in bodies of others too, or a change could not be fitted in.
 * Undefined for whom they may not.
 */
export const wholeMember = (tx: Db, id: number): Promise<MemberHistory | undefined> =>
  asHouse(tx, 'the whole history of one member', () => findMember(tx, id));

/**
 * One change under the lock of the member. Problems: `forbidden`: keeps no list at all; `member.missing`: nor is it
 * told that somebody else keeps them; and those of `take`.
 */
async function change(
  { db }: Ground,
  id: number,
  officer: Officer,
  take: (tx: Db, member: MemberHistory) => Promise<Result<MemberKnown>>,
): Promise<Result<number>> {
  if (!keepsAny(officer.actor)) return problem('forbidden');
  return asOfficer(db, officer, async (tx) => {
    const member = (await lockMember(tx, id)) ? await wholeMember(tx, id) : undefined;
    const body = member && keptBy(member, dayOf(officer.now));
    if (!member || body === undefined || !(await keeps(tx, body, officer))) return problem('member.missing');
    const after = await take(tx, member);
    if (!after.ok) return after;
    await writeMembers(tx, new Map([[member.code, member]]), [after.value], authorOf(officer));
    await emit(tx, 'members.changed', { member: id });
    return ok(id);
  });
}

const authorOf = ({ actor, now }: Officer) => ({ by: actor.kind === 'person' ? actor.personId : null, now });

/**
 * The body that a field names, on the day of the change and within what the officer keeps.
 * Problems at `body`: `body.unknown`, `body.ambiguous`, `body.outside`, `body.notThen` {day}.
 */
async function bodyOf(db: Db, { id, text }: BodyText, on: Day, officer: Officer): Promise<Result<number>> {
  const today = dayOf(officer.now);
  let body = id;
  if (body === null) {
    for (const root of await rootsOf(db, officer)) {
      const found = (await importScope(db, root.id, today)).finder.find(text);
      if ('body' in found) body = found.body;
      else if (found.problem === 'ambiguous') return fieldProblem('body', 'body.ambiguous', { text });
    }
    if (body === null) return fieldProblem('body', 'body.unknown', { text });
  }
  if (!(await keeps(db, body, officer))) return fieldProblem('body', 'body.outside', { text });
  const { tree } = await importScope(db, body, today);
  return versionAt(tree, body, on) ? ok(body) : fieldProblem('body', 'body.notThen', { day: on });
}

const atField = <T>(result: Result<T>, field: string): Result<T> =>
  result.ok ? result : failed(...result.problems.map((each) => ({ ...each, field: each.field ?? field })));

/** To another body from a day on. Problems: as `bodyOf`, `period.…`, `membership.clash`, `move.same`. */
export function moveMember(ground: Ground, id: number, said: MemberForms['move'], officer: Officer): Promise<Result<number>> {
  return change(ground, id, officer, async (tx, member) => {
    if (said.on > dayOf(officer.now)) return fieldProblem('on', 'day.future', { day: said.on });
    const body = await bodyOf(tx, said.body, said.on, officer);
    if (!body.ok) return body;
    if (membershipAt(member.history, said.on)?.body === body.value) return fieldProblem('body', 'move.same');
    const placed = place(member.history, { body: body.value, from: said.on, until: null, asOf: said.on });
    return placed.ok ? ok({ ...member, history: placed.value.history }) : atField(placed, 'on');
  });
}

/** Belongs to no body here any more, from that day on. Problems: `membership.none`, `membership.clash`. */
export function leaveMember(ground: Ground, id: number, { on }: MemberForms['leave'], officer: Officer): Promise<Result<number>> {
  return change(ground, id, officer, async (_tx, member) => {
    const left = leave(member.history, on);
    return left.ok ? ok({ ...member, history: left.value.history }) : atField(left, 'leftOn');
  });
}

/** Need not take part for a time. Problems: `period.endsBeforeStart`, `exemption.overlap`. */
export function exemptMember(ground: Ground, id: number, said: MemberForms['exempt'], officer: Officer): Promise<Result<number>> {
  return change(ground, id, officer, async (_tx, member) => {
    const exempted = exempt(member.exemptions, said);
    return exempted.ok ? ok({ ...member, exemptions: exempted.value.exemptions }) : atField(exempted, 'until');
  });
}

/** What it says of the person; the log names the fields, never what stood in them. */
export function correctMember(ground: Ground, id: number, said: MemberForms['correct'], officer: Officer): Promise<Result<number>> {
  return change(ground, id, officer, async (tx, member) => {
    const changed = (['fullName', 'phone', 'email'] as const).filter((key) => said[key] !== member[key]);
    const { actor, now } = officer;
    const by = actor.kind === 'person' ? actor : undefined;
    const bodyId = keptBy(member, dayOf(now)) ?? null;
    const inPlace = bodyId === null ? {} : await standingIn(tx, bodyId, officer);
    const details = { fields: changed.join(', '), ...inPlace };
    if (changed.length > 0) await audit(tx, { kind: 'members.corrected', by, bodyId, subject: `member:${id}`, details, now });
    return ok({ ...member, ...said });
  });
}

/** Enters one person. Problems: `forbidden`, `code.taken`, as `bodyOf`, `day.future`. */
export async function addMember({ db }: Ground, said: MemberForms['add'], officer: Officer): Promise<Result<number>> {
  if (!keepsAny(officer.actor)) return problem('forbidden');
  if (said.from > dayOf(officer.now)) return fieldProblem('from', 'day.future', { day: said.from });
  const body = await bodyOf(db, said.body, said.from, officer);
  if (!body.ok) return body;
  const { code, fullName, phone, email, from } = said;
  const entered = asOfficer(db, officer, async (tx) => {
    const taken = await asHouse(tx, 'a code of anybody', () => membersByCode(tx, [code], { lock: true }));
    if (taken.size > 0) return fieldProblem('code', 'code.taken');
    const placed = place([], { body: body.value, from, until: null, asOf: from });
    if (!placed.ok) return placed;
    const member = { id: null, code, fullName, phone, email, history: placed.value.history, exemptions: [] };
    const id = (await writeMembers(tx, new Map(), [member], authorOf(officer))).get(code)!;
    await emit(tx, 'members.changed', { member: id });
    return ok(id);
  });
  return entered.catch((error: unknown) => {
    if (error instanceof CodeTaken) return fieldProblem('code', 'code.taken');
    throw error;
  });
}
