import { sql, type RawBuilder } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Language } from '#platform/words/translate.ts';

/** Which documents may be found at all. */
export type Scope = {
  /** The audiences that the reader belongs to; a reader without any finds nothing. */
  audience: string[];
  types?: string[];
  language?: Language;
  /** Only what concerns this place or one below it. */
  place?: string;
};

export type Key = { type: string; id: string; language: Language };
export type Match = RawBuilder<boolean>;

/** Hits are counted and ordered exactly up to here; beyond, "more than 1,000". */
export const MAX_HITS = 1_000;
/** Up to here all hits are sorted by time (about 1 µs each). */
const MAX_SORTED = 5_000;
/**
 * Of more, the newest are found by walking back in time: with that many hits among 100,000 documents, so many
 * of the newest documents contain a hundred hits. Each costs about 20 µs.
 */
const RECENT = 2_000;

export const within = ({ audience, types, language, place }: Scope) => sql`
  audience = any(${audience}::text[])
  and (${types ?? null}::text[] is null or type = any(${types ?? null}::text[]))
  and (${language ?? null}::text is null or language = ${language ?? null})
  and (${place ?? null}::text is null or ${place ?? null} = any(places))`;

/**
 * A match by the index: always through `search.vector`, whose price keeps the planner from reading the
 * vectors.
 */
export const matches = (where: 'title' | 'anywhere', query: string): Match =>
  where === 'title'
    ? sql<boolean>`search.vector(title_words) @@ ${query}::tsquery`
    : sql<boolean>`search.vector(words) @@ ${query}::tsquery`;

export const names = (symbols: string[]): Match => sql<boolean>`symbols && ${symbols}::text[]`;
export const either = (a: Match, b: Match): Match => sql<boolean>`(${a} or ${b})`;
export const both = (a: Match, b: Match): Match => sql<boolean>`(${a} and ${b})`;

/** How many documents match, at most MAX_HITS + 1. */
export async function count(db: Db, match: Match, scope: Scope): Promise<number> {
  const { rows } = await sql<{ hits: number }>`
    select count(*) as hits from (
      select from search.document where ${match} and ${within(scope)} limit ${sql.lit(MAX_HITS + 1)}
    ) as hit`.execute(db);
  return rows[0]?.hits ?? 0;
}

/** The newest `limit` documents that match, newest first. */
export async function newest(db: Db, match: Match, scope: Scope, limit: number): Promise<Key[]> {
  const { rows } = await sql<Key & { hits: number }>`
    with hit as materialized (
      select type, id, language, updated_at from search.document
      where ${match} and ${within(scope)} limit ${sql.lit(MAX_SORTED + 1)}
    )
    select type, id, language, (select count(*) from hit) as hits
    from hit order by updated_at desc, type, id, language limit ${limit}`.execute(db);
  if ((rows[0]?.hits ?? 0) <= MAX_SORTED) return rows;
  const recent = await newestOfMany(db, match, scope, limit);
  return recent.length >= limit ? recent : allSorted(db, match, scope, limit);
}

async function newestOfMany(db: Db, match: Match, scope: Scope, limit: number): Promise<Key[]> {
  const { rows } = await sql<Key>`
    select type, id, language from (
      select * from search.document order by updated_at desc, type, id limit ${sql.lit(RECENT)}
    ) as recent
    where ${within(scope)} and ${match} limit ${limit}`.execute(db);
  return rows;
}

async function allSorted(db: Db, match: Match, scope: Scope, limit: number): Promise<Key[]> {
  const { rows } = await sql<Key>`
    select type, id, language from search.document where ${match} and ${within(scope)}
    order by updated_at desc, type, id, language limit ${limit}`.execute(db);
  return rows;
}

/**
 * The same keys, those first whose documents have more of the lexemes of a query (`a | b | c`). Reads each
 * vector.
 */
export async function closest(db: Db, keys: Key[], query: string): Promise<Key[]> {
  if (keys.length < 2) return keys;
  const { rows } = await sql<Key>`
    select type, id, language from ${given(keys)}
    join search.document using (type, id, language)
    order by ts_rank(words, ${query}::tsquery) desc, at`.execute(db);
  return rows;
}

/** Of at most MAX_HITS documents that match, those whose titles are most like the folded text. */
export async function likest(
  db: Db, match: Match, like: string, scope: Scope, limit: number,
): Promise<Key[]> {
  const { rows } = await sql<Key>`
    with hit as materialized (
      select type, id, language, title_key, updated_at from search.document
      where ${match} and ${within(scope)} limit ${sql.lit(MAX_HITS)}
    )
    select type, id, language from hit
    order by public.similarity(title_key, ${like}) desc, updated_at desc, type, id
    limit ${limit}`.execute(db);
  return rows;
}

const given = (keys: Key[]) => sql`unnest(
  ${keys.map((key) => key.type)}::text[], ${keys.map((key) => key.id)}::text[],
  ${keys.map((key) => key.language)}::text[]) with ordinality as key (type, id, language, at)`;

export type Found = Key & { title: string; opening: string; updatedAt: Instant };

/** Titles and the first `letters` letters of the texts, in the order of the keys. */
export async function read(db: Db, keys: Key[], letters: number): Promise<Found[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<Found>`
    select type, id, language, title, left(body, ${letters}) as opening, updated_at as "updatedAt"
    from ${given(keys)}
    join search.document using (type, id, language)
    order by at`.execute(db);
  return rows;
}

/** Which of these words have ever been published. */
export async function publishedWords(db: Db, words: string[]): Promise<Set<string>> {
  const { rows } = await sql<{ word: string }>`
    select word from search.word where word = any(${words}::text[])`.execute(db);
  return new Set(rows.map((row) => row.word));
}
