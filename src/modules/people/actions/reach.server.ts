/** The part of the tree that somebody administers. */
import { bodyTree, within, type BodyTree, type IsWithin } from '#modules/organisation/index.server.ts';
import type { Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { activeAt, versionAt } from '#platform/dated/tree.ts';
import { bodiesWith, type Actor } from '../rules/roles.ts';

export type Reach = {
  /** Bodies of all times whose cases are theirs today; null: all, and what concerns no body. */
  bodies: readonly number[] | null;
  /** Bodies of today in which the actor is an administrator. */
  roots: readonly number[];
  isWithin: IsWithin;
  tree: BodyTree;
};

/** The highest bodies of a day: whoever administers all of them administers the installation. */
export const highestBodies = (tree: BodyTree, day: Day): number[] =>
  activeAt(tree, day).filter((id) => versionAt(tree, id, day)?.parent === null);

/** A province has some thousand bodies, and a list of them is asked for at every page of an administrator. */
const known = new WeakMap<BodyTree, Map<string, readonly number[]>>();

export async function reachOf(db: Db, actor: Actor, today: Day): Promise<Reach> {
  const [tree, isWithin] = await Promise.all([bodyTree(db), within(db, today)]);
  const roots = [...new Set(bodiesWith(actor, 'administrator'))].filter((id) => versionAt(tree, id, today));
  const highest = highestBodies(tree, today);
  const whole = highest.length > 0 && highest.every((id) => roots.includes(id));
  return { bodies: whole ? null : reached(tree, roots, { today, isWithin }), roots, isWithin, tree };
}

function reached(tree: BodyTree, roots: readonly number[], { today, isWithin }: { today: Day; isWithin: IsWithin }): readonly number[] {
  if (roots.length === 0) return [];
  const lists = known.get(tree) ?? new Map<string, readonly number[]>();
  known.set(tree, lists);
  const key = `${today} ${roots.join(' ')}`;
  const list = lists.get(key) ?? [...tree.versions.keys()].filter((id) => roots.some((root) => isWithin(id, root)));
  // A few hundred administrators and one day; more is another day.
  if (lists.size >= 500) lists.clear();
  lists.set(key, list);
  return list;
}
