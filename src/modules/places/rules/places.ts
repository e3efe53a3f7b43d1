/** Places as dated data: what a code or an id meant on a day, what it is called, and what became of it. */
import { addDays, type Day } from '#platform/clock.ts';
import { describeAt, joinNames, type DatedRelation } from '#platform/dated/label.ts';
import {
  ancestorsAt,
  childrenAt,
  versionAt,
  type DatedEvent,
  type DatedTree,
  type DatedVersion,
} from '#platform/dated/tree.ts';
import { compareVi } from '#platform/text/collation.ts';
import { fold, toneKey } from '#platform/text/fold.ts';

export type PlaceEventKind = 'found' | 'rename' | 'upgrade' | 'merge' | 'split' | 'move' | 'end';
/** `kind` is the Vietnamese word as people write it: xã, phường, thị trấn, huyện, thị xã, thành phố, tỉnh. */
export type PlaceVersion = DatedVersion & { id: number; code: string; name: string; kind: string };
export type PlaceEvent = DatedEvent<PlaceEventKind>;
export type PlaceTree = DatedTree<PlaceVersion, PlaceEvent>;

export type PlaceLabel = {
  id: number;
  /** The day described: the one asked for, or the nearest day on which the place existed. */
  asOf: Day;
  code: string;
  kind: string;
  /** "xã Thanh Lương" */
  name: string;
  /** "xã Thanh Lương, thị xã Bình Long, tỉnh Bình Phước" */
  label: string;
  /** The same ground today: "phường An Lộc, thành phố Đồng Nai"; null when nobody stands for the place. */
  now: string | null;
  /** Ids behind `now`; several when the ground now belongs to several places. */
  nowIds: number[];
  /** Names of `now` without what is above: "phường An Lộc". Empty string when `now` is null. */
  nowName: string;
  relation: DatedRelation;
  /** One line for screens: "xã Thanh Lương (nay thuộc phường An Lộc)"; just the name when nothing changed. */
  short: string;
};

/** A node of the tree of a day. */
export type PlaceNode = { id: number; code: string; kind: string; name: string; children: PlaceNode[] };

/** "phường An Lộc" */
export const nameOf = (version: Pick<PlaceVersion, 'kind' | 'name'>): string =>
  `${version.kind} ${version.name}`;

/** The place that a code meant on a day; undefined when the code meant nothing then. */
export function placeWithCode(tree: PlaceTree, code: string, day: Day): number | undefined {
  for (const [id, versions] of tree.versions) {
    const version = versions.find((each) => each.code === code);
    if (version && versionAt(tree, id, day)?.code === code) return id;
  }
  return undefined;
}

/**
 * "xã Thanh Lương, thị xã Bình Long, tỉnh Bình Phước": the place and all that is above it on a day when it
 * exists.
 */
export function pathOf(tree: PlaceTree, id: number, day: Day): string {
  return [id, ...ancestorsAt(tree, id, day)].map((each) => nameOf(versionAt(tree, each, day)!)).join(', ');
}

/** Several places on one line; what is above them is named once where they share it. */
function pathOfAll(tree: PlaceTree, ids: number[], day: Day): string {
  const above = ids.map((id) => ancestorsAt(tree, id, day).join());
  if (above.some((path) => path !== above[0])) return joinNames(ids.map((id) => pathOf(tree, id, day)));
  const shared = ancestorsAt(tree, ids[0]!, day).map((id) => nameOf(versionAt(tree, id, day)!));
  return [joinNames(namesAt(tree, ids, day)), ...shared].join(', ');
}

const namesAt = (tree: PlaceTree, ids: number[], day: Day): string[] =>
  ids.map((id) => nameOf(versionAt(tree, id, day)!));

/** More names than this do not fit on one line; then only their number is said. */
const MOST_NAMES = 3;

function shortOf(label: Omit<PlaceLabel, 'short'>): string {
  if (label.relation === 'same') return label.name;
  if (label.relation === 'ended') return `${label.name} (không còn)`;
  if (label.relation === 'renamed') return `${label.name} (nay là ${label.nowName})`;
  const many = label.nowIds.length > MOST_NAMES;
  return `${label.name} (nay thuộc ${many ? `${label.nowIds.length} xã, phường` : label.nowName})`;
}

/**
 * Everything a screen says about a place on a day, as seen from today.
 * @returns undefined for an unknown id
 */
export function labelPlace(tree: PlaceTree, id: number, day: Day, today: Day): PlaceLabel | undefined {
  const described = describeAt(tree, id, { day, today, nameOf });
  if (!described) return undefined;
  const { version, ...rest } = described;
  const now = rest.nowIds.length > 0 ? pathOfAll(tree, rest.nowIds, today) : null;
  const label = {
    ...rest,
    id,
    code: version.code,
    kind: version.kind,
    label: pathOf(tree, id, rest.asOf),
    now,
  };
  return { ...label, short: shortOf(label) };
}

/** Ids directly below a place (`null`: the roots) on a day, in Vietnamese order of their names. */
export function childrenInOrder(tree: PlaceTree, id: number | null, day: Day): number[] {
  const name = (child: number) => versionAt(tree, child, day)!.name;
  return childrenAt(tree, id, day).sort((a, b) => compareVi(name(a), name(b)) || a - b);
}

/** The whole tree of a day, from its roots. */
export function treeOn(tree: PlaceTree, day: Day, parent: number | null = null): PlaceNode[] {
  return childrenInOrder(tree, parent, day).map((id) => {
    const version = versionAt(tree, id, day)!;
    return {
      id,
      code: version.code,
      kind: version.kind,
      name: nameOf(version),
      children: treeOn(tree, day, id),
    };
  });
}

/** One name that a place had for a while, prepared for the search box. */
type Sought = {
  id: number;
  /** The last day of the name; null while it is in use. */
  lastDay: Day | null;
  /** Folded words of kind and name, and of the whole path; `exact` keeps diacritics. */
  name: string;
  bare: string;
  path: string;
  exact: string;
  exactBare: string;
};

export type PlaceIndex = readonly Sought[];

/** Words of a text for comparison: commas and dots do not matter, "tp." and "tx" are written out. */
const SHORT_KINDS: Record<string, string> = {
  tp: 'thanh pho',
  tx: 'thi xa',
  tt: 'thi tran',
  p: 'phuong',
  h: 'huyen',
};
const words = (folded: string): string =>
  folded
    .replace(/[.,;()/-]+/g, ' ')
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => SHORT_KINDS[word] ?? word)
    .join(' ');

/** A day on which whatever is open still holds. */
const FAR: Day = '9999-12-31';

/** Prepares the search box: one entry for each name and kind that each place ever had. */
export function indexPlaces(tree: PlaceTree): PlaceIndex {
  return [...tree.versions.values()].flatMap((versions) => {
    const runs = versions.filter((version, at) => {
      const next = versions[at + 1];
      return !next || fold(nameOf(next)) !== fold(nameOf(version)) || next.from !== version.until;
    });
    return runs.map((version) => {
      const lastDay = version.until === null ? null : addDays(version.until, -1);
      // What is above changes too: "An Lộc, tỉnh Đồng Nai" and "An Lộc, thành phố Đồng Nai" are both typed.
      const path = [version.from, lastDay ?? FAR].map((day) => pathOf(tree, version.id, day)).join(' ');
      return {
        id: version.id,
        lastDay,
        name: words(fold(nameOf(version))),
        bare: words(fold(version.name)),
        path: words(fold(path)),
        exact: toneKey(nameOf(version)),
        exactBare: toneKey(version.name),
      };
    });
  });
}

/**
 * How well a name answers a query, 0 the best; undefined when it does not. Diacritics that agree come first.
 */
function rank(sought: Sought, query: string, exact: string): number | undefined {
  const accented = sought.exact.startsWith(exact) || sought.exactBare.startsWith(exact) ? 0 : 1;
  if (sought.name === query || sought.bare === query) {
    return sought.exact === exact || sought.exactBare === exact ? 0 : 1;
  }
  if (sought.name.startsWith(query) || sought.bare.startsWith(query)) return 2 + accented;
  const own = ` ${sought.name}`;
  const whole = ` ${sought.path}`;
  const asked = query.split(' ');
  if (!asked.every((word) => whole.includes(` ${word}`))) return undefined;
  // "thanh lương bình long" names a commune and its district: the more of it the own name holds, the better.
  const missing = asked.filter((word) => !own.includes(` ${word}`)).length;
  return query.startsWith(sought.bare) || query.startsWith(sought.name) ? 4 : 5 + missing;
}

/**
 * The dated search box: today's and former names, with or without diacritics, with or without what is above,
 * or an official code. Today's places come before former ones of the same rank; each place appears once.
 * @param limit most results
 */
export function searchPlaces(
  tree: PlaceTree,
  index: PlaceIndex,
  { q, today, limit }: { q: string; today: Day; limit: number },
): PlaceLabel[] {
  const query = words(fold(q));
  if (query === '') return [];
  const exact = toneKey(q);
  const found = /^\d{2,5}$/.test(query) ? withCode(tree, query) : [];
  for (const sought of index) {
    const score = rank(sought, query, exact);
    if (score !== undefined) found.push({ sought, score });
  }
  found.sort(
    (a, b) =>
      a.score - b.score || byAge(a.sought, b.sought) || compareVi(a.sought.exactBare, b.sought.exactBare),
  );
  const best = new Map<number, Sought>();
  for (const { sought } of found) {
    if (!best.has(sought.id)) best.set(sought.id, sought);
    if (best.size === limit) break;
  }
  return [...best.values()].map(({ id, lastDay }) => labelPlace(tree, id, lastDay ?? today, today)!);
}

/** Names in use first, then those that went out of use last. */
function byAge(a: Pick<Sought, 'lastDay'>, b: Pick<Sought, 'lastDay'>): number {
  const [first, second] = [a.lastDay ?? '9999', b.lastDay ?? '9999'];
  return first === second ? 0 : first > second ? -1 : 1;
}

/** All that a code ever meant. */
function withCode(tree: PlaceTree, code: string): { sought: Sought; score: number }[] {
  const named = [...tree.versions.values()].flatMap(
    (versions) => versions.findLast((each) => each.code === code) ?? [],
  );
  return named.map(({ id, name, until }) => {
    const lastDay = until === null ? null : addDays(until, -1);
    return { score: 0, sought: { id, lastDay, name, bare: name, path: name, exact: name, exactBare: name } };
  });
}
