-- Places change: name, kind, parent, code and existence are all dated. Facts store a place id and a day.
-- Official codes are re-used for other places, so a code is unique only on a day and is never a key.
create extension if not exists btree_gist with schema public;
create schema places;

create table places.place (
  id integer primary key
);

create table places.place_version (
  id bigint generated always as identity primary key,
  place_id integer not null references places.place,
  code text not null check (code <> ''),
  name text not null check (name <> '' and name is nfc normalized),
  kind text not null check (kind <> '' and kind is nfc normalized),
  parent_id integer references places.place check (parent_id <> place_id),
  -- Half open: the upper end is the first day on which the version no longer holds.
  valid daterange not null check (not isempty(valid) and lower(valid) is not null),
  basis text not null check (basis <> ''),
  -- Rows from the seed are replaced when the seed changes; a place that was edited here keeps its own rows.
  source text not null default 'local' check (source in ('seed', 'local')),
  exclude using gist (place_id with =, valid with &&),
  exclude using gist (code with =, valid with &&)
);
create index on places.place_version (parent_id);

create table places.place_event (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('found', 'rename', 'upgrade', 'merge', 'split', 'move', 'end')),
  from_ids integer[] not null,
  to_ids integer[] not null,
  happened_on date not null,
  basis text not null check (basis <> ''),
  source text not null default 'local' check (source in ('seed', 'local'))
);

-- Every process keeps the few hundred rows in memory and asks only for this number to see whether they changed.
create table places.revision (
  one boolean primary key default true check (one),
  number bigint not null default 0
);
insert into places.revision default values;

create function places.bump_revision() returns trigger language plpgsql as $$
begin
  update places.revision set number = number + 1;
  return null;
end $$;

create trigger bump after insert or update or delete or truncate on places.place_version
  for each statement execute function places.bump_revision();
create trigger bump after insert or update or delete or truncate on places.place_event
  for each statement execute function places.bump_revision();
