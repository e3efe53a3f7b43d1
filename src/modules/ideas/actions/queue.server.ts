import { bodyName, within, type IsWithin } from '#modules/organisation/index.server.ts';
import type { Actor } from '#modules/people/index.server.ts';
import { findPlaces, labelOf, placesWithin, type PlaceLabel } from '#modules/places/index.server.ts';
import { currentCalendar } from '#platform/calendar/store.server.ts';
import { workingDaysBetween, type Calendar } from '#platform/calendar/working-days.ts';
import { dayOf, daysBetween, type Day, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { problem, ok, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { search } from '#platform/search/store.server.ts';
import { fold } from '#platform/text/fold.ts';
import { urgency, type Urgency } from '../rules/deadlines.ts';
import { deskScope, deskTabs, type DeskScope, type DeskTab } from '../rules/desk.ts';
import { QUEUE_SIZE, type QueueQuery } from '../rules/queue.ts';
import type { State } from '../rules/states.ts';
import {
  countQueue,
  leadBodies,
  listQueue,
  receptionBodies,
  type QueueFilter,
  type QueueRow,
} from '../store/queue.server.ts';
import { fieldCodes } from '../store/submit.server.ts';
import { readClock, readReceptionBody } from './settings.server.ts';

/** A due day as an officer reads it: how many working days are left, negative when it has passed. */
export type DueLabel = { day: Day; left: number; urgency: Urgency };

export type QueueItem = {
  id: number;
  /** Empty while an idea is quarantined. */
  title: string;
  field: string;
  place: string | null;
  leadBody: string | null;
  state: State;
  receivedAt: Date;
  due: DueLabel | null;
  supporters: number;
  similar: number;
  published: boolean;
  withdrawn: boolean;
  quarantinedAt: Date | null;
  appealAt: Date | null;
  lastStep: number;
};

export type Queue = {
  query: QueueQuery;
  items: QueueItem[];
  tabs: { tab: DeskTab; count: number }[];
  total: number;
  /** Whether this person takes steps, or only oversees (appeals, quarantine). */
  moderates: boolean;
  fields: string[];
  bodies: { id: number; name: string }[];
  place: PlaceLabel | null;
  /** What a typed place may mean. */
  places: PlaceLabel[];
};

const DESK_ROLES = ['officer', 'moderator', 'reviewer', 'legal'];

/** The queue of everything that the person's receptions have to do. Problem `forbidden` for everybody else. */
export async function readQueue(
  { db }: Runtime,
  query: QueueQuery,
  { actor, now }: { actor: Actor; now: Instant },
): Promise<Result<Queue>> {
  if (actor.kind !== 'person' || !actor.grants.some((grant) => DESK_ROLES.includes(grant.role))) {
    return problem('forbidden');
  }
  const today = dayOf(now);
  const isWithin = await within(db, today);
  const scope = await scopeOf(db, actor, isWithin);
  const places = query.place === null && query.placeText ? await placesNamed(db, query.placeText, today) : [];
  const filter = await filterOf(db, query, scope, places, today);
  const [rows, counts, fields, bodies] = await Promise.all([
    listQueue(db, filter),
    countQueue(db, filter),
    fieldCodes(db),
    leadBodies(db, scope.receptions),
  ]);
  // Lawyers see what is locked away and nothing else.
  const mayLock = scope.quarantine.length > 0;
  const mayQueue = scope.receptions.length > 0 || !mayLock;
  return ok({
    query,
    items: await presentItems(db, rows, now),
    tabs: deskTabs
      .filter((tab) => (tab === 'quarantine' ? mayLock : mayQueue))
      .map((tab) => ({ tab, count: counts[tab] })),
    total: counts[query.tab],
    moderates: scope.moderates,
    fields,
    bodies: await Promise.all(bodies.map(async (id) => ({ id, name: await bodyName(db, id, today, today) }))),
    place: query.place === null ? null : ((await labelOf(db, query.place, today, today)) ?? null),
    places,
  });
}

/** Receptions within reach: those that have received something, and the one that receives now. */
async function scopeOf(db: Db, actor: Actor, isWithin: IsWithin): Promise<DeskScope> {
  const receptions = new Set([...(await receptionBodies(db)), await readReceptionBody(db)]);
  receptions.delete(0);
  return deskScope(actor, [...receptions], isWithin);
}

const placesNamed = (db: Db, q: string, today: Day): Promise<PlaceLabel[]> => findPlaces(db, { q, today, limit: 6 });

async function filterOf(
  db: Db,
  query: QueueQuery,
  scope: DeskScope,
  places: readonly PlaceLabel[],
  today: Day,
): Promise<QueueFilter> {
  // A typed name that has one meaning is taken; one with several is offered, and filters by nothing until chosen.
  const place = query.place ?? (places.length === 1 ? (places[0]?.id ?? null) : null);
  const unknown = query.place === null && query.placeText !== '' && places.length === 0;
  const around = place === null ? null : await placesWithin(db, place, today);
  return {
    receptions: scope.receptions,
    quarantine: scope.quarantine,
    tab: query.tab,
    ...(await sought(db, query.q)),
    field: query.field,
    body: query.body,
    places: unknown ? [] : around,
    today,
    limit: QUEUE_SIZE,
    offset: (query.page - 1) * QUEUE_SIZE,
  };
}

/** More hits than anybody pages through at a desk. */
const MAX_HITS = 100;

/** A number is an idea's own; words are looked up in the search, and in what is not public by the store. */
async function sought(db: Db, q: string): Promise<Pick<QueueFilter, 'ids' | 'words'>> {
  if (q === '') return { ids: null, words: [] };
  const own = Number(/^#?(\d{1,12})$/.exec(q)?.[1] ?? 0);
  if (q.startsWith('#') && own > 0) return { ids: [own], words: [] };
  const hits = await search(db, { q, types: ['idea'], audience: ['public'], limit: MAX_HITS, offset: 0 });
  const found = hits.similar ? [] : hits.rows.map((hit) => Number(hit.id));
  return { ids: [own, ...found], words: fold(q).split(' ').filter((word) => word !== '').slice(0, 10) };
}

/** Working days left until a due day, by the calendar of today; days over as the public board counts them. */
export function labelDue(
  due: Day | null,
  today: Day,
  calendar: Calendar,
  options: { paused: boolean; remindBefore: number },
): DueLabel | null {
  if (due === null) return null;
  const state = urgency(due, today, options);
  const left = due < today ? daysBetween(today, due) : workingDaysBetween(today, due, calendar);
  return { day: due, left, urgency: state };
}

async function presentItems(db: Db, rows: readonly QueueRow[], now: Instant): Promise<QueueItem[]> {
  const today = dayOf(now);
  const [calendar, { remindBefore }] = await Promise.all([currentCalendar(db), readClock(db)]);
  return Promise.all(
    rows.map(async (row) => {
      const { placeId, placeOn, leadBody, due, paused, ...rest } = row;
      const place = placeId === null ? undefined : await labelOf(db, placeId, placeOn ?? today, today);
      return {
        ...rest,
        place: place?.short ?? null,
        leadBody: leadBody === null ? null : await bodyName(db, leadBody, today, today),
        due: row.withdrawn ? null : labelDue(due, today, calendar, { paused, remindBefore }),
      };
    }),
  );
}
