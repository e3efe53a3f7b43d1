/** On which days a role in one body reaches another: the answer of `isWithin` for every day at once. */
import type { Day } from '#platform/clock.ts';
import { ancestorsAt, successorsAt, versionAt } from '#platform/dated/tree.ts';
import type { BodyTree } from './bodies.ts';

/** From the first day to before `until` (null: open). */
export type Reach = { ancestor: number; body: number; from: Day; until: Day | null };

const known = new WeakMap<BodyTree, readonly Reach[]>();

/**
 * Every range of days on which a role in `ancestor` reaches `body`: itself, below it, and bodies that ended and all of
 * whose successors are there. Ranges of one pair neither touch nor overlap. The same tree is computed once.
 */
export function reachOf(tree: BodyTree): readonly Reach[] {
  const before = known.get(tree);
  if (before) return before;
  const reach = [...tree.versions.keys()].flatMap((body) => reachTo(tree, body));
  known.set(tree, reach);
  return reach;
}

/** Between two days on which something around a body changes, the answer is that of the first of them. */
function reachTo(tree: BodyTree, body: number): Reach[] {
  const days = turningDays(tree, body);
  const open = new Map<number, Reach>();
  const closed: Reach[] = [];
  for (const [at, from] of days.entries()) {
    const reaching = reachingOn(tree, body, from);
    for (const [ancestor, range] of open) {
      if (reaching.has(ancestor)) continue;
      closed.push({ ...range, until: from });
      open.delete(ancestor);
    }
    for (const ancestor of reaching) {
      if (!open.has(ancestor)) open.set(ancestor, { ancestor, body, from: days[at]!, until: null });
    }
  }
  return [...closed, ...open.values()];
}

/** Whose roles reach the body on a day. */
function reachingOn(tree: BodyTree, body: number, day: Day): Set<number> {
  const [first, ...others] = successorsAt(tree, body, day).map((each) => [each, ...ancestorsAt(tree, each, day)]);
  const common = (first ?? []).filter((id) => others.every((line) => line.includes(id)));
  return new Set(common.filter((id) => versionAt(tree, id, day) !== undefined));
}

/** The days on which a version begins or ends of the body, of those above it or of those that came after it. */
function turningDays(tree: BodyTree, body: number): Day[] {
  const around = new Set([body]);
  const days = new Set<Day>();
  // A set that grows while it is walked is walked to its end.
  for (const id of around) {
    for (const { from, until, parent } of tree.versions.get(id) ?? []) {
      days.add(from);
      if (until !== null) days.add(until);
      if (parent !== null) around.add(parent);
    }
    for (const event of tree.leaving.get(id) ?? []) for (const to of event.to) around.add(to);
  }
  return [...days].sort();
}
