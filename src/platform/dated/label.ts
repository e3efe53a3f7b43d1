/** What a screen says about a member of a dated tree: its name on a day, and what became of it by today. */
import { addDays, type Day } from '../clock.ts';
import { fold } from '../text/fold.ts';
import { nearestVersion, successorsAt, versionAt, type DatedTree, type DatedVersion } from './tree.ts';

/**
 * What today says about a member of another day: `same` name, `renamed` (it goes on under another name),
 * `merged` (it ended and others stand for it), `ended` (it ended and nobody does).
 */
export type DatedRelation = 'same' | 'renamed' | 'merged' | 'ended';

export type DatedLabel<Version> = {
  /** The day described: the one asked for, or the nearest day on which the member existed. */
  asOf: Day;
  version: Version;
  name: string;
  /** Who stands for it today; several after a split, none when it ended without a successor. */
  nowIds: number[];
  /** Their names in one phrase; empty when there are none. */
  nowName: string;
  relation: DatedRelation;
};

/** The nearest day to `day` on which the member existed; undefined for an unknown id. */
export function nearestDay<V extends DatedVersion>(
  tree: DatedTree<V>,
  id: number,
  day: Day,
): Day | undefined {
  const version = nearestVersion(tree, id, day);
  if (!version) return undefined;
  if (day < version.from) return version.from;
  return version.until !== null && day >= version.until ? addDays(version.until, -1) : day;
}

/** Joins names as Vietnamese does: "A", "A và B", "A, B và C". */
export const joinNames = (names: string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} và ${names.at(-1)}`;

/** @returns undefined for an unknown id */
export function describeAt<V extends DatedVersion>(
  tree: DatedTree<V>,
  id: number,
  { day, today, nameOf }: { day: Day; today: Day; nameOf: (version: V) => string },
): DatedLabel<V> | undefined {
  const asOf = nearestDay(tree, id, day);
  if (asOf === undefined) return undefined;
  const version = versionAt(tree, id, asOf)!;
  const name = nameOf(version);
  const nowIds = successorsAt(tree, id, today);
  const nowName = joinNames(nowIds.map((each) => nameOf(versionAt(tree, each, today)!)));
  const goesOn = nowIds.length === 1 && nowIds[0] === id;
  // Releases spell one name differently (Đak Ơ, Đăk Ơ): that is not another name.
  const sameName = nowName === name || fold(nowName) === fold(name);
  const relation = goesOn ? (sameName ? 'same' : 'renamed') : nowIds.length > 0 ? 'merged' : 'ended';
  return { asOf, version, name, nowIds, nowName, relation };
}
