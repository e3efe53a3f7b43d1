-- The library: official documents, their versions, and the clauses that everything else cites.
create schema documents;

create table documents.document (
  id bigint generated always as identity primary key,
  -- Number, type and issuer as the document bears them: "11-QĐ/TW". Empty for what has none.
  symbol text not null check (length(symbol) <= 60 and symbol is nfc normalized),
  -- See platform/text/symbols: spaces, dashes and case do not matter.
  symbol_key text not null,
  kind text not null check (kind <> ''),
  issuer text not null check (issuer <> '' and length(issuer) <= 200 and issuer is nfc normalized),
  issued_on date not null,
  title text not null check (title <> '' and length(title) <= 400 and title is nfc normalized),
  search_key text not null generated always as (platform.fold(title) || ' ' || platform.fold(issuer)) stored,
  -- organisation.body whose editors and reviewers keep it; no foreign key, each schema can be dropped with its module.
  body_id integer not null,
  sample boolean not null default false,
  created_at timestamptz not null,
  created_by uuid,
  -- Taken back: its page says so and why, instead of vanishing.
  withdrawn_at timestamptz,
  withdrawn_reason text,
  check ((withdrawn_at is null) = (withdrawn_reason is null))
);
-- "11-QĐ/TW, 19/5/2021" and "11-QĐ/TW" of another day are two documents.
create unique index document_citation on documents.document (symbol_key, issued_on) where symbol_key <> '';
create index document_newest on documents.document (issued_on desc, id desc);
create index document_body on documents.document (body_id);

create table documents.version (
  id bigint generated always as identity primary key,
  document_id bigint not null references documents.document on delete cascade,
  -- 1 is the document as issued; each amendment makes the next.
  number integer not null check (number >= 1),
  in_force_from date not null,
  -- What amended it; empty for the first.
  basis text not null default '' check (length(basis) <= 400),
  state text not null check (state in ('draft', 'submitted', 'published')),
  text text not null check (length(text) <= 300000 and text is nfc normalized),
  written_by uuid,
  written_at timestamptz not null,
  reviewed_by uuid,
  -- Why a reviewer gave it back.
  note text check (length(note) <= 2000),
  published_at timestamptz,
  unique (document_id, number),
  check ((state = 'published') = (published_at is not null))
);
create unique index version_one_open on documents.version (document_id) where state <> 'published';

create table documents.clause (
  version_id bigint not null references documents.version on delete cascade,
  anchor text not null check (anchor ~ '^[A-Za-z0-9.-]{1,120}$'),
  position integer not null,
  parent text,
  kind text not null,
  label text not null,
  heading text not null,
  text text not null,
  primary key (version_id, anchor),
  unique (version_id, position),
  foreign key (version_id, parent) references documents.clause (version_id, anchor) deferrable initially deferred
);
