/** What the pages about members show. */
import { bodyName, bodyTree, type BodyTree, type BodyVersion } from '#modules/organisation/index.server.ts';
import { dayOf, type Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { ancestorsAt, childrenAt, nearestVersion, versionAt } from '#platform/dated/tree.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import { compareVi } from '#platform/text/collation.ts';
import { fold } from '#platform/text/fold.ts';
import { PAGE, type MemberQuery } from '../rules/list.ts';
import type { Exemption, Membership } from '../rules/membership.ts';
import { covers, membershipAt } from '../rules/membership.ts';
import { countExemptBelow, countWithin } from '../store/count.server.ts';
import { countMatching, listMembers, seesMember } from '../store/member.server.ts';
import { asOfficer, type Ground } from './ground.server.ts';
import { countWaiting } from './export-pages.server.ts';
import { keptBy, wholeMember } from './member.server.ts';
import { importScope, keeps, keepsAny, partOf, rootsOf, seenRootsOf, sees, seesAny, type Keeper } from './scope.server.ts';

export type BodyLink = { id: number; name: string };
export type MemberItem = { id: number; code: string; fullName: string; body: string; since: Day; exempt: string | null };
export type MemberList = {
  query: MemberQuery;
  day: Day;
  today: Day;
  body: BodyLink & { kind: string };
  /** False when the body did not exist on that day; it is then named as on the nearest. */
  existed: boolean;
  /** From the highest body that the officer keeps down to this one. */
  path: BodyLink[];
  roots: BodyLink[];
  /** Bodies directly below with everything in them; `whole`: members in this body and below, `own`: in it alone. */
  below: (BodyLink & { count: number })[];
  /** The list shows everything below the body too. */
  wide: boolean;
  whole: number;
  own: number;
  exempt: number;
  items: MemberItem[];
  total: number;
  /** The reader may change the lists, not only look. */
  keeps: boolean;
  /** Somebody on this page is invented. */
  sample: boolean;
  /** Lists of names that others asked for and the reader may decide. */
  waiting: number;
};

/** Members of a body on a day, and how many are where below it. Problem `forbidden`. */
export async function readMemberList({ db }: Ground, query: MemberQuery, officer: Keeper): Promise<Result<MemberList>> {
  const roots = await seenRootsOf(db, officer);
  const id = query.body ?? roots[0]?.id;
  if (id === undefined || !(await sees(db, id, officer))) return problem('forbidden');
  return ok(await asOfficer(db, officer, (tx) => presentList(tx, { id, roots }, query, officer)));
}

async function presentList(
  db: Db,
  { id, roots }: { id: number; roots: BodyVersion[] },
  query: MemberQuery,
  officer: Keeper,
): Promise<MemberList> {
  const today = dayOf(officer.now);
  const day = query.day ?? today;
  const tree = await bodyTree(db);
  const existed = versionAt(tree, id, day) !== undefined;
  const body = nearestVersion(tree, id, day)!;
  const part = partOf(tree, id, day);
  const children = childrenAt(tree, id, day);
  const within = await countWithin(db, [id, ...children], day);
  const { own, whole } = within.get(id) ?? { own: 0, whole: 0 };
  const words = fold(query.q).split(' ').filter((word) => word !== '');
  const wide = words.length > 0 || (query.below ?? own === 0);
  const bodies = wide ? part : [id];
  const filter = { bodies, day, words, limit: PAGE, offset: (query.page - 1) * PAGE };
  const rows = await listMembers(db, filter);
  // Without words to look for, the tally has counted them already.
  const total = words.length > 0 ? await countMatching(db, filter) : wide ? whole : own;
  const exempt = await countExemptBelow(db, id, day);
  const top = roots.map((root) => root.id);
  const above = ancestorsAt(tree, id, day);
  const kept = above.slice(0, above.findLastIndex((each) => top.includes(each)) + 1).toReversed();
  return {
    query,
    day,
    today,
    body: { id, name: body.name, kind: body.kind },
    existed,
    path: [...kept, id].flatMap((each) => linkTo(tree, each, day)),
    roots: roots.map((root) => ({ id: root.id, name: root.name })),
    below: children
      .map((child) => ({ id: child, name: versionAt(tree, child, day)!.name, count: within.get(child)?.whole ?? 0 }))
      .sort((a, b) => natural(a.name, b.name)),
    wide,
    whole,
    own,
    exempt,
    sample: rows.some((row) => row.sample),
    items: rows.map((row) => ({ ...row, body: versionAt(tree, row.body, day)?.name ?? '' })),
    total,
    keeps: await keeps(db, id, officer),
    waiting: await countWaiting(db, officer),
  };
}

const linkTo = (tree: BodyTree, id: number, day: Day): BodyLink[] => {
  const version = versionAt(tree, id, day);
  return version ? [{ id, name: version.name }] : [];
};

const numbers = new Intl.Collator('vi', { numeric: true });
/** "Chi bộ thôn 2" stands before "Chi bộ thôn 10". */
const natural = (a: string, b: string): number => numbers.compare(a, b) || compareVi(a, b);

export type MemberPage = {
  id: number;
  code: string;
  fullName: string;
  phone: string | null;
  email: string | null;
  /** Invented. */
  sample?: boolean;
  /** Where the person is today; null when nowhere. */
  now: (BodyLink & { since: Day; exempt: string | null }) | null;
  /** The newest first. */
  history: (Membership & { bodyName: string })[];
  exemptions: Exemption[];
  today: Day;
  /** The reader may change them, not only look. */
  keeps: boolean;
};

/** One member with the whole history. Problems: `member.missing`, `forbidden`: sees no list at all. */
export async function readMemberPage({ db }: Ground, id: number, officer: Keeper): Promise<Result<MemberPage>> {
  if (!seesAny(officer.actor)) return problem('forbidden');
  const member = await asOfficer(db, officer, async (tx) => ((await seesMember(tx, id)) ? wholeMember(tx, id) : undefined));
  const today = dayOf(officer.now);
  const keeper = member && keptBy(member, today);
  if (!member || keeper === undefined || !(await sees(db, keeper, officer))) return problem('member.missing');
  const { history, exemptions, ...rest } = member;
  const named = await Promise.all(history.map(async (each) => ({ ...each, bodyName: await bodyName(db, each.body, each.from, today) })));
  const current = membershipAt(named, today) as (typeof named)[number] | undefined;
  const exempt = exemptions.find((each) => covers(each, today))?.reason ?? null;
  return ok({
    ...rest,
    now: current ? { id: current.body, name: current.bodyName, since: current.from, exempt } : null,
    history: named.toReversed(),
    exemptions: exemptions.toReversed(),
    today,
    keeps: await keeps(db, keeper, officer),
  });
}

/** Bodies that an officer keeps, for a search box: by code or by words of the name. Nobody else finds any. */
export async function suggestBodies(db: Db, q: string, officer: Keeper): Promise<{ id: number; name: string; symbol: string; above: string }[]> {
  const today = dayOf(officer.now);
  const words = fold(q).split(' ').filter((word) => word !== '');
  if (words.length === 0) return [];
  const found = new Map<number, { id: number; name: string; symbol: string; above: string }>();
  for (const root of await rootsOf(db, officer)) {
    const { bodies, allowed, tree } = await importScope(db, root.id, today);
    for (const body of bodies) {
      const text = ` ${fold(`${body.fullName} ${body.symbol}`)}`;
      if (!allowed.has(body.id) || !words.every((word) => text.includes(` ${word}`))) continue;
      const above = body.parent === null ? '' : (versionAt(tree, body.parent, today)?.name ?? '');
      found.set(body.id, { id: body.id, name: body.name, symbol: body.symbol, above });
    }
  }
  return [...found.values()].sort((a, b) => natural(a.name, b.name)).slice(0, MOST_SUGGESTED);
}
const MOST_SUGGESTED = 12;

/** The form that adds somebody, with the body it was opened from. Problem `forbidden` for who keeps no list. */
export async function readAddPage(
  { db }: Ground,
  asked: string | null,
  officer: Keeper,
): Promise<Result<{ body: BodyLink | null; today: Day }>> {
  if (!keepsAny(officer.actor)) return problem('forbidden');
  const today = dayOf(officer.now);
  const id = /^[1-9]\d{0,8}$/.test(asked ?? '') ? Number(asked) : 0;
  const version = versionAt(await bodyTree(db), id, today);
  const kept = version !== undefined && (await keeps(db, id, officer));
  return ok({ body: kept ? { id, name: version.name } : null, today });
}
