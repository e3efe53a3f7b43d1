/** Putting right what was entered about a body: its past itself is changed, and who did so and why stays beside it. */
import { findPlaces, labelOf } from '#modules/places/index.server.ts';
import { audit } from '#platform/audit/audit.server.ts';
import { dayOf, type Day, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Chosen } from '#platform/dated/form.ts';
import { holds, type Acting, type ActingPerson } from '#platform/policy.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { CorrectionSaid, FoundingSaid } from '../input/correction.ts';
import { correctBody, difference, mayCorrect } from '../rules/correction.ts';
import { applyPlan } from '../rules/plan-apply.ts';
import type { Plan } from '../rules/plan.ts';
import { correctionsOf, insertCorrection, replaceVersions, retimeEvents, type CorrectionRow } from '../store/correction.server.ts';
import { foundBodies, writeOutcome } from '../store/outcome.server.ts';
import { lockBodies } from '../store/reach.server.ts';
import { followers, orderChanged, type Ground } from './apply.server.ts';
import { within } from './bodies.server.ts';
import { readBodyPage, type BodyPage } from './pages.server.ts';
import { readTree, writeReach } from './reach.server.ts';

export type Administrator = { actor: Acting; now: Instant };

/** May the actor put right what is said of this body, and enter bodies below it? */
export async function administers(db: Db, body: number, { actor, now }: Administrator): Promise<boolean> {
  return mayCorrect(actor, body, await within(db, dayOf(now)));
}

/**
 * The place that a lookup field names, of today or of before. Problem at `place`: `place.unknown` {text}.
 * Null when nothing was typed: a department has no place.
 */
async function placeOf(db: Db, said: Chosen | null, now: Instant): Promise<Result<number | null>> {
  if (said === null) return ok(null);
  const today = dayOf(now);
  if (said.id !== null && (await labelOf(db, said.id, today, today))) return ok(said.id);
  const [found, other] = await findPlaces(db, { q: said.text, today, limit: 2 });
  if (!found || (other && other.name === found.name)) return fieldProblem('place', 'place.unknown', { text: said.text });
  return ok(found.id);
}

/** Members, roles or cases of a body may be older than a first day that is moved on: they would belong to nobody. */
async function isInUse(tx: Db, id: number, on: Day): Promise<boolean> {
  const touched = await Promise.all(followers().map(({ preview }) => preview(tx, [id], on)));
  return touched.flat().some(({ count }) => count > 0);
}

/** Problems: `forbidden`; `place.unknown`; `correction.inUse` {name, day}; those of `correctBody`. Nothing is written unless everything fits. */
export async function correctOne(ground: Ground, id: number, said: CorrectionSaid, by: Administrator): Promise<Result<number>> {
  const { db } = ground;
  if (!(await administers(db, id, by))) return problem('forbidden');
  const { actor, now } = by as { actor: ActingPerson; now: Instant };
  const place = await placeOf(db, said.place, now);
  if (!place.ok) return place;
  const result = await db.transaction().execute(async (tx): Promise<Result<number>> => {
    await lockBodies(tx);
    const { name, fullName, symbol, basis, from, reason } = said;
    const wanted = { name, fullName, symbol, basis, from, place: place.value };
    const corrected = correctBody(await readTree(tx), id, said.version, wanted);
    if (!corrected.ok) return corrected;
    const { versions, retimed, ...change } = corrected.value;
    if (versions[0] === change.after && from > said.version && (await isInUse(tx, id, from))) {
      return fieldProblem('from', 'correction.inUse', { name: change.before.fullName, day: from });
    }
    await replaceVersions(tx, id, versions);
    if (retimed) await retimeEvents(tx, id, said.version, from);
    const told = difference(change.before, change.after);
    await insertCorrection(tx, { bodyId: id, at: now, byPerson: actor.personId, byName: actor.name, reason, ...told });
    await audit(tx, {
      kind: 'organisation.correct', by: actor, bodyId: id, subject: `body:${id}`,
      details: { fields: Object.keys(told.after), version: said.version }, now,
    });
    await writeReach(tx);
    return ok(id);
  });
  if (result.ok) orderChanged(ground);
  return result;
}

/**
 * Enters one body directly below another: no reorganisation, nobody else is touched. Problems: `forbidden`,
 * `place.unknown`, those of `applyPlan` without their step. @returns its id
 */
export async function foundOne(ground: Ground, parent: number, said: FoundingSaid, by: Administrator): Promise<Result<number>> {
  const { db } = ground;
  if (!(await administers(db, parent, by))) return problem('forbidden');
  const { actor, now } = by as { actor: ActingPerson; now: Instant };
  const place = await placeOf(db, said.place, now);
  if (!place.ok) return place;
  const { name, fullName, symbol, kind, basis, on } = said;
  const body = { key: 'n1', symbol, name, fullName, type: kind, parent, place: place.value };
  const plan: Plan = { on, basis: { text: basis, symbol: '' }, steps: [{ kind: 'found', body }] };
  const result = await db.transaction().execute(async (tx): Promise<Result<number>> => {
    await lockBodies(tx);
    const planned = applyPlan(await readTree(tx), plan);
    if (!planned.ok) return { ...planned, problems: planned.problems.map(({ code, values }) => ({ code, ...(values ? { values } : {}) })) };
    const [id] = (await foundBodies(tx, 1)) as [number];
    const { closed, replaced, opened, events } = planned.value;
    await writeOutcome(tx, {
      closed, replaced, opened: opened.map((row) => ({ ...row, id })), events: events.map((event) => ({ ...event, to: [id] })),
    }, on);
    await audit(tx, { kind: 'organisation.found', by: actor, bodyId: parent, subject: `body:${id}`, details: { on, kind }, now });
    await writeReach(tx);
    return ok(id);
  });
  if (result.ok) orderChanged(ground);
  return result;
}

const MOST_CORRECTIONS = 50;

export type DeskBody = {
  body: BodyPage;
  /** May see who its members are. */
  members: boolean;
  /** May put right what is said of it, and enter bodies below it; who may sees what was put right, and by whom. */
  administers: boolean;
  corrections: CorrectionRow[];
};

/** The page of a body at the desk. Problem: `body.missing`. */
export async function readDeskBody(db: Db, id: number, day: Day | null, by: Administrator): Promise<Result<DeskBody>> {
  const body = await readBodyPage(db, id, day, dayOf(by.now));
  if (!body.ok) return body;
  const isWithin = await within(db, dayOf(by.now));
  const mayEdit = mayCorrect(by.actor, id, isWithin);
  const members = mayEdit || holds(by.actor, 'officer', id, isWithin) || holds(by.actor, 'secretary', id, isWithin);
  const corrections = mayEdit ? await correctionsOf(db, id, MOST_CORRECTIONS) : [];
  return ok({ body: body.value, members, administers: mayEdit, corrections });
}
