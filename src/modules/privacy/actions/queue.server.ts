/** What officers see of requests. */
import { bodyName } from '#modules/organisation/index.server.ts';
import { nameOf, namesOf } from '#modules/people/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { asPerson, asSystem } from '#platform/database/scope.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { translator } from '#platform/words/translate.ts';
import { mayHandle, maySeeRetention } from '../rules/permissions.ts';
import { termsOf } from '../rules/copy.ts';
import { partText, type PartText } from '../rules/present.ts';
import { PAGE, type QueueQuery } from '../rules/queue.ts';
import { allows, isErasable, type Step } from '../rules/requests.ts';
import { countQueue, findRequest, listQueue, type RequestRow } from '../store/request.server.ts';
import { presentRequest, type MyRequest } from './my-data.server.ts';
import { isTopOn, reachOn, scopeOf, type Officer } from './reach.server.ts';
import { retentionDays } from './retention.server.ts';
import { readAll } from './sources.server.ts';

type Ground = Pick<Runtime, 'db'>;

export type DeskItem = Omit<MyRequest, 'copy'> & { person: string; body: string | null; own: boolean };
export type DeskQueue = {
  query: QueueQuery;
  items: DeskItem[];
  total: number;
  open: number;
  closed: number;
  retention: boolean;
  now: Instant;
};

const bodyOf = async (db: Db, id: number | null, now: Instant): Promise<string | null> =>
  id === null ? null : bodyName(db, id, dayOf(now), dayOf(now));

/** Requests of the officer's part of the tree: by the deadline that comes next, so overdue first. Problem `forbidden`. */
export async function readQueue({ db }: Ground, query: QueueQuery, officer: Officer): Promise<Result<DeskQueue>> {
  const { actor, now } = officer;
  const scope = await scopeOf(db, officer);
  if (actor.kind !== 'person' || scope.bodies.length === 0) return problem('forbidden');
  const isTop = await isTopOn(db, now);
  return asPerson(db, actor.personId, async (tx) => {
    const filter = (open: boolean) => ({ ...scope, open, limit: PAGE, offset: (query.page - 1) * PAGE });
    const rows = await listQueue(tx, filter(!query.closed));
    const [open, closed] = [await countQueue(tx, filter(true)), await countQueue(tx, filter(false))];
    const names = await namesOf(tx, rows.map(({ personId }) => personId));
    const items: DeskItem[] = [];
    for (const row of rows) {
      const own = row.personId === actor.personId;
      items.push({ ...presentRequest(row, now), person: names.get(row.personId) ?? '–', body: await bodyOf(tx, row.bodyId, now), own });
    }
    return ok({ query, items, total: query.closed ? closed : open, open, closed, retention: maySeeRetention(actor, isTop), now });
  });
}

export type DeskRequest = DeskItem & {
  steps: Step[];
  /** The days for thinking again have passed. */
  erasable: boolean;
  /** What is kept about the person now, kinds and counts only: what an erasure would do. */
  parts: PartText[];
  calendarVersion: number;
  now: Instant;
};

/** One request, for whoever handles it. Problems: `forbidden`, `request.missing` (also for what others handle). */
export async function readRequest({ db }: Ground, id: number, { actor, now }: Officer): Promise<Result<DeskRequest>> {
  if (actor.kind !== 'person') return problem('forbidden');
  const reach = await reachOn(db, now);
  const found = await asPerson(db, actor.personId, async (tx) => {
    const row = await findRequest(tx, id);
    return row && mayHandle(actor, row, reach)
      ? { row, person: (await nameOf(tx, row.personId)) ?? '–', body: await bodyOf(tx, row.bodyId, now) }
      : undefined;
  });
  if (!found) return problem('request.missing');
  const { row, person, body } = found;
  const steps = (['acknowledge', 'approve', 'do', 'refuse'] as const).filter((step) => allows(step, row));
  const parts = row.kind === 'erase' && row.closedAt === null ? await kindsOf(db, row, now) : [];
  return ok({
    ...presentRequest(row, now), person, body, own: false, steps, parts, now,
    erasable: isErasable(row, now), calendarVersion: row.calendarVersion,
  });
}

/** The desk speaks Vietnamese; an officer sees how much there is, and nothing of what it says. */
async function kindsOf(db: Db, { personId }: RequestRow, now: Instant): Promise<PartText[]> {
  const parts = await asSystem(db, 'privacy: kinds', (tx) => readAll(tx, { personId }, now));
  const terms = termsOf(await retentionDays(db));
  return parts.map((part) => partText(translator('vi'), part, { terms, most: 0 })).filter(({ count }) => count > 0);
}
