/** What happened to one member of a dated tree, day by day, for a page about it. Pure. */
import type { Day } from '../clock.ts';
import type { Link, Naming } from './browse.ts';
import { nearestVersion, type DatedEvent, type DatedTree, type DatedVersion } from './tree.ts';
import { addDays } from '../clock.ts';

/**
 * One thing that happened:
 * - `founded`; `recorded`: known from this day on, without an event that founded it
 * - `renamed` from `before` to `after`; `restated`: another full name or code, the same name
 * - `upgraded` from `before` to `after` (kind and name); `moved` below `others`
 * - `tookIn` (others merged into it), `splitFrom` (it came out of others)
 * - `mergedInto`, `splitInto`, `handedOn` (a part of it went to others), `ended` with others standing for it or nobody
 */
export type Happening = {
  key:
    | 'founded' | 'recorded' | 'renamed' | 'restated' | 'upgraded' | 'moved'
    | 'tookIn' | 'splitFrom' | 'mergedInto' | 'splitInto' | 'handedOn' | 'ended';
  before: string;
  after: string;
  /** Those it happened with, as they were called then. */
  others: Link[];
};
export type StoryDay = { on: Day; basis: string; happenings: Happening[] };

/** More than these are named on the pages of the others. */
const MOST_OTHERS = 60;

/** The newest day first. */
export function storyOf<V extends DatedVersion>(tree: DatedTree<V>, id: number, naming: Naming<V>): StoryDay[] {
  const versions = tree.versions.get(id) ?? [];
  const events = [...(tree.leaving.get(id) ?? []), ...(tree.arriving.get(id) ?? [])];
  const days = new Set([...versions.map(({ from }) => from), ...events.map(({ on }) => on)]);
  const last = versions.at(-1)?.until;
  if (last) days.add(last);
  return [...days].sort().reverse().map((on) => {
    const version = versions.find(({ from }) => from === on);
    const told = [...new Set(events.filter((event) => event.on === on))];
    const happenings = told.flatMap((event) => happeningOf(tree, id, event, naming));
    const silent = happenings.length === 0 ? unsaid(tree, id, on, naming) : [];
    return { on, basis: version?.basis ?? told[0]?.basis ?? '', happenings: [...happenings, ...silent] };
  });
}

function linksAt<V extends DatedVersion>(tree: DatedTree<V>, ids: readonly number[], day: Day, naming: Naming<V>): Link[] {
  return ids.slice(0, MOST_OTHERS).flatMap((id) => {
    const version = nearestVersion(tree, id, day);
    return version ? [{ id, name: naming.nameOf(version) }] : [];
  });
}

function happeningOf<V extends DatedVersion>(
  tree: DatedTree<V>,
  id: number,
  { kind, on, from, to }: DatedEvent,
  naming: Naming<V>,
): Happening[] {
  const eve = addDays(on, -1);
  const versions = tree.versions.get(id) ?? [];
  const [before, after] = [versions.findLast((each) => each.from < on), versions.find((each) => each.from === on)];
  const say = (key: Happening['key'], others: Link[] = []): Happening[] => [
    { key, before: before ? naming.nameOf(before) : '', after: after ? naming.nameOf(after) : '', others },
  ];
  const [gave, took] = [from.filter((each) => each !== id), to.filter((each) => each !== id)];
  const [leaves, arrives] = [from.includes(id), to.includes(id)];
  switch (kind) {
    case 'found':
      return say('founded');
    case 'rename':
      return before && after && naming.nameOf(before) === naming.nameOf(after) ? say('restated') : say('renamed');
    case 'upgrade':
      return say('upgraded');
    case 'move':
      if (arrives && after) return say('moved', linksAt(tree, after.parent === null ? [] : [after.parent], on, naming));
      return say(leaves ? 'handedOn' : 'tookIn', linksAt(tree, leaves ? took : gave, leaves ? on : eve, naming));
    case 'end':
      return leaves ? say('ended', linksAt(tree, took, on, naming)) : [];
    case 'merge':
      return arrives ? say('tookIn', linksAt(tree, gave, eve, naming)) : say('mergedInto', linksAt(tree, took, on, naming));
    case 'split':
      if (leaves) return say(arrives ? 'handedOn' : 'splitInto', linksAt(tree, took, on, naming));
      return say('splitFrom', linksAt(tree, gave, eve, naming));
    default:
      return say('restated');
  }
}

/** A version may begin, and a record may end, without an event. */
function unsaid<V extends DatedVersion>(tree: DatedTree<V>, id: number, on: Day, naming: Naming<V>): Happening[] {
  const versions = tree.versions.get(id) ?? [];
  const after = versions.find(({ from }) => from === on);
  const before = versions.findLast(({ from }) => from < on);
  const names = { before: before ? naming.nameOf(before) : '', after: after ? naming.nameOf(after) : '' };
  if (!after) return versions.at(-1)?.until === on ? [{ key: 'ended', ...names, others: [] }] : [];
  if (!before || before.until !== on) return [{ key: 'recorded', ...names, others: [] }];
  if (before.parent !== after.parent && after.parent !== null) {
    return [{ key: 'moved', ...names, others: linksAt(tree, [after.parent], on, naming) }];
  }
  return [{ key: names.before === names.after ? 'restated' : 'renamed', ...names, others: [] }];
}
