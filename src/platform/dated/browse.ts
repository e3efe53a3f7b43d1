/** A level of a dated tree as a page shows it: who stands below whom on a day, and how much is below each. Pure. */
import { addDays, type Day } from '../clock.ts';
import {
  activeAt,
  ancestorsAt,
  childrenAt,
  nearestVersion,
  versionAt,
  type DatedTree,
  type DatedVersion,
} from './tree.ts';
import type { DatedRelation } from './label.ts';
import type { TreeQuery } from './query.ts';

/** How a module calls the members of its tree. */
export type Naming<Version> = {
  nameOf(version: Version): string;
  kindOf(version: Version): string;
  codeOf(version: Version): string;
  /** Order among siblings. */
  compare(a: Version, b: Version): number;
  /** Order of kinds in lists; those it does not name come last. */
  kinds: readonly string[];
};

export type Link = { id: number; name: string };
export type KindCount = { kind: string; count: number };
export type LevelRow = Link & { kind: string; code: string; below: KindCount[] };
export type Level = {
  query: TreeQuery;
  day: Day;
  today: Day;
  /** Whose members are shown, with everything below it by kind; null: several stand at the top. */
  node: (Link & { kind: string; existed: boolean }) | null;
  path: Link[];
  below: KindCount[];
  /** Kinds of those directly below, for the filter. */
  kinds: KindCount[];
  rows: LevelRow[];
  total: number;
  /** Days on which much changed, the newest first. */
  days: Day[];
};

/** One line of a search: what it was called, on which day, and who stands for it today. */
export type Found = Link & { asOf: Day; relation: DatedRelation; now: string };

export const ROWS = 50;

type Counts = ReadonlyMap<number | null, ReadonlyMap<string, number>>;
const known = new WeakMap<object, Map<Day, Counts>>();
/** Days of one tree that are kept; more are somebody's script. */
const MOST_DAYS = 30;

/** Everything below each member on a day, by kind; `null` is the whole tree. Kept with the tree, which never changes. */
export function countsBelow<V extends DatedVersion>(
  tree: DatedTree<V>,
  day: Day,
  kindOf: (version: V) => string,
): Counts {
  const days = known.get(tree) ?? new Map<Day, Counts>();
  known.set(tree, days);
  const before = days.get(day);
  if (before) return before;
  const counts = new Map<number | null, Map<string, number>>();
  for (const id of activeAt(tree, day)) {
    const kind = kindOf(versionAt(tree, id, day)!);
    for (const above of [null, ...ancestorsAt(tree, id, day)]) {
      const kinds = counts.get(above) ?? new Map<string, number>();
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      counts.set(above, kinds);
    }
  }
  if (days.size < MOST_DAYS) days.set(day, counts);
  return counts;
}

/** Counts in the order in which lists name the kinds. */
export function inOrder(counts: ReadonlyMap<string, number> | undefined, kinds: readonly string[]): KindCount[] {
  const place = (kind: string) => (kinds.includes(kind) ? kinds.indexOf(kind) : kinds.length);
  return [...(counts ?? [])].map(([kind, count]) => ({ kind, count })).sort((a, b) => place(a.kind) - place(b.kind));
}

/** Days on which most members changed, the newest first: where a reader wants to look. */
export function turningDays<V extends DatedVersion>(tree: DatedTree<V>, most = 5): Day[] {
  const members = new Map<Day, number>();
  for (const { on, from, to } of tree.events) members.set(on, (members.get(on) ?? 0) + from.length + to.length);
  const days = [...members].sort((a, b) => b[1] - a[1]).slice(0, most).map(([day]) => day);
  // The largest change is worth a look from both sides.
  return [...new Set([...days, ...days.slice(0, 1).map((day) => addDays(day, -1))])].sort().reverse();
}

/** Members directly below one (`null`: at the top) on a day, small kinds first: three boards before ninety communes. */
export function rowsBelow<V extends DatedVersion>(
  tree: DatedTree<V>,
  of: number | null,
  day: Day,
  naming: Naming<V>,
): { kinds: KindCount[]; rows: LevelRow[] } {
  const counts = countsBelow(tree, day, naming.kindOf);
  const versions = childrenAt(tree, of, day).map((id) => ({ id, version: versionAt(tree, id, day)! }));
  const tally = new Map<string, number>();
  for (const { version } of versions) tally.set(naming.kindOf(version), (tally.get(naming.kindOf(version)) ?? 0) + 1);
  const kinds = inOrder(tally, naming.kinds);
  const rank = new Map(kinds.toSorted((a, b) => a.count - b.count).map(({ kind }, at) => [kind, at]));
  const rankOf = (version: V) => rank.get(naming.kindOf(version))!;
  versions.sort((a, b) => rankOf(a.version) - rankOf(b.version) || naming.compare(a.version, b.version));
  const rows = versions.map(({ id, version }) => ({
    id,
    name: naming.nameOf(version),
    kind: naming.kindOf(version),
    code: naming.codeOf(version),
    below: inOrder(counts.get(id), naming.kinds),
  }));
  return { kinds, rows };
}

/** The way from the top to a member on a day, without itself. */
export const pathTo = <V extends DatedVersion>(tree: DatedTree<V>, id: number, day: Day, { nameOf }: Naming<V>): Link[] =>
  ancestorsAt(tree, id, day)
    .toReversed()
    .map((each) => ({ id: each, name: nameOf(versionAt(tree, each, day)!) }));

/** The level that a page asks for. @returns undefined for a member that nobody knows */
export function levelOf<V extends DatedVersion>(
  tree: DatedTree<V>,
  query: TreeQuery,
  today: Day,
  naming: Naming<V>,
): Level | undefined {
  const day = query.day ?? today;
  const roots = childrenAt(tree, null, day);
  const of = query.of ?? (roots.length === 1 ? roots[0]! : null);
  if (of !== null && !tree.versions.has(of)) return undefined;
  const own = of === null ? undefined : nearestVersion(tree, of, day)!;
  const { kinds, rows } = rowsBelow(tree, of, day, naming);
  const wanted = rows.filter(({ kind }) => query.kind === '' || kind === query.kind);
  const existed = of !== null && versionAt(tree, of, day) !== undefined;
  return {
    query,
    day,
    today,
    node: own ? { id: of!, name: naming.nameOf(own), kind: naming.kindOf(own), existed } : null,
    path: of === null ? [] : pathTo(tree, of, day, naming),
    below: inOrder(countsBelow(tree, day, naming.kindOf).get(of), naming.kinds),
    kinds,
    rows: wanted.slice((query.page - 1) * ROWS, query.page * ROWS),
    total: wanted.length,
    days: turningDays(tree),
  };
}
