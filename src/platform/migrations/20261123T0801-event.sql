-- What happens later (mail, search index, counters) leaves as an event row in the transaction that caused it;
-- a worker turns each row into one job per subscriber. A row that rolled back never existed.
create table platform.event (
  id bigint generated always as identity primary key,
  name text not null,
  data jsonb not null,
  at timestamptz not null default now()
);

-- The sample province and module seeds remember here which version of their data has been loaded.
create table platform.seed (
  name text primary key,
  stamp text not null,
  loaded_at timestamptz not null default now()
);
