-- One search for all modules: each publishes what can be found, in each language, for each audience.
create extension if not exists pg_trgm with schema public;
create schema search;

create table search.document (
  type text not null,
  id text not null,
  language text not null,
  -- Who may find it: 'public', or a name that the module gives to readers who may ('body:12').
  audience text not null,
  -- The place it concerns and every place above that one.
  places text[] not null,
  title text not null,
  body text not null,
  updated_at timestamptz not null,
  -- Folded title, to order suggestions by similarity.
  title_key text not null,
  -- Keys of the document symbols in title and body ('780-qd/tu').
  symbols text[] not null,
  -- Words and pairs of neighbours, folded and exact; written by src/platform/search/lexemes.ts.
  title_words tsvector not null,
  words tsvector not null,
  -- The id first: the type alone is no reason to use this index.
  primary key (id, type, language)
);
-- Long columns leave the row, so that counting and ordering many hits reads few pages.
alter table search.document set (toast_tuple_target = 512);

-- The planner takes a match for cheap, but reading a vector that left its row costs a hundred times the rest of the
-- row: unpriced, a search for common words read 20,000 of them. This price makes it use the index; a higher one would
-- make servers that have `jit` on compile every search. Not parallel, because starting workers takes longer than the
-- search.
create function search.vector(given tsvector) returns tsvector
language plpgsql immutable strict parallel unsafe cost 2000
as $$ begin return given; end $$;

-- Without fastupdate, because searches would read the list of pending entries one by one; publishing can wait.
create index document_words on search.document using gin (search.vector(words)) with (fastupdate = off);
create index document_title_words on search.document using gin (search.vector(title_words)) with (fastupdate = off);
create index document_symbols on search.document using gin (symbols) with (fastupdate = off);
create index document_updated on search.document (updated_at desc, type, id);

-- Every word that was ever published, folded: how a mistyped word finds the ones it may have been.
create table search.word (word text primary key);
