-- Plans that change bodies: written by one officer, confirmed by another, applied on their day in one transaction.
create table organisation.reorganisation (
  id bigint generated always as identity primary key,
  title text not null check (title <> '' and length(title) <= 200),
  effective_on date not null,
  -- The document: what it is, and its number when it has one.
  basis_text text not null check (basis_text <> '' and length(basis_text) <= 500),
  basis_symbol text not null default '' check (length(basis_symbol) <= 60),
  -- See rules/plan.ts.
  steps jsonb not null default '[]',
  -- Existing bodies that the steps concern: who does not administer all of them does not see the plan.
  bodies integer[] not null default '{}',
  state text not null default 'draft' check (state in (
    'draft', 'submitted', 'confirmed', 'applied', 'refused', 'cancelled'
  )),
  -- Raised by every change: who confirms, confirms what they have read.
  version integer not null default 1,
  -- people.person; the names as they were.
  proposed_by uuid not null,
  proposed_name text not null,
  created_at timestamptz not null,
  submitted_at timestamptz,
  confirmed_by uuid,
  confirmed_name text,
  confirmed_at timestamptz,
  -- Who refused or cancelled it, and why.
  closed_by uuid,
  closed_name text,
  closed_at timestamptz,
  closed_reason text check (length(closed_reason) <= 2000),
  -- Why a plan that had been submitted is a draft again: problems as rules/plan-check.ts tells them.
  returned jsonb,
  applied_at timestamptz,
  -- What was done, with the names and numbers of that moment; printed from here, whatever changes later.
  record jsonb,
  ledger_leaf text,
  check (confirmed_by is null or confirmed_by <> proposed_by),
  check ((confirmed_by is null) = (confirmed_at is null)),
  check ((state = 'applied') = (applied_at is not null)),
  check ((applied_at is null) = (record is null)),
  check (state not in ('confirmed', 'applied') or confirmed_by is not null)
);
create index reorganisation_due on organisation.reorganisation (effective_on) where state = 'confirmed';
create index reorganisation_bodies on organisation.reorganisation using gin (bodies);

create function organisation.keep_applied() returns trigger language plpgsql as $$
begin
  raise exception 'A reorganisation that was applied is not changed; another one follows it.'
    using errcode = 'restrict_violation';
end $$;
create trigger applied before update or delete on organisation.reorganisation
  for each row when (old.state = 'applied') execute function organisation.keep_applied();
