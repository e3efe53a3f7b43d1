/**
 * What must never be true of a dated tree, whoever writes it: an officer's form, an import or a reorganisation.
 * Build the rows as they would be after the change, ask here, and write nothing while anything is found. Pure.
 */
import { addDays, type Day } from '../clock.ts';
import { versionAt, ancestorsAt, buildTree, type DatedEvent, type DatedTree, type DatedVersion } from './tree.ts';

/**
 * One thing that is wrong; `id` is the member to name in the message and `on` the first day on which it is wrong.
 * - `backwards`: a version ends on or before its first day; `on` is that first day
 * - `overlap`: two versions of the member hold on one day
 * - `circle`: the member would stand above itself; `other` is the parent that leads back to it
 * - `parentMissing`: the parent (`other`) does not exist on a day on which the member stands below it
 * - `sameCode`: the member and `other` bear one code on one day
 * - `sourceMissing`: an event takes something from a member that did not exist on its eve
 * - `targetMissing`: an event hands on to a member that does not exist on its day, or has ended by then
 * - `sourceGoesOn`: an event ends a member that still has versions from that day on
 */
export type Fault = {
  kind: 'backwards' | 'overlap' | 'circle' | 'parentMissing' | 'sameCode' | 'sourceMissing' | 'targetMissing' | 'sourceGoesOn';
  id: number;
  on: Day;
  other?: number;
};

type Row = DatedVersion & { id: number };

/**
 * Every fault of a tree, those of versions first.
 * @param codeOf the code that no two members may bear on one day; null for a version without such a code
 */
export function findFaults<Version extends Row>(
  rows: readonly Version[],
  events: readonly DatedEvent[],
  codeOf: (version: Version) => string | null = () => null,
): Fault[] {
  const tree = buildTree(rows, events);
  const alone = [...tree.versions.values()].flatMap(faultsOfVersions);
  // Who walks a tree with crooked ranges finds one mistake many times.
  if (alone.length > 0) return alone;
  return [
    ...rows.flatMap((row) => faultOfParent(tree, row)),
    ...sharedCodes(rows, codeOf),
    ...events.flatMap((event) => faultsOfEvent(tree, event)),
  ];
}

/** What a change would newly do wrong: an old fault somewhere else does not hold up today's work. */
export function newFaults(before: readonly Fault[], after: readonly Fault[]): Fault[] {
  const key = ({ kind, id, on, other }: Fault) => `${kind} ${id} ${on} ${other}`;
  const known = new Set(before.map(key));
  return after.filter((fault) => !known.has(key(fault)));
}

function faultsOfVersions(versions: readonly Row[]): Fault[] {
  const backwards = versions.filter(({ from, until }) => until !== null && until <= from);
  if (backwards.length > 0) return backwards.map(({ id, from }) => ({ kind: 'backwards', id, on: from }));
  return versions.flatMap(({ id, from }, at): Fault[] => {
    const before = versions[at - 1];
    return before && (before.until === null || before.until > from) ? [{ kind: 'overlap', id, on: from }] : [];
  });
}

/** The first day from `from` to before `until` that no version covers; undefined when all are covered. */
export function firstGap(versions: readonly DatedVersion[], from: Day, until: Day | null): Day | undefined {
  let day = from;
  for (const version of versions) {
    if (version.until !== null && version.until <= day) continue;
    if (version.from > day) break;
    if (version.until === null) return undefined;
    day = version.until;
  }
  return until !== null && day >= until ? undefined : day;
}

function faultOfParent(tree: DatedTree<Row>, { id, parent, from, until }: Row): Fault[] {
  if (parent === null) return [];
  const gap = firstGap(tree.versions.get(parent) ?? [], from, until);
  if (gap !== undefined) return [{ kind: 'parentMissing', id, on: gap, other: parent }];
  return circle(tree, id, parent, from);
}

/** A circle comes into being on a day on which a version of one of its members begins. */
function circle(tree: DatedTree<Row>, id: number, parent: number, from: Day): Fault[] {
  const returns = parent === id || ancestorsAt(tree, parent, from).includes(id);
  return returns ? [{ kind: 'circle', id, on: from, other: parent }] : [];
}

function sharedCodes<Version extends Row>(
  rows: readonly Version[],
  codeOf: (version: Version) => string | null,
): Fault[] {
  const bearers = new Map<string, Version[]>();
  for (const row of rows) {
    const code = codeOf(row);
    if (code === null) continue;
    const list = bearers.get(code);
    if (list) list.push(row);
    else bearers.set(code, [row]);
  }
  return [...bearers.values()].flatMap((list) => {
    const sorted = list.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.id - b.id));
    return sorted.flatMap((row, at): Fault[] => {
      const other = sorted.slice(0, at).find((each) => each.id !== row.id && (each.until === null || each.until > row.from));
      return other ? [{ kind: 'sameCode', id: row.id, on: row.from, other: other.id }] : [];
    });
  });
}

/** Kinds of events after which a member named only in `from` does not exist any more. */
const ENDINGS = ['merge', 'split', 'end'];

function faultsOfEvent(tree: DatedTree<Row>, { kind, on, from, to }: DatedEvent): Fault[] {
  const eve = addDays(on, -1);
  const gone = from.filter((id) => !versionAt(tree, id, eve));
  const unborn = to.filter((id) => !versionAt(tree, id, on));
  const goesOn = ENDINGS.includes(kind)
    ? from.filter((id) => !to.includes(id) && tree.versions.get(id)?.some(({ until }) => until === null || until > on))
    : [];
  return [
    ...gone.map((id): Fault => ({ kind: 'sourceMissing', id, on })),
    ...unborn.map((id): Fault => ({ kind: 'targetMissing', id, on })),
    ...goesOn.map((id): Fault => ({ kind: 'sourceGoesOn', id, on })),
  ];
}
