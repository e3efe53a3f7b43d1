/** What can be asked about bodies. Who a body is and what it is called is public; who works there is not kept here. */
import type { Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { readModel } from '#platform/database/read-model.server.ts';
import { loadSeed } from '#platform/database/seed.server.ts';
import { ancestorsAt, buildTree, descendantsAt, successorsAt, versionAt } from '#platform/dated/tree.ts';
import {
  activeBodies,
  bodyWithSymbol,
  isWithin as isWithinOn,
  labelBody,
  parentOf as parentOfOn,
  searchBodies,
  type BodyLabel,
  type BodyTree,
  type BodyVersion,
} from './rules.ts';
import bodiesOfSeed from './seed/bodies.json' with { type: 'json' };
import eventsOfSeed from './seed/events.json' with { type: 'json' };
import { readEvents, readRevision, readVersions, replaceSeed } from './store.server.ts';

/** True when `body` is `ancestor` or lies anywhere below it. */
export type IsWithin = (body: number, ancestor: number) => boolean;

/** All bodies of all times, in memory. */
const bodyBook = readModel<BodyTree>({
  revision: readRevision,
  load: async (db) => buildTree(await readVersions(db), await readEvents(db)),
});

/**
 * Loads the checked-in sample bodies when this version of them is not loaded yet. Needs the places.
 * @returns whether something was loaded
 */
export async function loadBodies(db: Db): Promise<boolean> {
  const content = [bodiesOfSeed, eventsOfSeed];
  const loaded = await loadSeed(db, 'organisation', content, (transaction) =>
    replaceSeed(transaction, bodiesOfSeed, eventsOfSeed),
  );
  if (loaded) bodyBook.forget(db);
  return loaded;
}

/** The whole dated tree, for callers that ask many questions at once with the functions of `#platform/dated/tree.ts`. */
export const bodyTree = (db: Db): Promise<BodyTree> => bodyBook(db);

/** A body on a day; undefined when it did not exist then. */
export async function bodyAsOf(db: Db, id: number, day: Day): Promise<BodyVersion | undefined> {
  return versionAt(await bodyBook(db), id, day);
}

/** A body (facts store its id and a day) described as seen from today; undefined for an unknown id. */
export async function bodyLabel(db: Db, id: number, day: Day, today: Day): Promise<BodyLabel | undefined> {
  return labelBody(await bodyBook(db), id, day, today);
}

/**
 * One line for screens: "Ban Tuyên giáo Tỉnh ủy (nay là Ban Tuyên giáo và Dân vận Thành ủy)".
 * @throws Error for an unknown id: bodies are closed, never deleted
 */
export async function bodyName(db: Db, id: number, day: Day, today: Day): Promise<string> {
  const label = labelBody(await bodyBook(db), id, day, today);
  if (!label) throw new Error(`Body ${id} is not known`);
  return label.short;
}

/** Bodies that exist on a day, by kind, then from the top down, then by name; `kinds` keeps only some. */
export async function bodiesActive(db: Db, day: Day, kinds?: readonly string[]): Promise<BodyVersion[]> {
  const bodies = activeBodies(await bodyBook(db), day);
  return kinds ? bodies.filter((body) => kinds.includes(body.kind)) : bodies;
}

/** The scope question of that day as a plain function, so that rules can ask it without waiting. */
export async function within(db: Db, day: Day): Promise<IsWithin> {
  const tree = await bodyBook(db);
  return (body, ancestor) => isWithinOn(tree, body, ancestor, day);
}

/** Does a role in `ancestor` reach `body` on that day? */
export async function isWithin(db: Db, body: number, ancestor: number, day: Day): Promise<boolean> {
  return isWithinOn(await bodyBook(db), body, ancestor, day);
}

/** A body and everything below it on a day: what a queue of that body shows. */
export async function bodiesWithin(db: Db, id: number, day: Day): Promise<number[]> {
  return [id, ...descendantsAt(await bodyBook(db), id, day)];
}

/** Ids above a body on a day, the nearest first. */
export async function ancestors(db: Db, id: number, day: Day): Promise<number[]> {
  return ancestorsAt(await bodyBook(db), id, day);
}

/** One level up, for escalation; null at the top. */
export async function parentOf(db: Db, id: number, day: Day): Promise<number | null> {
  return parentOfOn(await bodyBook(db), id, day);
}

/** Who stands for a body on a later day: itself while it exists. */
export async function presentBodies(db: Db, id: number, day: Day): Promise<number[]> {
  return successorsAt(await bodyBook(db), id, day);
}

/** Bodies by name or symbol, of today and before. `limit` defaults to 10. */
export async function findBodies(
  db: Db,
  { q, today, limit = 10 }: { q: string; today: Day; limit?: number },
): Promise<BodyLabel[]> {
  return searchBodies(await bodyBook(db), { q, today, limit });
}

/** The body that bears a symbol on a day ("BTGDVTU"): the highest one, when several share it. */
export async function findBodyBySymbol(db: Db, symbol: string, day: Day): Promise<number | undefined> {
  return bodyWithSymbol(await bodyBook(db), symbol, day);
}

/** Bodies responsible for exactly this place on a day: its People's committee, its Party committee. */
export async function bodiesOfPlace(db: Db, place: number, day: Day): Promise<BodyVersion[]> {
  return activeBodies(await bodyBook(db), day).filter((body) => body.place === place);
}
