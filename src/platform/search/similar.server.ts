import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';
import { fold } from '#platform/text/fold.ts';
import { normaliseLine } from '#platform/text/normalise.ts';
import { within, type Key, type Scope } from './find.server.ts';
import { pairs, quote, tokens } from './lexemes.ts';
import { MAX_QUERY } from './query.ts';

export type Alike = Key & { title: string; similarity: number };
export type SimilarTitle = Alike;
export type SimilarRequest = Omit<Scope, 'types' | 'audience'> & {
  type: string;
  title: string;
  limit: number;
  /** By default what everyone may read. */
  audience?: string[];
};

/** Pairs that are looked up, the rarest of the title: "lộc ninh" tells more than "đề nghị". */
const RAREST = 5;
/** Titles compared for each pair: enough to hold the likest, few enough for 20 ms. */
const PER_PAIR = 80;
/** Below this two titles only share how Vietnamese sounds. */
const ALIKE = 0.3;

/**
 * Documents of a type whose titles are like the one being typed, likest first; diacritics and the order of
 * words do not matter, and the last word may be unfinished. Needs two words; before that it returns nothing.
 */
export function similarTitles(db: Db, request: SimilarRequest): Promise<SimilarTitle[]> {
  const { type, title, limit, audience = ['public'], ...scope } = request;
  return alike(db, title, { ...scope, audience, types: [type] }, limit);
}

/**
 * Candidates share a pair of neighbouring words with the text, and trigrams only order them: found by
 * trigrams, 100,000 Vietnamese titles took 30–760 ms, because its few syllables share most of them. How rare
 * a pair is comes from the statistics of ANALYZE; a table that has none is small enough for any order.
 */
export async function alike(db: Db, text: string, scope: Scope, limit: number): Promise<Alike[]> {
  const line = normaliseLine(text.slice(0, MAX_QUERY));
  const found = pairs(tokens(line, 24));
  const last = found.at(-1);
  if (last === undefined) return [];
  const lexemes = [...new Set(found)];
  const queries = lexemes.map((lexeme) => (lexeme === last ? `${quote(lexeme)}:*` : quote(lexeme)));
  const { rows } = await sql<Alike>`
    with common as (
      select lexeme, frequency from pg_stats,
        unnest(most_common_elems::text::text[], most_common_elem_freqs) as elem (lexeme, frequency)
      where schemaname = 'search' and tablename = 'document' and attname = 'title_words'
    ), rarest as materialized (
      select query
      from unnest(${lexemes}::text[], ${queries}::text[]) with ordinality as pair (lexeme, query, at)
      left join common using (lexeme)
      order by coalesce(frequency, 0), at limit ${sql.lit(RAREST)}
    ), candidate as materialized (
      select distinct type, id, language, title, title_key from rarest, lateral (
        select type, id, language, title, title_key from search.document
        where search.vector(title_words) @@ query::tsquery and ${within(scope)}
        limit ${sql.lit(PER_PAIR)}
      ) as sharing
    ), compared as materialized (
      select type, id, language, title, public.similarity(title_key, ${fold(line)}) as similarity
      from candidate
    )
    select * from compared where similarity >= ${sql.lit(ALIKE)}
    order by similarity desc, type, id, language limit ${limit}`.execute(db);
  return rows;
}
