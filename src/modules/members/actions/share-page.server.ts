/** The page on which the members of a body that is divided are shared out, and on which the second officer reads it. */
import type { PlanPart, PlanParts } from '#modules/organisation/index.server.ts';
import type { Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { ok, type Result } from '#platform/result.ts';
import { needsSecond } from '../rules/export.ts';
import { PAGE } from '../rules/list.ts';
import { codesShared, countDone, countHere, countShares, listDone, listGone, listHere, type Outcome, type ShareCount } from '../store/share.server.ts';
import { asOfficer, type Ground } from './ground.server.ts';
import type { Officer } from './import.server.ts';
import { dividedIn, type Divided } from './share.server.ts';

/** `codes`: as the form of lists shows them, a line each. */
export type SharedHeir = { key: string; name: string; count: number; codes: string };
export type SharedMember = { id: number; code: string; fullName: string; to: string | null; outcome: Outcome | null };
export type SharePage = {
  plan: { id: number; title: string; on: Day; state: PlanParts['state'] };
  body: { id: number; name: string };
  goesOn: boolean;
  editable: boolean;
  heirs: SharedHeir[];
  rest: { key: string; name: string; count: number; chooses: boolean };
  /** Written down, and no longer in the body on the day. */
  gone: { code: string; fullName: string }[];
  items: SharedMember[];
  total: number;
  page: number;
  /** More than a form holds are written down: a file says it. */
  many: boolean;
  /** The file to fill in bears names. */
  names: boolean;
};

/** Codes that the form of lists still shows. */
const MOST_IN_FORM = 3_000;

/** Problems: `reorganisation.missing`, `forbidden`, `share.none`: the plan does not divide that body. */
export async function readSharePage({ db }: Ground, at: Divided, page: number, officer: Officer): Promise<Result<SharePage>> {
  const found = await dividedIn(db, at, officer);
  if (!found.ok) return found;
  const { plan, part } = found.value;
  const lists = await asOfficer(db, officer, (tx) => (plan.state === 'applied' ? readDone(tx, at, page) : readPlanned(tx, at, plan, page)));
  const { counts, codes, rest, ...shown } = lists;
  const listed = (key: string) => counts.filter((each) => each.to === key && each.present).reduce((sum, { count }) => sum + count, 0);
  return ok({
    plan: { id: plan.id, title: plan.title, on: plan.on, state: plan.state },
    body: { id: part.from, name: part.name },
    goesOn: part.goesOn,
    editable: plan.state === 'draft',
    heirs: part.into.map(({ key, name }) => ({ key, name, count: listed(key), codes: (codes.get(key) ?? []).join('\n') })),
    rest: { key: part.rest, name: nameOf(part), count: rest, chooses: part.chooses },
    many: counts.reduce((sum, { count }) => sum + count, 0) > MOST_IN_FORM,
    names: !needsSecond(officer.actor, { body: at.body, below: false }),
    page, ...shown,
  });
}

const nameOf = ({ into, rest }: PlanPart): string => into.find(({ key }) => key === rest)?.name ?? '';

type Lists = Pick<SharePage, 'gone' | 'items' | 'total'> & { counts: ShareCount[]; codes: Map<string, string[]>; rest: number };

async function readPlanned(tx: Db, at: Divided, { on, since }: PlanParts, page: number): Promise<Lists> {
  const counts = await countShares(tx, at, on);
  const total = await countHere(tx, at.body, on);
  const items = await listHere(tx, { ...at, on, since, limit: PAGE, offset: (page - 1) * PAGE });
  const codes = new Map<string, string[]>();
  for (const { to, code } of await codesShared(tx, at)) codes.set(to, [...(codes.get(to) ?? []), code]);
  const listed = counts.filter(({ present }) => present).reduce((sum, { count }) => sum + count, 0);
  return {
    counts, codes, total, rest: total - listed, gone: await listGone(tx, at, on),
    items: items.map(({ late, ...each }) => ({ ...each, outcome: late ? 'late' : null })),
  };
}

async function readDone(tx: Db, at: Divided, page: number): Promise<Lists> {
  const counts = await countDone(tx, at);
  const items = await listDone(tx, { ...at, limit: PAGE, offset: (page - 1) * PAGE });
  const sum = (wanted: readonly Outcome[]) =>
    counts.filter(({ outcome }) => wanted.includes(outcome)).reduce((total, { count }) => total + count, 0);
  return {
    counts: counts.filter(({ outcome }) => outcome === 'listed').map(({ to, count }) => ({ to, count, present: true })),
    codes: new Map(), total: sum(['listed', 'rest', 'late', 'gone']), rest: sum(['rest', 'late']), gone: [], items,
  };
}
