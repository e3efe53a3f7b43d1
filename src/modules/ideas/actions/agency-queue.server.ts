import { bodyName, bodyTree, within } from '#modules/organisation/index.server.ts';
import { anyRole, namesOf, type Actor, type Role } from '#modules/people/index.server.ts';
import { dayOf, daysBetween, type Day, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { holds } from '#platform/policy.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { AGENCY_PAGE, agencyTabs, type AgencyQuery, type AgencyTab } from '../rules/agency-queue.ts';
import { urgency, type Urgency } from '../rules/deadlines.ts';
import type { State } from '../rules/states.ts';
import { countAgencyQueue, listAgencyQueue, type AgencyQueueRow } from '../store/agency-queue.server.ts';
import { readClock } from './settings.server.ts';

/** A deadline as a person reads it: `left` in calendar days, negative when it has passed. */
export type DueDay = { day: Day; left: number; urgency: Urgency };

export type AgencyItem = {
  id: number;
  title: string;
  state: State;
  leadBody: string | null;
  due: DueDay | null;
  /** The milestone that is due next; null while the answer itself is. */
  milestone: string | null;
  draft: AgencyQueueRow['draft'];
  draftedBy: string | null;
  answeredAt: Date | null;
  supporters: number;
};
export type AgencyQueue = {
  query: AgencyQuery;
  items: AgencyItem[];
  tabs: { tab: AgencyTab; count: number }[];
  total: number;
  /** Bodies in whose name this person works. */
  bodies: string[];
};

const AGENCY_ROLES: readonly Role[] = ['answerer', 'reviewer'];

/** What the bodies of this person have to answer, or help to answer. Problem `forbidden` for everybody else. */
export async function readAgencyQueue(
  { db }: Runtime,
  query: AgencyQuery,
  { actor, now }: { actor: Actor; now: Instant },
): Promise<Result<AgencyQueue>> {
  if (actor.kind !== 'person' || !anyRole(actor, AGENCY_ROLES)) return problem('forbidden');
  const today = dayOf(now);
  const bodies = await bodiesInScope(db, actor, today);
  const paging = { limit: AGENCY_PAGE, offset: (query.page - 1) * AGENCY_PAGE };
  const [rows, counts] = await Promise.all([
    listAgencyQueue(db, { bodies, tab: query.tab, today, ...paging }),
    countAgencyQueue(db, bodies, today),
  ]);
  const own = new Set(
    actor.grants.filter((grant) => AGENCY_ROLES.includes(grant.role)).map((grant) => grant.bodyId),
  );
  return ok({
    query,
    items: await presentItems(db, rows, now),
    tabs: agencyTabs.map((tab) => ({ tab, count: counts[tab] })),
    total: counts[query.tab],
    bodies: await Promise.all([...own].map((body) => bodyName(db, body, today, today))),
  });
}

/** Every body, also those that have ended, whose ideas these roles reach today. */
async function bodiesInScope(db: Db, actor: Actor, today: Day): Promise<number[]> {
  const [tree, isWithin] = await Promise.all([bodyTree(db), within(db, today)]);
  return [...tree.versions.keys()].filter((body) => AGENCY_ROLES.some((role) => holds(actor, role, body, isWithin)));
}

export function dueDay(
  due: Day | null,
  today: Day,
  options: { paused: boolean; remindBefore: number },
): DueDay | null {
  return due === null ? null : { day: due, left: daysBetween(today, due), urgency: urgency(due, today, options) };
}

async function presentItems(db: Db, rows: readonly AgencyQueueRow[], now: Instant): Promise<AgencyItem[]> {
  const today = dayOf(now);
  const [{ remindBefore }, names] = await Promise.all([
    readClock(db),
    namesOf(db, rows.flatMap((row) => row.draftedBy ?? [])),
  ]);
  return Promise.all(
    rows.map(async ({ leadBody, due, paused, draftedBy, ...row }) => ({
      ...row,
      leadBody: leadBody === null ? null : await bodyName(db, leadBody, today, today),
      due: dueDay(due, today, { paused, remindBefore }),
      draftedBy: draftedBy === null ? null : (names.get(draftedBy) ?? null),
    })),
  );
}
