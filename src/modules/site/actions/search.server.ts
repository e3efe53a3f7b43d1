import { findPlaces, type PlaceLabel } from '#modules/places/index.server.ts';
import { dayOf, type Day, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Answer } from '#platform/http/json-api.server.ts';
import { search, type SearchHit } from '#platform/search/store.server.ts';
import { fold } from '#platform/text/fold.ts';
import { localPath } from '#platform/words/paths.ts';
import type { FoundAnswer } from '../input/search.ts';
import type { SearchQuery } from '../rules/search.ts';

export const SEARCH_SIZE = 20;
/** Places named like the query; more would push the hits off the screen. */
const MOST_PLACES = 4;

/** Where a published document is read: its module makes the page, only the address is known here. */
const pages: Readonly<Record<string, (id: string) => string>> = {
  idea: (id) => `/ideas/${id}`,
  document: (id) => `/documents/${id}`,
};

export type SearchPage = {
  query: SearchQuery;
  hits: (SearchHit & { href: string })[];
  total: number;
  more: boolean;
  similar: boolean;
  /** Kinds that have hits, when there is more than one kind. */
  types: { type: string; count: number }[];
  places: PlaceLabel[];
};

/** What anybody may find. Other audiences have their own searches. */
const everybody = (q: string, types: string[]) => ({ q, types, audience: ['public'] });

export async function readSearch(db: Db, query: SearchQuery, now: Instant): Promise<SearchPage> {
  const { q, page } = query;
  const known = Object.keys(pages);
  const types = query.type === null ? known : known.filter((type) => type === query.type);
  const first = page === 1;
  const [found, counts, places] = await Promise.all([
    search(db, { ...everybody(q, types), limit: SEARCH_SIZE, offset: (page - 1) * SEARCH_SIZE }),
    known.length > 1 && q !== '' ? countTypes(db, q, known) : [],
    first && q !== '' ? namedPlaces(db, q, dayOf(now)) : [],
  ]);
  const hits = found.rows.map((hit) => ({ ...hit, href: pages[hit.type]?.(hit.id) ?? '/' }));
  return { query, hits, total: found.total, more: found.more, similar: found.similar, types: counts, places };
}

/**
 * Places that the query names, old or new. "đường" is a word of many names and asks for none of them: the whole name
 * must be in the query, or the beginning of it in two words.
 */
async function namedPlaces(db: Db, q: string, today: Day): Promise<PlaceLabel[]> {
  const asked = fold(q);
  const places = await findPlaces(db, { q, today, limit: 3 * MOST_PLACES });
  const isNamed = ({ kind, name }: PlaceLabel): boolean => {
    const bare = fold(name.slice(kind.length));
    return ` ${asked} `.includes(` ${bare} `) || (asked.includes(' ') && `${fold(name)} ${bare}`.includes(asked));
  };
  return places.filter(isNamed).slice(0, MOST_PLACES);
}

async function countTypes(db: Db, q: string, types: readonly string[]) {
  const counts = await Promise.all(
    types.map(async (type) => ({ type, count: (await search(db, { ...everybody(q, [type]), limit: 1 })).total })),
  );
  return counts.filter(({ count }) => count > 0);
}

/** `GET /api/v1/search`. */
export async function answerSearch(
  db: Db,
  query: SearchQuery,
  { origin, now }: { origin: string; now: Instant },
): Promise<Answer> {
  const { hits, total, more, similar, places } = await readSearch(db, query, now);
  const body: FoundAnswer = {
    total,
    more,
    similar,
    items: hits.map(({ type, id, language, title, titleParts, snippet, updatedAt, href }) => ({
      type,
      id,
      url: origin + localPath(language, href),
      language,
      title,
      titleParts,
      snippet,
      updatedAt: updatedAt.toISOString(),
    })),
    places: places.map(({ id, label, now: today, nowIds }) => ({ id, label, now: today, nowIds })),
  };
  // Hardly two people ask the same; kept, it would push out the pages that many read.
  return { body };
}
