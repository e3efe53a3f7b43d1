import { bodyLabel, bodyName } from '#modules/organisation/index.server.ts';
import { compareVi } from '#platform/text/collation.ts';
import { labelOf, placesWithin, type PlaceLabel } from '#modules/places/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { search } from '#platform/search/store.server.ts';
import type { ListQuery } from '../rules/list.ts';
import { urgency, type Urgency } from '../rules/deadlines.ts';
import { states, type State } from '../rules/states.ts';
import { countByLead, countPublished, listPublished, type ListFilter, type ListRow } from '../store/list.server.ts';
import { knownFields } from './fields.server.ts';
import { readClock } from './settings.server.ts';

export const PAGE_SIZE = 20;
/** More hits than anybody pages through; the filter is told so instead of guessing a total. */
const MAX_HITS = 500;

/** What a list shows of an idea; presenters are the only place where a row becomes output. */
export type IdeaCard = {
  id: number;
  title: string;
  excerpt: string;
  /** In which the author wrote; the page around it may have another. */
  language: string;
  field: string;
  place: PlaceLabel | null;
  state: State;
  leadBody: string | null;
  receivedAt: Date;
  answeredAt: Date | null;
  answerDue: string | null;
  urgency: Urgency;
  supporters: number;
};

export type IdeaList = {
  query: ListQuery;
  cards: IdeaCard[];
  total: number;
  page: number;
  pages: number;
  byState: { state: State; count: number }[];
  byField: { field: string; count: number }[];
  place: PlaceLabel | null;
  body: string | null;
  /** Bodies that lead published ideas, by name. */
  bodies: { id: number; name: string; count: number }[];
};

export async function listIdeas(db: Db, query: ListQuery, now: Instant): Promise<IdeaList> {
  const today = dayOf(now);
  const filter = await filterOf(db, query, today);
  const [rows, counts, unfiltered, fields, bodies] = await Promise.all([
    listPublished(db, filter),
    countPublished(db, filter),
    query.state ? countPublished(db, { ...filter, states: [] }) : undefined,
    knownFields(db),
    leadBodies(db, today),
  ]);
  return {
    query,
    cards: await presentCards(db, rows, now),
    total: counts.total,
    page: query.page,
    pages: Math.max(1, Math.ceil(counts.total / PAGE_SIZE)),
    byState: states.map((state) => ({ state, count: (unfiltered ?? counts).byState[state] ?? 0 })),
    byField: fields.map((field) => ({ field, count: counts.byField[field] ?? 0 })),
    place: query.place === null ? null : ((await labelOf(db, query.place, today, today)) ?? null),
    // An address may name a body that never was: then nothing is found, and nothing is named.
    body: query.body === null ? null : ((await bodyLabel(db, query.body, today, today))?.short ?? null),
    bodies,
  };
}

/** Choices of a filter may be as old as a shared page; naming forty bodies at every request cost 4 ms of CPU. */
const CHOICES_AGE_MS = 30_000;
const choices = new WeakMap<Db, { at: number; bodies: IdeaList['bodies'] }>();

async function leadBodies(db: Db, today: string): Promise<IdeaList['bodies']> {
  const known = choices.get(db);
  if (known && Date.now() - known.at < CHOICES_AGE_MS) return known.bodies;
  const found = await countByLead(db);
  const named = await Promise.all(
    found.map(async ({ body, n }) => ({ id: body, name: await bodyName(db, body, today, today), count: n })),
  );
  const bodies = named.sort((a, b) => compareVi(a.name, b.name));
  choices.set(db, { at: Date.now(), bodies });
  return bodies;
}

async function filterOf(db: Db, query: ListQuery, today: string): Promise<ListFilter> {
  const ids = query.q ? await idsFound(db, query.q) : undefined;
  return {
    ...(ids ? { ids } : {}),
    fields: query.field ? [query.field] : [],
    // A place that never was must find nothing, not everything.
    places: query.place === null ? [] : [-1, ...(await placesWithin(db, query.place, today))],
    states: query.state ? [query.state] : [],
    ...(query.body === null ? {} : { body: query.body }),
    sort: query.q && query.sort === 'newest' ? 'relevance' : query.sort,
    limit: PAGE_SIZE,
    offset: (query.page - 1) * PAGE_SIZE,
  };
}

/** Best first. Search answers a hundred at a time; most questions need one round. */
async function idsFound(db: Db, q: string): Promise<number[]> {
  const ids: number[] = [];
  for (let more = true; more && ids.length < MAX_HITS; ) {
    const found = await search(db, { q, types: ['idea'], audience: ['public'], limit: 100, offset: ids.length });
    ids.push(...found.rows.map((hit) => Number(hit.id)));
    more = found.rows.length > 0 && ids.length < found.total;
  }
  return ids;
}

export async function presentCards(db: Db, rows: readonly ListRow[], now: Instant): Promise<IdeaCard[]> {
  const today = dayOf(now);
  const { remindBefore } = await readClock(db);
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      title: row.title,
      excerpt: row.excerpt,
      language: row.language,
      field: row.field,
      place: row.placeId === null ? null : ((await labelOf(db, row.placeId, row.placeOn ?? today, today)) ?? null),
      state: row.state,
      leadBody: row.leadBody === null ? null : await bodyName(db, row.leadBody, today, today),
      receivedAt: row.receivedAt,
      answeredAt: row.answeredAt,
      answerDue: row.answerDue,
      urgency: row.answeredAt ? 'none' : urgency(row.answerDue, today, { paused: row.paused, remindBefore }),
      supporters: row.supporters,
    })),
  );
}
