/** Entering what acts do to places, and putting right what was entered wrongly. */
import { audit } from '#platform/audit/audit.server.ts';
import { dayOf, type Day, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Chosen } from '#platform/dated/form.ts';
import { buildTree } from '#platform/dated/tree.ts';
import type { Acting, ActingPerson, IsWithin } from '#platform/policy.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { ChangeSaid, PlaceCorrectionSaid } from '../input/change.ts';
import { changePlaces, correctPlace, difference, mayEditPlaces, PROVISIONAL, type PlaceChange } from '../rules/change.ts';
import type { PlaceTree } from '../rules/places.ts';
import {
  correctionsOf, givePlaceId, insertCorrection, lockPlaces, replaceVersions, retimeEvents, tellEvent, type PlaceCorrectionRow,
} from '../store/change.server.ts';
import { readEvents, readVersions } from '../store/places.server.ts';
import { readPlacePage, type PlacePage } from './pages.server.ts';
import { findPlaces, placesWritten, placeTree } from './places.server.ts';

type Ground = Pick<Runtime, 'db' | 'pageCache'>;

/** Who asks, and the highest bodies of today: the module of bodies knows them. */
export type PlaceEditor = { actor: Acting; now: Instant; tops: readonly number[]; isWithin: IsWithin };

const allowed = (by: PlaceEditor): by is PlaceEditor & { actor: ActingPerson } => mayEditPlaces(by.actor, by.tops, by.isWithin);

async function write<T>(ground: Ground, work: (tx: Db, tree: PlaceTree) => Promise<Result<T>>): Promise<Result<T>> {
  const result = await ground.db.transaction().execute(async (tx) => {
    await lockPlaces(tx);
    return work(tx, buildTree(await readVersions(tx), await readEvents(tx)));
  });
  if (result.ok) {
    placesWritten(ground.db);
    ground.pageCache.invalidate(['places', 'ideas', 'organisation']);
  }
  return result;
}

/** One place of today by what was typed: its name, its name with what is above, or its code. */
async function onePlace(db: Db, { id, text }: Chosen, field: string, today: Day): Promise<Result<number>> {
  if (id !== null && (await placeTree(db)).versions.has(id)) return ok(id);
  const [first, second] = await findPlaces(db, { q: text, today, limit: 2 });
  const unclear = !first || (second !== undefined && second.name === first.name && second.relation === first.relation);
  return unclear ? fieldProblem(field, 'place.unknown', { text }) : ok(first.id);
}

async function changeOf(db: Db, id: number, said: ChangeSaid, today: Day): Promise<Result<PlaceChange>> {
  if (said.kind === 'found') return ok({ ...said, parent: id });
  if (said.kind === 'rename' || said.kind === 'end') return ok({ ...said, place: id });
  const { on, basis } = said;
  if (said.kind === 'split') {
    const into: number[] = [];
    for (const text of said.targets) {
      const target = await onePlace(db, { id: null, text }, 'targets', today);
      if (!target.ok) return target;
      into.push(target.value);
    }
    return ok({ kind: 'split', place: id, into, on, basis });
  }
  const target = await onePlace(db, said.target, 'target', today);
  if (!target.ok) return target;
  return ok(said.kind === 'move'
    ? { kind: 'move', place: id, parent: target.value, on, basis }
    : { kind: 'merge', place: id, into: target.value, on, basis });
}

/**
 * Enters what an act does to a place, or founds one below it. Problems: `forbidden`, `place.unknown` {text}, those of
 * `changePlaces`. Nothing is written unless everything fits. @returns the place to go on with
 */
export async function enterChange(ground: Ground, id: number, said: ChangeSaid, by: PlaceEditor): Promise<Result<number>> {
  if (!allowed(by)) return problem('forbidden');
  const { actor, now } = by;
  const change = await changeOf(ground.db, id, said, dayOf(now));
  if (!change.ok) return change;
  return write(ground, async (tx, tree) => {
    const outcome = changePlaces(tree, change.value);
    if (!outcome.ok) return outcome;
    const { versions, event } = outcome.value;
    const own = versions.has(PROVISIONAL) ? await givePlaceId(tx) : id;
    for (const [place, rows] of versions) await replaceVersions(tx, place === PROVISIONAL ? own : place, rows);
    await tellEvent(tx, { ...event, to: event.to.map((each) => (each === PROVISIONAL ? own : each)) });
    const details = { kind: event.kind, on: event.on };
    await audit(tx, { kind: 'places.change', by: actor, bodyId: null, subject: `place:${own}`, details, now });
    return ok(own);
  });
}

/** Puts right what was entered about a place. Problems: `forbidden`, those of `correctPlace`. */
export async function correctOnePlace(ground: Ground, id: number, said: PlaceCorrectionSaid, by: PlaceEditor): Promise<Result<number>> {
  if (!allowed(by)) return problem('forbidden');
  const { actor, now } = by;
  return write(ground, async (tx, tree) => {
    const { name, type: kind, code, basis, from, version, reason } = said;
    const corrected = correctPlace(tree, id, version, { name, kind, code, basis, from });
    if (!corrected.ok) return corrected;
    const { versions, retimed, before, after } = corrected.value;
    await replaceVersions(tx, id, versions);
    if (retimed) await retimeEvents(tx, id, version, from);
    const told = difference(before, after);
    await insertCorrection(tx, { placeId: id, at: now, byPerson: actor.personId, byName: actor.name, reason, ...told });
    const details = { fields: Object.keys(told.after), version };
    await audit(tx, { kind: 'places.correct', by: actor, bodyId: null, subject: `place:${id}`, details, now });
    return ok(id);
  });
}

const MOST_CORRECTIONS = 50;

export type DeskPlacePage = { place: PlacePage; edits: boolean; corrections: PlaceCorrectionRow[] };

/** The page of a place at the desk; who may edit sees what was put right. Problem: `place.missing`. */
export async function readDeskPlace(db: Db, id: number, day: Day | null, by: PlaceEditor): Promise<Result<DeskPlacePage>> {
  const place = await readPlacePage(db, id, day, dayOf(by.now));
  if (!place.ok) return place;
  const edits = allowed(by);
  return ok({ place: place.value, edits, corrections: edits ? await correctionsOf(db, id, MOST_CORRECTIONS) : [] });
}
