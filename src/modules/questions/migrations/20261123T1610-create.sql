-- The bank of questions: items, their versions, what they cite, and the files that they came from.
create schema questions;

create table questions.item (
  id bigint generated always as identity primary key,
  -- organisation.body whose editors and reviewers keep it.
  body_id integer not null,
  sample boolean not null default false,
  created_at timestamptz not null,
  -- Not asked any more; kept, because papers and answers name it.
  retired_at timestamptz
);
create index item_body on questions.item (body_id, id desc);

create table questions.version (
  id bigint generated always as identity primary key,
  item_id bigint not null references questions.item on delete cascade,
  number integer not null check (number >= 1),
  state text not null check (state in ('draft', 'submitted', 'approved')),
  type text not null check (type in ('single', 'multiple', 'truefalse', 'matching', 'ordering', 'short', 'number', 'open')),
  stem text not null check (length(stem) <= 4000 and stem is nfc normalized),
  search_key text not null generated always as (' ' || platform.fold(stem)) stored,
  -- rules/item.ts, `Question`.
  question jsonb not null,
  explanation text not null default '' check (length(explanation) <= 4000),
  -- 1 to recognise, 2 to understand, 3 to apply.
  difficulty smallint not null default 2 check (difficulty between 1 and 3),
  tags text[] not null default '{}' check (cardinality(tags) <= 12),
  written_by uuid,
  written_at timestamptz not null,
  reviewed_by uuid,
  note text check (length(note) <= 2000),
  approved_at timestamptz,
  unique (item_id, number),
  check ((state = 'approved') = (approved_at is not null))
);
create unique index version_one_open on questions.version (item_id) where state <> 'approved';
create index version_tags on questions.version using gin (tags);

-- What a version rests on: a clause of a version of a document.
create table questions.citation (
  version_id bigint not null references questions.version on delete cascade,
  -- documents.document; no foreign key, because each schema can be dropped with its module.
  document_id bigint not null,
  document_version integer not null,
  anchor text not null check (length(anchor) <= 120),
  primary key (version_id, document_id, anchor)
);
create index citation_document on questions.citation (document_id, anchor);

-- A file as it was understood, until somebody has saved or dropped it; then only what was counted stays.
create table questions.import (
  id bigint generated always as identity primary key,
  body_id integer not null,
  format text not null check (format in ('word', 'gift', 'aiken')),
  file_name text not null check (length(file_name) <= 200),
  state text not null check (state in ('read', 'saved', 'dropped')),
  -- rules/formats/understood.ts; empty after it was dropped.
  understood jsonb not null,
  saved integer not null default 0,
  started_by uuid not null,
  started_at timestamptz not null,
  finished_at timestamptz
);
create index import_body on questions.import (body_id, id desc);
