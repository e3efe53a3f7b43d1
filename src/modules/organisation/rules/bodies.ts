/** Bodies as dated data: who they were on a day, what became of them, whose role reaches whom. */
import type { Day } from '#platform/clock.ts';
import { describeAt, type DatedRelation } from '#platform/dated/label.ts';
import {
  activeAt,
  ancestorsAt,
  successorsAt,
  versionAt,
  type DatedEvent,
  type DatedTree,
  type DatedVersion,
} from '#platform/dated/tree.ts';
import { compareVi } from '#platform/text/collation.ts';
import { fold, toneKey } from '#platform/text/fold.ts';

export type BodyEventKind = 'found' | 'rename' | 'upgrade' | 'merge' | 'split' | 'move' | 'end';
export type BodyVersion = DatedVersion & {
  id: number;
  /** In document numbers ("BTGDVTU"); bodies of one kind share it ("UBND"). */
  symbol: string;
  name: string;
  /** As the body signs: "Sở Xây dựng thành phố Đồng Nai". */
  fullName: string;
  /** One of `KINDS`, or another word of the province's own. */
  kind: string;
  /** Id of the place it is responsible for; null when it has none. */
  place: number | null;
  /** Sample data: screens mark it. */
  sample: boolean;
};
export type BodyEvent = DatedEvent<BodyEventKind>;
export type BodyTree = DatedTree<BodyVersion, BodyEvent>;

/** A branch of the Party: where members are. It receives no ideas, and there are thousands. */
export const BRANCH = 'chi bộ';

/** Kinds in the order in which lists show them. */
export const KINDS = [
  'cấp ủy',
  'cơ quan đảng',
  'ủy ban nhân dân',
  'sở, ngành',
  'đơn vị sự nghiệp',
  'mặt trận, đoàn thể',
  'hội',
  'đảng bộ cơ sở',
  'đảng bộ bộ phận',
  BRANCH,
] as const;

export type BodyLabel = {
  id: number;
  /** The day described: the one asked for, or the nearest day on which the body existed. */
  asOf: Day;
  symbol: string;
  kind: string;
  place: number | null;
  sample: boolean;
  name: string;
  fullName: string;
  relation: DatedRelation;
  /** Who stands for the body today; empty when nobody does. */
  nowIds: number[];
  nowName: string;
  /**
   * One line: "Ban Tuyên giáo Tỉnh ủy (nay là Ban Tuyên giáo và Dân vận Thành ủy)"; the name when nothing
   * changed.
   */
  short: string;
};

/** Everything a screen says about a body on a day, as seen from today; undefined for an unknown id. */
export function labelBody(tree: BodyTree, id: number, day: Day, today: Day): BodyLabel | undefined {
  const described = describeAt(tree, id, { day, today, nameOf: (version) => version.name });
  if (!described) return undefined;
  const { version, ...rest } = described;
  const { symbol, kind, place, sample, fullName } = version;
  return { ...rest, id, symbol, kind, place, sample, fullName, short: shortOf(tree, { ...rest, kind }, fullName, today) };
}

type Described = Pick<BodyLabel, 'name' | 'nowName' | 'nowIds' | 'relation' | 'kind'>;

/** Several of them become one, as their places do; an office that ends has one that takes up its work. */
const LOCAL: readonly string[] = ['cấp ủy', 'ủy ban nhân dân', BRANCH];

function shortOf(
  tree: BodyTree,
  { name, nowName, nowIds, relation, kind }: Described,
  fullName: string,
  today: Day,
): string {
  if (relation === 'same') return name;
  // A committee that was spread over many, or ended for good, is not "now" one of them.
  if (nowIds.length !== 1) return `${name} (đã kết thúc hoạt động)`;
  if (nowName !== name && fold(nowName) !== fold(name)) {
    return `${name} (${relation === 'merged' && LOCAL.includes(kind) ? 'nay thuộc' : 'nay là'} ${nowName})`;
  }
  return `${fullName} (nay là ${versionAt(tree, nowIds[0]!, today)!.fullName})`;
}

/**
 * Does a role in `ancestor` reach `body` on that day? It reaches the body itself and everything below it. A
 * body that has ended is where all its successors are, so an old case stays with those who took it over; a
 * role in a body that has ended reaches nobody until it is given again.
 */
export function isWithin(tree: BodyTree, body: number, ancestor: number, day: Day): boolean {
  if (versionAt(tree, ancestor, day) === undefined) return false;
  const present = successorsAt(tree, body, day);
  return (
    present.length > 0 &&
    present.every((each) => each === ancestor || ancestorsAt(tree, each, day).includes(ancestor))
  );
}

/** One level up, for escalation; of a body that has ended, above its first successor. Null at the top. */
export function parentOf(tree: BodyTree, body: number, day: Day): number | null {
  const [present] = successorsAt(tree, body, day);
  return present === undefined ? null : (versionAt(tree, present, day)?.parent ?? null);
}

/** Bodies that exist on a day, by kind, then from the top down, then by name. */
export function activeBodies(tree: BodyTree, day: Day): BodyVersion[] {
  const order = (kind: string) =>
    (KINDS.indexOf(kind as (typeof KINDS)[number]) + KINDS.length + 1) % (KINDS.length + 1);
  const sorted = activeAt(tree, day).map((id) => ({
    version: versionAt(tree, id, day)!,
    depth: ancestorsAt(tree, id, day).length,
  }));
  sorted.sort(
    (a, b) =>
      order(a.version.kind) - order(b.version.kind) ||
      a.depth - b.depth ||
      compareVi(a.version.name, b.version.name),
  );
  return sorted.map(({ version }) => version);
}

/** The body that bears a symbol on a day: the highest one, when several share it. */
export function bodyWithSymbol(tree: BodyTree, symbol: string, day: Day): number | undefined {
  const wanted = fold(symbol);
  const bearers = activeAt(tree, day).filter((id) => fold(versionAt(tree, id, day)!.symbol) === wanted);
  const depth = (id: number) => ancestorsAt(tree, id, day).length;
  return bearers.sort((a, b) => depth(a) - depth(b) || a - b)[0];
}

/** A version with its name prepared for the search box. */
type Sought = { version: BodyVersion; words: string; symbol: string; exact: string };
export type BodyIndex = readonly (readonly Sought[])[];

/** Prepares the search box: the versions of each body, newest first. */
export function indexBodies(tree: BodyTree): BodyIndex {
  return [...tree.versions.values()].map((versions) =>
    versions.toReversed().map((version) => ({
      version,
      words: ` ${fold(version.fullName)}`,
      symbol: fold(version.symbol),
      exact: toneKey(version.fullName),
    })),
  );
}

/**
 * Bodies of today and of earlier days by name or symbol, with or without diacritics: every word typed begins
 * a word of the name. Today's bodies first, then exact diacritics, then the shorter name. Each body appears
 * once.
 */
export function searchBodies(
  tree: BodyTree,
  index: BodyIndex,
  { q, today, limit }: { q: string; today: Day; limit: number },
): BodyLabel[] {
  const asked = fold(q)
    .split(' ')
    .filter((word) => word !== '');
  if (asked.length === 0) return [];
  const exact = toneKey(q);
  const bySymbol = ({ symbol }: Sought) => asked.length === 1 && symbol === asked[0];
  const byName = ({ words }: Sought) => asked.every((word) => words.includes(` ${word}`));
  const found = index.flatMap((versions) => {
    const hit = versions.find((sought) => bySymbol(sought) || byName(sought));
    if (!hit) return [];
    const accented = hit.exact.includes(exact) || bySymbol(hit);
    return [{ hit: hit.version, score: (hit.version.until === null ? 0 : 2) + (accented ? 0 : 1) }];
  });
  const length = ({ hit }: { hit: BodyVersion }) => hit.fullName.length;
  found.sort((a, b) => a.score - b.score || length(a) - length(b) || compareVi(a.hit.name, b.hit.name));
  const day = ({ from, until }: BodyVersion) => (until === null ? today : from);
  return found.slice(0, limit).map(({ hit }) => labelBody(tree, hit.id, day(hit), today)!);
}
