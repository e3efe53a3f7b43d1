-- Papers: what is asked together, as a list of approved versions or as a blueprint to draw along.
create table questions.paper (
  id bigint generated always as identity primary key,
  -- organisation.body whose editors and reviewers keep it; it asks from that body's bank and those below.
  body_id integer not null,
  kind text not null check (kind in ('fixed', 'drawn')),
  title text not null check (title <> '' and length(title) <= 200 and title is nfc normalized),
  search_key text not null generated always as (' ' || platform.fold(title)) stored,
  about text not null default '' check (length(about) <= 2000),
  state text not null default 'draft' check (state in ('draft', 'submitted', 'approved')),
  sample boolean not null default false,
  created_at timestamptz not null,
  written_by uuid,
  written_at timestamptz not null,
  reviewed_by uuid,
  note text check (length(note) <= 2000),
  approved_at timestamptz,
  -- No longer to be chosen; what was asked with it stays.
  retired_at timestamptz,
  check ((state = 'approved') = (approved_at is not null))
);
create index paper_body on questions.paper (body_id, id desc);

-- Of a fixed paper. No deletion reaches a version that is on a paper.
create table questions.paper_item (
  paper_id bigint not null references questions.paper on delete cascade,
  place integer not null check (place >= 0),
  item_id bigint not null references questions.item,
  version_id bigint not null references questions.version,
  points numeric(5, 2) not null check (points > 0 and points <= 100),
  primary key (paper_id, place),
  -- Never two versions of one question.
  unique (paper_id, item_id)
);
create index paper_item_version on questions.paper_item (version_id);

-- Of a drawn paper: so many items that meet everything that is said.
create table questions.paper_row (
  paper_id bigint not null references questions.paper on delete cascade,
  place integer not null check (place >= 0),
  count integer not null check (count between 1 and 200),
  points numeric(5, 2) not null check (points > 0 and points <= 100),
  -- documents.document
  document_id bigint,
  anchor text check (length(anchor) <= 120),
  difficulty smallint check (difficulty between 1 and 3),
  tag text check (length(tag) <= 60),
  primary key (paper_id, place),
  check (anchor is null or document_id is not null)
);
