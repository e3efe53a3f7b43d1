/**
 * A tree that changes over time: provinces and communes, departments and committees. Each member has
 * versions, each valid for a range of days, and events say what became of whom. The number of levels is
 * never assumed. Pure: built once from rows, asked many times (permission checks walk it on every request).
 */
import type { Day } from '../clock.ts';

/**
 * One state of a member. `from` is its first day, `until` the first day on which it is no longer so (null =
 * open).
 */
export type DatedVersion = { from: Day; until: Day | null; parent: number | null; basis: string };

/**
 * What happened to members on a day. A member that goes on may stand in `from` as well (it took others in).
 */
export type DatedEvent<Kind extends string = string> = {
  kind: Kind;
  on: Day;
  from: readonly number[];
  to: readonly number[];
  basis: string;
};

export type DatedTree<Version extends DatedVersion, Event extends DatedEvent = DatedEvent> = {
  /** Versions of each member, oldest first, never overlapping. */
  versions: ReadonlyMap<number, readonly Version[]>;
  events: readonly Event[];
  /** Members that were ever directly below a member (`null` = roots), each once. */
  below: ReadonlyMap<number | null, readonly number[]>;
  /** Events by member in `from`. */
  leaving: ReadonlyMap<number, readonly Event[]>;
  /** Events by member in `to`. */
  arriving: ReadonlyMap<number, readonly Event[]>;
};

/** Builds the tree. Rows may come in any order. */
export function buildTree<Version extends DatedVersion, Event extends DatedEvent>(
  rows: Iterable<Version & { id: number }>,
  events: readonly Event[],
): DatedTree<Version & { id: number }, Event> {
  const versions = new Map<number, (Version & { id: number })[]>();
  const below = new Map<number | null, number[]>();
  for (const row of [...rows].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.id - b.id))) {
    append(versions, row.id, row);
    if (!below.get(row.parent)?.includes(row.id)) append(below, row.parent, row.id);
  }
  const leaving = new Map<number, Event[]>();
  const arriving = new Map<number, Event[]>();
  for (const event of events) {
    for (const id of event.from) append(leaving, id, event);
    for (const id of event.to) append(arriving, id, event);
  }
  return { versions, events, below, leaving, arriving };
}

function append<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

const covers = (version: DatedVersion, day: Day): boolean =>
  version.from <= day && (version.until === null || day < version.until);

/** The version of a member on a day; undefined when it did not exist then. */
export function versionAt<V extends DatedVersion>(tree: DatedTree<V>, id: number, day: Day): V | undefined {
  return tree.versions.get(id)?.find((version) => covers(version, day));
}

/**
 * The version on that day, else the nearest one: the first when the day is too early, the last when too
 * late.
 */
export function nearestVersion<V extends DatedVersion>(
  tree: DatedTree<V>,
  id: number,
  day: Day,
): V | undefined {
  const versions = tree.versions.get(id);
  if (!versions) return undefined;
  return versions.findLast((version) => version.from <= day) ?? versions[0];
}

/** Ids directly below a member (`null`: the roots) on a day, in no particular order. */
export function childrenAt<V extends DatedVersion>(
  tree: DatedTree<V>,
  id: number | null,
  day: Day,
): number[] {
  return (tree.below.get(id) ?? []).filter((child) => versionAt(tree, child, day)?.parent === id);
}

/** Ids of everything below a member on a day, without itself. */
export function descendantsAt<V extends DatedVersion>(tree: DatedTree<V>, id: number, day: Day): number[] {
  const children = childrenAt(tree, id, day);
  return children.flatMap((child) => [child, ...descendantsAt(tree, child, day)]);
}

/** Ids above a member on a day, the nearest first. Empty for a root and for a member that did not exist. */
export function ancestorsAt<V extends DatedVersion>(tree: DatedTree<V>, id: number, day: Day): number[] {
  const above: number[] = [];
  let parent = versionAt(tree, id, day)?.parent ?? null;
  while (parent !== null && !above.includes(parent)) {
    above.push(parent);
    parent = versionAt(tree, parent, day)?.parent ?? null;
  }
  return above;
}

/** Ids of all members that exist on a day. */
export function activeAt<V extends DatedVersion>(tree: DatedTree<V>, day: Day): number[] {
  return [...tree.versions.keys()].filter((id) => versionAt(tree, id, day) !== undefined);
}

/**
 * Who stands for a member on a later day: itself while it exists, else those its ending event names,
 * followed on to that day. Several after a split; empty when it ended without a successor or did not exist
 * yet.
 */
export function successorsAt<V extends DatedVersion>(tree: DatedTree<V>, id: number, day: Day): number[] {
  if (versionAt(tree, id, day)) return [id];
  const ended = tree.versions.get(id)?.at(-1)?.until;
  if (!ended || ended > day) return [];
  const endings = (tree.leaving.get(id) ?? []).filter((event) => event.on === ended);
  const next = endings.flatMap((event) => event.to.filter((to) => to !== id));
  return [...new Set(next.flatMap((to) => successorsAt(tree, to, day)))];
}

/** Every member, of any time, whose successors on that day include the given one; itself first. */
export function leadingTo<V extends DatedVersion>(tree: DatedTree<V>, id: number, day: Day): number[] {
  const found = [id];
  for (const known of found) {
    for (const event of tree.arriving.get(known) ?? []) {
      for (const from of event.from) {
        if (!found.includes(from) && successorsAt(tree, from, day).includes(id)) found.push(from);
      }
    }
  }
  return found;
}
