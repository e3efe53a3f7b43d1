-- Who belongs to which body, since when and until when; and the imports that tell us.
create schema members;
create extension if not exists btree_gist with schema public;

-- Name, code, and what the person chose to give for being reached. Nothing else is asked: no number of an identity
-- paper, no ethnicity, no religion, no date of birth.
create table members.member (
  id bigint generated always as identity primary key,
  -- From the register that the organisation already keeps; imports know a person again by it.
  code text not null unique check (code <> '' and length(code) <= 40 and code !~ '\s' and code is nfc normalized),
  -- One field: names of several peoples here do not split in three.
  full_name text not null check (full_name <> '' and length(full_name) <= 200 and full_name is nfc normalized),
  -- Lists stand by given name, which is the last word, then by the rest.
  given_name text not null generated always as (regexp_replace(full_name, '^.* ', '')) stored,
  other_names text not null generated always as (regexp_replace(full_name, ' ?[^ ]*$', '')) stored,
  -- With a blank in front, so that what was typed is found at the beginning of a word.
  search_key text not null generated always as (' ' || platform.fold(full_name) || ' ' || platform.fold(code)) stored,
  phone text check (phone ~ '^0[0-9]{9,10}$'),
  email text check (email = lower(email) and length(email) <= 254 and position('@' in email) > 1),
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index member_order on members.member (given_name collate "vi-x-icu", other_names collate "vi-x-icu", id);

create table members.membership (
  id bigint generated always as identity primary key,
  member_id bigint not null references members.member on delete cascade,
  -- organisation.body; no foreign key, because each schema can be dropped with its module.
  body_id integer not null,
  -- From the first day to the first day on which it no longer was so.
  valid daterange not null check (not isempty(valid) and lower(valid) is not null),
  began text not null check (began in ('joined', 'moved')),
  -- Absent while it goes on.
  ended text check (ended in ('moved', 'left')),
  check ((upper(valid) is null) = (ended is null)),
  recorded_at timestamptz not null,
  -- people.person; absent: the operator or the sample.
  recorded_by uuid,
  -- One person, one body, on any day. Deferred: a correction may shift two neighbours in one transaction.
  exclude using gist (member_id with =, valid with &&) deferrable initially deferred
);
create index membership_body on members.membership (body_id, lower(valid), upper(valid)) include (member_id);

create table members.exemption (
  id bigint generated always as identity primary key,
  member_id bigint not null references members.member on delete cascade,
  valid daterange not null check (not isempty(valid) and lower(valid) is not null),
  reason text not null check (reason <> '' and length(reason) <= 200),
  recorded_at timestamptz not null,
  recorded_by uuid,
  exclude using gist (member_id with =, valid with &&)
);

create table members.import (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('members', 'bodies')),
  -- Rows may concern this body and what is below it, nothing else.
  body_id integer not null,
  -- The day for which the list is right: what a row does not date begins on it.
  as_of date not null,
  state text not null check (state in (
    'reading', 'refused', 'mapping', 'checking', 'checked', 'applying', 'done', 'cancelled'
  )),
  file_name text not null,
  file_bytes integer not null,
  -- The problem that a refused file has: {code, values}.
  refusal jsonb,
  -- What the file contains, by sheet, with the first rows for the page that maps the columns; see rules/sheet.ts.
  outline jsonb,
  -- Which column is what; see rules/mapping.ts.
  mapping jsonb,
  -- What the dry run and the applying counted.
  counts jsonb not null default '{}',
  -- Number of the last row that is done for good in the present state; a killed worker goes on behind it.
  position integer not null default 0,
  started_by uuid not null,
  started_at timestamptz not null,
  progress_at timestamptz not null,
  finished_at timestamptz
);
create index import_newest on members.import (started_at desc, id desc);
-- A second one is told to wait.
create unique index import_one_applying on members.import ((true)) where state = 'applying';

-- The file itself, only as long as it may be read again: it can contain columns that nobody here may keep.
create table members.import_file (
  import_id bigint primary key references members.import on delete cascade,
  content bytea not null
);

create table members.import_row (
  import_id bigint not null references members.import on delete cascade,
  -- As the spreadsheet program counts rows.
  number integer not null,
  -- Text of the mapped columns only, by field.
  cells jsonb not null,
  hidden boolean not null default false,
  outcome text not null default 'read' check (outcome in ('read', 'new', 'changed', 'unchanged', 'problem', 'ignored')),
  -- [{field?, code, values?, stop}]: `stop` keeps the row out, the others only leave something of it out.
  findings jsonb not null default '[]',
  primary key (import_id, number)
);
create index import_row_outcome on members.import_row (import_id, outcome, number);
create index import_row_findings on members.import_row (import_id, number) where findings <> '[]';

-- What an officer once said a heading means is proposed the next time.
create table members.column_memory (
  body_id integer not null,
  person_id uuid not null,
  kind text not null check (kind in ('members', 'bodies')),
  heading text not null,
  -- Empty: not imported.
  field text not null,
  used_at timestamptz not null,
  primary key (body_id, person_id, kind, heading)
);
create index column_memory_heading on members.column_memory (kind, heading, body_id);
