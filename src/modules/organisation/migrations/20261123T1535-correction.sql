-- What was entered wrongly about a body and put right: nothing happened to the body, so its past was changed itself.
create table organisation.correction (
  id bigint generated always as identity primary key,
  body_id integer not null references organisation.body,
  at timestamptz not null,
  -- people.person; the name as it was.
  by_person uuid not null,
  by_name text not null,
  reason text not null check (reason <> '' and length(reason) <= 500),
  -- What the version said before and says since: only the fields that were changed, and its first day.
  before jsonb not null,
  after jsonb not null
);
create index on organisation.correction (body_id, id);

create function organisation.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'Corrections are only ever added.' using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete or truncate on organisation.correction
  for each statement execute function organisation.refuse_change();
