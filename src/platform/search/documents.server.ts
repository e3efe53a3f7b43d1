import { sql } from 'kysely';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { fold } from '#platform/text/fold.ts';
import { normalise, normaliseLine } from '#platform/text/normalise.ts';
import { findSymbols } from '#platform/text/symbols.ts';
import type { Language } from '#platform/words/translate.ts';
import { lexemes, quote, tokens } from './lexemes.ts';

export type SearchDocument = {
  /** What it is, in the module's words: `idea`, `news`. The module makes the address from type and id. */
  type: string;
  id: string;
  language: Language;
  /** Who may find it: `public`, or a name that only some readers ask with. */
  audience: string;
  /** The place it concerns and every place above that one; empty when it concerns none. */
  places: string[];
  title: string;
  /** Plain text. Only what every reader of this audience may read. */
  body: string;
  updatedAt: Instant;
};

/** The columns that searches use, from what a module publishes. */
export function searchable(document: SearchDocument) {
  const title = normaliseLine(document.title);
  const body = normalise(document.body);
  return {
    ...document,
    title,
    body,
    title_key: fold(title),
    symbols: findSymbols(`${title}\n${body}`),
    title_words: lexemes(title),
    words: lexemes(title, body),
    vocabulary: [...new Set([...tokens(title), ...tokens(body)].map((token) => token.plain))].sort(),
  };
}

/**
 * Makes a document findable, or replaces what was published under its type, id and language. Meant for the
 * job that follows an event; words are added in one order, so that two jobs do not wait for each other in a
 * circle.
 */
export async function publishDocument(db: Db, document: SearchDocument): Promise<void> {
  const made = searchable(document);
  await sql`
    insert into search.document
      (type, id, language, audience, places, title, body, updated_at, title_key, symbols, title_words, words)
    values (${made.type}, ${made.id}, ${made.language}, ${made.audience}, ${made.places},
      ${made.title}, ${made.body}, ${made.updatedAt}, ${made.title_key}, ${made.symbols},
      ${made.title_words}::tsvector, ${made.words}::tsvector)
    on conflict (type, id, language) do update set
      audience = excluded.audience, places = excluded.places, title = excluded.title, body = excluded.body,
      updated_at = excluded.updated_at, title_key = excluded.title_key, symbols = excluded.symbols,
      title_words = excluded.title_words, words = excluded.words`.execute(db);
  await sql`
    insert into search.word (word)
    select word from unnest(${made.vocabulary}::text[]) as word
    where not exists (select from search.word as known where known.word = word)
    on conflict do nothing`.execute(db);
}

/** Makes a document unfindable at once, in every language. */
export async function withdrawDocument(db: Db, type: string, id: string): Promise<void> {
  await sql`delete from search.document where type = ${type} and id = ${id}`.execute(db);
}

/**
 * Takes the words of a text out of the vocabulary when no document has them any more: for what must leave no
 * trace. Not done at every withdrawal, because documents are withdrawn and published again at every change.
 */
export async function forgetWords(db: Db, ...texts: string[]): Promise<void> {
  const found = texts.flatMap((text) => tokens(normalise(text)));
  const words = [...new Set(found.map((token) => token.plain))].sort();
  await sql`
    delete from search.word as known
    using unnest(${words}::text[], ${words.map(quote)}::text[]) as gone (word, query)
    where known.word = gone.word and not exists (
      select from search.document where search.vector(words) @@ gone.query::tsquery
    )`.execute(db);
}
