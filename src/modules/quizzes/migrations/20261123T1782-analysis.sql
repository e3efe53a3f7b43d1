-- What a closed quiz tells about its items: counts, never people. Made anew when a key was corrected.
alter table quizzes.quiz add column analysed_at timestamptz;

create table quizzes.item_figure (
  quiz_id bigint not null references quizzes.quiz on delete cascade,
  -- questions.version
  version_id bigint not null,
  position smallint not null,
  stem text not null,
  type text not null,
  -- First attempts in which the item was asked.
  answers integer not null,
  -- rules/analysis.ts: `Facility` and `Discrimination`.
  facility jsonb not null,
  discrimination jsonb,
  -- By place in the bank: {text, right, count}; empty for types without options.
  options jsonb not null,
  -- questions' `SheetCitation`.
  citations jsonb not null,
  primary key (quiz_id, version_id)
);

create table quizzes.item_branch (
  quiz_id bigint not null references quizzes.quiz on delete cascade,
  version_id bigint not null,
  -- organisation.body
  branch_id integer not null,
  answers integer not null,
  score real not null,
  primary key (quiz_id, version_id, branch_id)
);

-- A corrected key: proposed with a reason, decided by a second person, then every attempt is worked out anew.
create table quizzes.key_correction (
  id bigint generated always as identity primary key,
  quiz_id bigint not null references quizzes.quiz on delete cascade,
  version_id bigint not null,
  -- Another answer is right; whatever was answered is right; the item does not count.
  kind text not null check (kind in ('key', 'granted', 'annulled')),
  -- questions' `Question` with the corrected key, for `key`.
  question jsonb,
  reason text not null check (length(reason) between 1 and 1000),
  state text not null check (state in ('proposed', 'refused', 'decided', 'done')),
  proposed_by uuid not null,
  proposed_at timestamptz not null,
  decided_by uuid check (decided_by <> proposed_by),
  decided_at timestamptz,
  revokes boolean not null default false,
  -- Counts of before and after: rules/correction.ts, `Summary`.
  summary jsonb,
  check ((kind = 'key') = (question is not null))
);
create unique index key_correction_open on quizzes.key_correction (quiz_id) where state in ('proposed', 'decided');

-- What it changed for each attempt: seen by the person alone.
create table quizzes.regrade (
  correction_id bigint not null references quizzes.key_correction on delete cascade,
  ticket_id bigint not null references quizzes.ticket on delete cascade,
  ordinal smallint not null,
  before_points numeric(8, 3) not null,
  before_of numeric(8, 3) not null,
  after_points numeric(8, 3) not null,
  after_of numeric(8, 3) not null,
  primary key (correction_id, ticket_id, ordinal)
);
create index regrade_ticket on quizzes.regrade (ticket_id);

alter table quizzes.regrade enable row level security, force row level security;
create policy see on quizzes.regrade for select using (
  (select platform.is_system()) or exists (select from quizzes.ticket t where t.id = ticket_id)
);
create policy add on quizzes.regrade for insert with check ((select platform.is_system()));
create policy remove on quizzes.regrade for delete using ((select platform.is_system()));
