/** What the pages of the tree of places show. */
import { addDays, type Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { levelOf, type Found, type Level } from '#platform/dated/browse.ts';
import { memberPage, type MemberPage } from '#platform/dated/member-page.ts';
import type { TreeQuery } from '#platform/dated/query.ts';
import { versionAt } from '#platform/dated/tree.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import { placeNaming } from '../rules/naming.ts';
import { nameOf, pathOf } from '../rules/places.ts';
import { findPlaces, placeTree } from './places.server.ts';

export type PlacesPage = { level: Level; found: Found[] | null };

const MOST_FOUND = 50;

/** A level of the tree on a day, or what a search finds. Problem: `place.missing`. */
export async function readPlacesLevel(db: Db, query: TreeQuery, today: Day): Promise<Result<PlacesPage>> {
  const level = levelOf(await placeTree(db), query, today, placeNaming);
  if (!level) return problem('place.missing');
  if (query.q === '') return ok({ level, found: null });
  const labels = await findPlaces(db, { q: query.q, today, limit: MOST_FOUND });
  const found = labels.map(({ id, label, asOf, relation, nowName }) => ({ id, name: label, asOf, relation, now: nowName }));
  return ok({ level, found });
}

export type PlacePage = MemberPage & {
  /** "xã Thanh Lương, thị xã Bình Long, tỉnh Bình Phước" */
  label: string;
  /** What the code of that day means on other days: codes are used again. */
  sameCode: { id: number; name: string; asOf: Day }[];
};

/** One place on a day with its whole story. Problem: `place.missing`. */
export async function readPlacePage(db: Db, id: number, day: Day | null, today: Day): Promise<Result<PlacePage>> {
  const tree = await placeTree(db);
  const page = memberPage(tree, id, { day: day ?? today, today }, placeNaming);
  if (!page) return problem('place.missing');
  const others = [...tree.versions.values()].flatMap((versions) => {
    const version = versions.findLast(({ code }) => code === page.code);
    if (!version || version.id === id) return [];
    // As it is called today, or was on its last day under that code.
    const last = version.until === null ? today : addDays(version.until, -1);
    return [{ id: version.id, name: pathOf(tree, version.id, last), asOf: last }];
  });
  return ok({ ...page, label: pathOf(tree, id, page.asOf), sameCode: others });
}

/** "phường An Lộc", as it was called on that day; undefined when it did not exist then. */
export async function nameOfPlace(db: Db, id: number, day: Day): Promise<string | undefined> {
  const version = versionAt(await placeTree(db), id, day);
  return version && nameOf(version);
}
