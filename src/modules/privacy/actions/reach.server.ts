/** Which requests an officer of today handles. */
import { bodyTree, within } from '#modules/organisation/index.server.ts';
import type { Actor } from '#modules/people/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { descendantsAt, versionAt } from '#platform/dated/tree.ts';
import { deskRoots, type IsTop, type Reach } from '../rules/permissions.ts';

export type Officer = { actor: Actor; now: Instant };

/** A body of that day with nothing above it. */
export async function isTopOn(db: Db, now: Instant): Promise<IsTop> {
  const [tree, day] = [await bodyTree(db), dayOf(now)];
  return (body) => {
    const version = versionAt(tree, body, day);
    return version !== undefined && (version.parent === null || versionAt(tree, version.parent, day) === undefined);
  };
}

/** The questions of permission as plain functions of that day. */
export const reachOn = async (db: Db, now: Instant): Promise<Reach> => ({
  isWithin: await within(db, dayOf(now)),
  isTop: await isTopOn(db, now),
});

/** All bodies whose requests the officer handles, and whether also those of nobody's body. */
export async function scopeOf(db: Db, { actor, now }: Officer): Promise<{ bodies: number[]; top: boolean }> {
  const [tree, isTop, day] = [await bodyTree(db), await isTopOn(db, now), dayOf(now)];
  const roots = deskRoots(actor).filter((root) => versionAt(tree, root, day) !== undefined);
  const bodies = new Set(roots.flatMap((root) => [root, ...descendantsAt(tree, root, day)]));
  return { bodies: [...bodies], top: roots.some(isTop) };
}
