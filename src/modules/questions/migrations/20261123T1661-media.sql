-- Pictures and recordings of a version: they change as its words do, and stay as they are once it is approved.
create table questions.media (
  id bigint generated always as identity primary key,
  version_id bigint not null references questions.version on delete cascade,
  kind text not null check (kind in ('picture', 'audio')),
  -- The place of the option it belongs to; null: it belongs to the stem.
  option smallint check (option between 0 and 11),
  -- In which language a recording speaks.
  language text check (language in ('vi', 'en', 'km', 'sti')),
  -- files.file; its reference says owner 'questions.media' and this id.
  file_id uuid not null,
  -- Media type and size as stored.
  type text not null,
  bytes bigint not null,
  -- What the picture shows, or what is said: for those who do not see or hear it.
  text text not null check (text <> '' and length(text) <= 4000),
  added_by uuid,
  added_at timestamptz not null,
  check ((kind = 'audio') = (language is not null)),
  check (kind = 'picture' or option is null)
);
create index media_version on questions.media (version_id, id);
