-- A version in another language, written by one person and approved by a second one, by itself: the version it belongs
-- to may be approved long before.
create table questions.translation (
  version_id bigint not null references questions.version on delete cascade,
  language text not null check (language in ('en', 'km')),
  state text not null check (state in ('draft', 'submitted', 'approved')),
  stem text not null check (length(stem) <= 4000 and stem is nfc normalized),
  -- rules/translation.ts: options, sides of pairs or steps, at the places that they have in the question.
  texts jsonb not null,
  explanation text not null default '' check (length(explanation) <= 4000),
  written_by uuid,
  written_at timestamptz not null,
  reviewed_by uuid,
  note text check (length(note) <= 2000),
  approved_at timestamptz,
  primary key (version_id, language),
  check ((state = 'approved') = (approved_at is not null))
);
