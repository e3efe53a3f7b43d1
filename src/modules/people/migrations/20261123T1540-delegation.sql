-- Roles handed on for a time, who is away, and why an account was closed.

-- Whoever holds a role lets somebody else act in it, in the same body or in one below it. The delegate has nothing of
-- their own: what they may do is worked out from the holder's grant at every request (`people.charge`).
create table people.delegation (
  id bigint generated always as identity primary key,
  grant_id bigint not null references people.role_grant on delete cascade,
  delegate_id uuid not null references people.person on delete cascade,
  -- organisation.body: that of the grant, or one below it.
  body_id integer not null,
  -- First and last day, both included, in Viet Nam; half a year is a new appointment, not an absence.
  valid_from date not null,
  valid_to date not null check (valid_to >= valid_from and valid_to - valid_from < 180),
  -- A code with words, never why somebody is ill.
  reason text not null check (reason in ('leave', 'mission', 'workload')),
  made_at timestamptz not null,
  ended_at timestamptz,
  -- The holder or an administrator.
  ended_by uuid references people.person,
  exclude using gist (
    grant_id with =, delegate_id with =, body_id with =, daterange(valid_from, valid_to, '[]') with &&
  ) where (ended_at is null)
);
create index delegation_delegate on people.delegation (delegate_id) where ended_at is null;
create index delegation_grant on people.delegation (grant_id) where ended_at is null;

-- Days on which somebody is not at work: what comes in goes to their delegates, where there are any.
create table people.absence (
  id bigint generated always as identity primary key,
  person_id uuid not null references people.person on delete cascade,
  valid_from date not null,
  valid_to date not null check (valid_to >= valid_from and valid_to - valid_from < 180),
  made_at timestamptz not null,
  ended_at timestamptz,
  exclude using gist (person_id with =, daterange(valid_from, valid_to, '[]') with &&) where (ended_at is null)
);

alter table people.person
  -- organisation.body that asked for the account: its administrators keep it while it has no role.
  add column body_id integer,
  add column created_by uuid references people.person,
  add column closed_by uuid references people.person,
  add column closed_reason text check (closed_reason in ('left', 'moved', 'misuse', 'mistake', 'other')),
  -- What the search box of people looks in.
  add column search_key text not null
    generated always as (' ' || platform.fold(full_name) || coalesce(' ' || sign_in_name, '')) stored;
create index person_body on people.person (body_id) where body_id is not null;
create index person_search on people.person using gin (search_key public.gin_trgm_ops);

-- Who may do what where on a day: grants, and what was handed on of them. A delegation lives no longer and reaches no
-- further than the grant it comes from, whatever has become of that grant or of the tree since; two roles cannot be
-- handed on at all.
create function people.charge(day date) returns table (
  person_id uuid, role text, body_id integer, grant_id bigint, until date, delegation_id bigint, holder_id uuid,
  holder_name text
) language sql stable as $$
  select g.person_id, g.role, g.body_id, g.id, g.valid_to, null::bigint, null::uuid, null::text
  from people.role_grant g
  where g.revoked_at is null and g.valid_from <= day and (g.valid_to is null or g.valid_to >= day)
  union all
  select d.delegate_id, g.role, d.body_id, g.id, least(d.valid_to, g.valid_to), d.id, g.person_id, p.full_name
  from people.delegation d
  join people.role_grant g on g.id = d.grant_id
  join people.person p on p.id = g.person_id
  where d.ended_at is null and d.valid_from <= day and d.valid_to >= day
    and g.revoked_at is null and g.valid_from <= day and (g.valid_to is null or g.valid_to >= day)
    and p.closed_at is null and g.role not in ('administrator', 'legal')
    and (d.body_id = g.body_id or exists (
      select from organisation.reach r where r.ancestor_id = g.body_id and r.body_id = d.body_id and r.valid @> day
    ))
$$;
