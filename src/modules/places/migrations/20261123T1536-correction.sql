-- What was entered wrongly about a place and put right: nothing happened to the place, so its past was changed itself.
create table places.correction (
  id bigint generated always as identity primary key,
  place_id integer not null references places.place,
  at timestamptz not null,
  -- people.person; the name as it was.
  by_person uuid not null,
  by_name text not null,
  reason text not null check (reason <> '' and length(reason) <= 500),
  -- What the version said before and says since: only the fields that were changed, and its first day.
  before jsonb not null,
  after jsonb not null
);
create index on places.correction (place_id, id);

create function places.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'Corrections are only ever added.' using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete or truncate on places.correction
  for each statement execute function places.refuse_change();
