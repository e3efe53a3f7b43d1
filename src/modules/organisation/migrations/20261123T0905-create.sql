-- Bodies (committees, departments, fronts, unions, service units) with the same dated shape as places.
create schema organisation;

create table organisation.body (
  id integer primary key,
  -- Invented or simplified for the sample province: screens mark it.
  sample boolean not null default false
);

create table organisation.body_version (
  id bigint generated always as identity primary key,
  body_id integer not null references organisation.body,
  -- Symbol in document numbers ("BTGDVTU"); shared by bodies of one kind ("UBND"), so never a key.
  symbol text not null default '',
  name text not null check (name <> '' and name is nfc normalized),
  -- As the body signs: with its place where the short name alone is ambiguous.
  full_name text not null check (full_name <> '' and full_name is nfc normalized),
  kind text not null check (kind <> ''),
  -- Whom its cases escalate to and whose roles reach down to it.
  parent_id integer references organisation.body check (parent_id <> body_id),
  place_id integer references places.place,
  valid daterange not null check (not isempty(valid) and lower(valid) is not null),
  basis text not null check (basis <> ''),
  source text not null default 'local' check (source in ('seed', 'local')),
  exclude using gist (body_id with =, valid with &&)
);
create index on organisation.body_version (parent_id);
create index on organisation.body_version (place_id);

create table organisation.body_event (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('found', 'rename', 'upgrade', 'merge', 'split', 'move', 'end')),
  from_ids integer[] not null,
  to_ids integer[] not null,
  happened_on date not null,
  basis text not null check (basis <> ''),
  source text not null default 'local' check (source in ('seed', 'local'))
);

create table organisation.revision (
  one boolean primary key default true check (one),
  number bigint not null default 0
);
insert into organisation.revision default values;

create function organisation.bump_revision() returns trigger language plpgsql as $$
begin
  update organisation.revision set number = number + 1;
  return null;
end $$;

create trigger bump after insert or update or delete or truncate on organisation.body
  for each statement execute function organisation.bump_revision();
create trigger bump after insert or update or delete or truncate on organisation.body_version
  for each statement execute function organisation.bump_revision();
create trigger bump after insert or update or delete or truncate on organisation.body_event
  for each statement execute function organisation.bump_revision();
