/** What can be asked about places. Reading them needs no permission: they are public facts. */
import type { Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { readModel } from '#platform/database/read-model.server.ts';
import { loadSeed } from '#platform/database/seed.server.ts';
import type { Answer } from '#platform/http/json-api.server.ts';
import { buildTree, descendantsAt, leadingTo, successorsAt, versionAt } from '#platform/dated/tree.ts';
import type { PlaceAnswer, PlaceChoices, PlacesQuery } from '../input/api.ts';
import {
  childrenInOrder,
  indexPlaces,
  labelPlace,
  placeWithCode,
  searchPlaces,
  treeOn,
  type PlaceIndex,
  type PlaceLabel,
  type PlaceNode,
  type PlaceTree,
  type PlaceVersion,
} from '../rules/places.ts';
import eventsOfSeed from '../seed/events.json' with { type: 'json' };
import placesOfSeed from '../seed/places.json' with { type: 'json' };
import { readEvents, readRevision, readVersions, replaceSeed } from '../store/places.server.ts';

/** All places of all times with their search index, in memory. */
const placeBook = readModel<{ tree: PlaceTree; index: PlaceIndex }>({
  revision: readRevision,
  load: async (db) => {
    const tree: PlaceTree = buildTree(await readVersions(db), await readEvents(db));
    return { tree, index: indexPlaces(tree) };
  },
});

/**
 * Loads the checked-in places when this version of them is not loaded yet. Runs after migrations on every
 * start.
 * @returns whether something was loaded
 */
export async function loadPlaces(db: Db): Promise<boolean> {
  const content = [placesOfSeed, eventsOfSeed];
  const loaded = await loadSeed(db, 'places', content, (transaction) =>
    replaceSeed(transaction, placesOfSeed, eventsOfSeed),
  );
  if (loaded) placeBook.forget(db);
  return loaded;
}

/** After the commit of what changed places: this process sees it at once. */
export const placesWritten = (db: Db): void => placeBook.forget(db);

/**
 * The whole dated tree, for callers that ask many questions at once with the functions of
 * `#platform/dated/tree.ts`.
 */
export async function placeTree(db: Db): Promise<PlaceTree> {
  return (await placeBook(db)).tree;
}

/** What an official code meant on a day; undefined when it meant nothing then. */
export async function placeAsOf(db: Db, code: string, day: Day): Promise<PlaceVersion | undefined> {
  const tree = await placeTree(db);
  const id = placeWithCode(tree, code, day);
  return id === undefined ? undefined : versionAt(tree, id, day);
}

/**
 * An official code on a day, described as seen from today: the answer of `GET /api/v1/places?code=&asOf=`.
 */
export async function lookUpPlace(
  db: Db,
  code: string,
  day: Day,
  today: Day,
): Promise<PlaceLabel | undefined> {
  const tree = await placeTree(db);
  const id = placeWithCode(tree, code, day);
  return id === undefined ? undefined : labelPlace(tree, id, day, today);
}

/** A place (facts store its id and a day) described as seen from today; undefined for an unknown id. */
export async function labelOf(db: Db, id: number, day: Day, today: Day): Promise<PlaceLabel | undefined> {
  return labelPlace(await placeTree(db), id, day, today);
}

/** Ids directly below a place on a day (`null`: the provinces), in Vietnamese order. */
export async function children(db: Db, id: number | null, day: Day): Promise<number[]> {
  return childrenInOrder(await placeTree(db), id, day);
}

/** Ids of everything below a place on a day, without itself. */
export async function descendants(db: Db, id: number, day: Day): Promise<number[]> {
  return descendantsAt(await placeTree(db), id, day);
}

/** The places that stand for a place on a later day: itself while it exists; several after a split. */
export async function presentPlaces(db: Db, id: number, today: Day): Promise<number[]> {
  return successorsAt(await placeTree(db), id, today);
}

/**
 * Ids of every place, of any time, whose ground belongs to the given place or to something below it today:
 * the filter that finds a fact of 2022 under the commune of today.
 */
export async function placesWithin(db: Db, id: number, today: Day): Promise<number[]> {
  const tree = await placeTree(db);
  const present = [id, ...descendantsAt(tree, id, today)];
  return [...new Set(present.flatMap((each) => leadingTo(tree, each, today)))];
}

/**
 * The search box for places: old and new names, with or without diacritics, or a code. `limit` defaults to
 * 10.
 */
export async function findPlaces(
  db: Db,
  { q, today, limit = 10 }: { q: string; today: Day; limit?: number },
): Promise<PlaceLabel[]> {
  const { tree, index } = await placeBook(db);
  return searchPlaces(tree, index, { q, today, limit });
}

/** The tree of today, provinces first, in Vietnamese order. */
export async function currentTree(db: Db, today: Day): Promise<PlaceNode[]> {
  return treeOn(await placeTree(db), today);
}

/** What `GET /api/v1/places` says of a place. */
const forApi = ({ id, code, kind, name, label, now, nowIds, asOf, relation }: PlaceLabel): PlaceAnswer => ({
  id, code, kind, name, label, now, nowIds, asOf, relation,
});

/** One place by its code on a day, or places by name as choices for a form. Public. */
export async function answerPlaces(db: Db, query: PlacesQuery, today: Day): Promise<Answer> {
  if (query.code !== undefined) {
    const place = await lookUpPlace(db, query.code, query.asOf ?? today, today);
    return place
      ? { body: forApi(place), tags: 'places' }
      : { refused: 404, problems: [{ field: 'code', code: 'place.unknownCode' }] };
  }
  const found = await findPlaces(db, { q: query.q ?? '', today, limit: query.limit });
  const items = found.map((place) => ({
    ...forApi(place),
    value: String(place.id),
    // An arrow needs no translation: this answer is the same for readers of every language.
    ...(place.relation === 'same' ? {} : { note: `→ ${place.now ?? '–'}` }),
  }));
  // Asked letter by letter; kept, it would push out the pages that many read.
  return { body: { items } satisfies PlaceChoices };
}
