-- Security-relevant acts: who did what to what, when. Rows are only ever added; each has a leaf in the public ledger
-- that commits to it without showing it, so that a row cannot be changed or taken out unseen.
create schema audit;

create table audit.act (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  -- What was done: `module.act`, a code with words for screens.
  kind text not null check (kind ~ '^[a-z]+(\.[a-zA-Z]+)+$'),
  -- people.person; absent: the operator at the command line, or the system itself.
  actor_id uuid,
  -- The name as it was, so that the log can be read after an account is erased.
  actor_name text not null,
  -- organisation.body that the act concerns: who may read it is decided by it. Absent: the whole installation.
  body_id integer,
  -- What it was done to, as `kind:id` (person:…, grant:…, import:…).
  subject text not null check (subject <> ''),
  -- Codes, dates and numbers for the reader; no contents, no secrets, no addresses.
  details jsonb not null default '{}',
  leaf_hash text not null
);
create index act_newest on audit.act (id desc);
create index act_body on audit.act (body_id, id desc);
create index act_actor on audit.act (actor_id, id desc);
create index act_subject on audit.act (subject, id desc);

create function audit.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit.% is append-only', tg_table_name;
end
$$;
create trigger append_only before update or delete or truncate on audit.act
  for each statement execute function audit.refuse_change();
