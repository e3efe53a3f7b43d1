/** Everything a page about one member of a dated tree shows. Pure. */
import { addDays, type Day } from '../clock.ts';
import { countsBelow, inOrder, pathTo, ROWS, rowsBelow, type KindCount, type LevelRow, type Link, type Naming } from './browse.ts';
import { describeAt, type DatedRelation } from './label.ts';
import { storyOf, type StoryDay } from './story.ts';
import { nearestVersion, versionAt, type DatedTree, type DatedVersion } from './tree.ts';

export type MemberPage = Link & {
  kind: string;
  code: string;
  day: Day;
  today: Day;
  /** False when there was none on that day; `asOf` is then the nearest day, and everything is said of it. */
  existed: boolean;
  asOf: Day;
  from: Day;
  until: Day | null;
  basis: string;
  path: Link[];
  relation: DatedRelation;
  /** Who stands for it today, when it is not itself under the same name. */
  now: Link[];
  below: KindCount[];
  /** The first of those directly below; `total` of them. */
  rows: LevelRow[];
  total: number;
  /** Who became it by merging or splitting, as they were last called. */
  cameFrom: (Link & { asOf: Day })[];
  story: StoryDay[];
};

/** @returns undefined for an unknown id */
export function memberPage<V extends DatedVersion>(
  tree: DatedTree<V>,
  id: number,
  { day, today }: { day: Day; today: Day },
  naming: Naming<V>,
): MemberPage | undefined {
  const described = describeAt(tree, id, { day, today, nameOf: naming.nameOf });
  if (!described) return undefined;
  const { asOf, version, name, relation, nowIds } = described;
  const { rows } = rowsBelow(tree, id, asOf, naming);
  return {
    id, name, day, today, asOf, relation,
    kind: naming.kindOf(version),
    code: naming.codeOf(version),
    existed: asOf === day,
    from: version.from,
    until: version.until,
    basis: version.basis,
    path: pathTo(tree, id, asOf, naming),
    now: relation === 'same' ? [] : nowIds.map((each) => ({ id: each, name: naming.nameOf(versionAt(tree, each, today)!) })),
    below: inOrder(countsBelow(tree, asOf, naming.kindOf).get(id), naming.kinds),
    rows: rows.slice(0, ROWS),
    total: rows.length,
    cameFrom: predecessors(tree, id, naming),
    story: storyOf(tree, id, naming),
  };
}

const JOINING = ['merge', 'split', 'end'];

function predecessors<V extends DatedVersion>(tree: DatedTree<V>, id: number, naming: Naming<V>): MemberPage['cameFrom'] {
  const joined = (tree.arriving.get(id) ?? []).filter(({ kind }) => JOINING.includes(kind));
  const found = joined.flatMap(({ from, on }) => from.map((each) => ({ id: each, asOf: addDays(on, -1) })));
  return found.flatMap(({ id: each, asOf }) => {
    const version = each === id ? undefined : nearestVersion(tree, each, asOf);
    return version ? [{ id: each, name: naming.nameOf(version), asOf }] : [];
  });
}
