/** The part of the tree that an actor keeps lists for, on a day. */
import { bodyTree, within, type BodyTree, type BodyVersion } from '#modules/organisation/index.server.ts';
import type { Actor } from '#modules/people/index.server.ts';
import { dayOf, type Day, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { activeAt, descendantsAt, versionAt } from '#platform/dated/tree.ts';
import { inPlaceOf } from '#platform/policy.ts';
import { bodyFinder, type BodyFinder } from '../rules/lookup.ts';
import { keptRoots, mayKeep, maySee, seenRoots, seerRoles } from '../rules/permissions.ts';
import type { BodyNow } from '../rules/plan-bodies.ts';

export type Keeper = { actor: Actor; now: Instant };

/** Does the actor keep any list at all? */
export const keepsAny = (actor: Actor): boolean => keptRoots(actor).length > 0;

/** May the actor keep the lists of that body today? */
export async function keeps(db: Db, body: number, { actor, now }: Keeper): Promise<boolean> {
  return mayKeep(actor, body, await within(db, dayOf(now)));
}

/** May the actor see who belongs to that body today? */
export async function sees(db: Db, body: number, { actor, now }: Keeper): Promise<boolean> {
  return maySee(actor, body, await within(db, dayOf(now)));
}

/** For the log: whose role it was, when the actor stands in for somebody in that body today. */
export async function standingIn(db: Db, body: number, { actor, now }: Keeper): Promise<{ holder?: string }> {
  return inPlaceOf(actor, seerRoles, body, await within(db, dayOf(now)));
}

/** Does the actor see any list at all? */
export const seesAny = (actor: Actor): boolean => seenRoots(actor).length > 0;

/** The bodies at the top of what the actor keeps, as they are today; one below another of them is left out. */
export const rootsOf = (db: Db, keeper: Keeper): Promise<BodyVersion[]> => highest(db, keptRoots(keeper.actor), keeper.now);

/** The same of what the actor sees. */
export const seenRootsOf = (db: Db, keeper: Keeper): Promise<BodyVersion[]> =>
  highest(db, seenRoots(keeper.actor), keeper.now);

async function highest(db: Db, roots: readonly number[], now: Instant): Promise<BodyVersion[]> {
  const today = dayOf(now);
  const [tree, isWithin] = await Promise.all([bodyTree(db), within(db, today)]);
  return roots.flatMap((root) => {
    const covered = roots.some((other) => other !== root && isWithin(root, other));
    const body = versionAt(tree, root, today);
    return body && !covered ? [body] : [];
  });
}

/** A body and everything below it on a day; empty when it did not exist then. */
export const partOf = (tree: BodyTree, body: number, day: Day): number[] =>
  versionAt(tree, body, day) ? [body, ...descendantsAt(tree, body, day)] : [];

export type ImportScope = {
  tree: BodyTree;
  bodies: BodyNow[];
  finder: BodyFinder;
  allowed: ReadonlySet<number>;
  /** First day of a body's record. */
  bodyFrom(body: number): Day;
};

/** Built from a tree that never changes; 3,000 branches take 30 ms, and every batch of an import asks again. */
const scopes = new WeakMap<BodyTree, Map<string, ImportScope>>();

/** Everything a list of that body, right on that day, may name. */
export async function importScope(db: Db, body: number, asOf: Day): Promise<ImportScope> {
  const tree = await bodyTree(db);
  const known = scopes.get(tree) ?? new Map<string, ImportScope>();
  scopes.set(tree, known);
  const key = `${body} ${asOf}`;
  const scope = known.get(key) ?? buildScope(tree, body, asOf);
  // A few officers and days; more are somebody's script.
  if (known.size < 50) known.set(key, scope);
  return scope;
}

function buildScope(tree: BodyTree, body: number, asOf: Day): ImportScope {
  const allowed = new Set(partOf(tree, body, asOf));
  const firstDay = (id: number): Day => tree.versions.get(id)?.[0]?.from ?? asOf;
  const bodies = activeAt(tree, asOf).map((id): BodyNow => {
    const { symbol, name, fullName, kind, parent } = versionAt(tree, id, asOf)!;
    return { id, symbol, name, fullName, kind, parent, from: firstDay(id) };
  });
  return { tree, bodies, finder: bodyFinder(bodies, allowed), allowed, bodyFrom: firstDay };
}
