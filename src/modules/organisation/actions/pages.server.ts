/** What the pages of the tree of bodies show. Who a body is, and was, is public. */
import { nameOfPlace } from '#modules/places/index.server.ts';
import type { Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { levelOf, type Found, type Level } from '#platform/dated/browse.ts';
import { memberPage, type MemberPage } from '#platform/dated/member-page.ts';
import type { TreeQuery } from '#platform/dated/query.ts';
import { childrenAt, versionAt } from '#platform/dated/tree.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import { bodyNaming } from '../rules/naming.ts';
import { bodyTree, findBodies, within, type IsWithin } from './bodies.server.ts';

export type OrganisationPage = { level: Level; found: Found[] | null };

const MOST_FOUND = 50;

/** A level of the tree on a day, or what a search finds. Problem: `body.missing`. */
export async function readOrganisation(db: Db, query: TreeQuery, today: Day): Promise<Result<OrganisationPage>> {
  const level = levelOf(await bodyTree(db), query, today, bodyNaming);
  if (!level) return problem('body.missing');
  if (query.q === '') return ok({ level, found: null });
  const labels = await findBodies(db, { q: query.q, today, limit: MOST_FOUND });
  const found = labels.map(({ id, name, asOf, relation, nowName }) => ({ id, name, asOf, relation, now: nowName }));
  return ok({ level, found });
}

export type BodyPage = MemberPage & {
  fullName: string;
  /** The place it is responsible for. */
  place: { id: number; name: string } | null;
  sample: boolean;
};

/** One body on a day with its whole story. Problem: `body.missing`. */
export async function readBodyPage(db: Db, id: number, day: Day | null, today: Day): Promise<Result<BodyPage>> {
  const tree = await bodyTree(db);
  const page = memberPage(tree, id, { day: day ?? today, today }, bodyNaming);
  if (!page) return problem('body.missing');
  const { fullName, place, sample } = versionAt(tree, id, page.asOf)!;
  const name = place === null ? undefined : await nameOfPlace(db, place, page.asOf);
  return ok({ ...page, fullName, sample, place: place === null || name === undefined ? null : { id: place, name } });
}

/** The highest bodies of a day, and the question of scope: who may write what is one for all bodies. */
export async function highestBodies(db: Db, day: Day): Promise<{ tops: number[]; isWithin: IsWithin }> {
  return { tops: childrenAt(await bodyTree(db), null, day), isWithin: await within(db, day) };
}
