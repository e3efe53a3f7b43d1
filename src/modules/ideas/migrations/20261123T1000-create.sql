create schema ideas;

-- Fields are data: a province adds its own. Names are words (`field.<code>`), or `name` for those added later.
create table ideas.field (
  code text primary key,
  position int not null,
  name text,
  archived boolean not null default false
);
insert into ideas.field (code, position) values
  ('roads', 1), ('education', 2), ('health', 3), ('agriculture', 4), ('environment', 5), ('procedures', 6),
  ('digital', 7), ('culture', 8), ('economy', 9), ('safety', 10), ('party_building', 11), ('other', 12);

create table ideas.setting (
  key text primary key,
  value jsonb not null,
  changed_by text,
  changed_at timestamptz not null default now()
);

create table ideas.cluster (
  id bigint generated always as identity primary key,
  title text not null,
  created_at timestamptz not null
);

create table ideas.idea (
  id bigint generated always as identity primary key,
  -- The wording that the public reads; the author's own wording stays beside it and is shown to the author.
  title text not null check (char_length(title) <= 300),
  body text not null check (char_length(body) <= 20000),
  original_title text not null,
  original_body text not null,
  field text not null references ideas.field (code),
  -- A place is a place at a date: the person may have named it as it was called in 2022.
  place_id int,
  place_on date,
  language text not null default 'vi' check (language in ('vi', 'en', 'km')),
  channel text not null default 'web' check (channel in ('web', 'api', 'assisted', 'sample')),
  state text not null default 'received' check (state in ('received', 'considering', 'asked', 'routed', 'appraising',
    'adopted', 'noted', 'out_of_scope', 'duplicate')),
  return_state text,
  reception_body int not null,
  lead_body int,
  received_at timestamptz not null,
  published_at timestamptz,
  accepted_at timestamptz,
  answered_at timestamptz,
  confirmed_at timestamptz,
  withdrawn_at timestamptz,
  quarantined_at timestamptz,
  -- Set when a handed-over denunciation was deleted: the row stays as a tombstone without its text.
  erased_at timestamptz,
  admissible_due date not null,
  answer_due date,
  paused_on date,
  calendar_version int not null,
  refusal_reason text,
  duplicate_of bigint references ideas.idea (id),
  cluster_id bigint references ideas.cluster (id),
  supporters int not null default 0,
  -- SHA-256 of the tracking code (≥ 80 random bits, so it needs no salt and no slow hash). The code itself is nowhere.
  code_hash bytea not null unique check (octet_length(code_hash) = 32),
  -- SHA-256 of the sender's idempotency key: the same form sent twice is one idea.
  idempotency_hash bytea unique,
  ledger_leaf bytea,
  check (title <> '' or erased_at is not null)
);
create index idea_public_newest on ideas.idea (received_at desc, id desc)
  where published_at is not null and withdrawn_at is null and quarantined_at is null;
create index idea_state on ideas.idea (state, admissible_due);
create index idea_lead on ideas.idea (lead_body, state);
create index idea_cluster on ideas.idea (cluster_id) where cluster_id is not null;
create index idea_place on ideas.idea (place_id);

-- Private: read only by who must write back, erased on request or by the retention rule.
create table ideas.author (
  idea_id bigint primary key references ideas.idea (id) on delete cascade,
  name text check (char_length(name) <= 200),
  email text check (char_length(email) <= 254),
  phone text check (char_length(phone) <= 30),
  -- Per purpose, unticked by default: {"contact": {"at": …, "text": 1}, "name": …}
  consents jsonb not null default '{}'
);

-- The timeline. Append-only; `public` rows are read by everyone, the others by the desk (and the author where said so).
create table ideas.step (
  id bigint generated always as identity primary key,
  idea_id bigint not null references ideas.idea (id),
  at timestamptz not null,
  kind text not null,
  from_state text,
  to_state text not null,
  body_id int,
  person_id text,
  by_author boolean not null default false,
  reason text,
  -- Words of a person: reason of a refusal, of an extension, note of a milestone.
  text text check (char_length(text) <= 10000),
  public boolean not null default true,
  data jsonb not null default '{}',
  ledger_leaf bytea
);
create index step_idea on ideas.step (idea_id, id);

-- What officers ask and the author answers; read with the tracking code or at the desk, never in public.
create table ideas.message (
  id bigint generated always as identity primary key,
  idea_id bigint not null references ideas.idea (id) on delete cascade,
  at timestamptz not null,
  by_author boolean not null,
  body_id int,
  person_id text,
  text text not null check (char_length(text) between 1 and 10000)
);
create index message_idea on ideas.message (idea_id, id);

create table ideas.assignment (
  idea_id bigint not null references ideas.idea (id) on delete cascade,
  body_id int not null,
  role text not null check (role in ('lead', 'cooperating')),
  since timestamptz not null,
  until timestamptz,
  note text,
  primary key (idea_id, body_id, role, since)
);
create unique index assignment_one_lead on ideas.assignment (idea_id) where role = 'lead' and until is null;
create index assignment_body on ideas.assignment (body_id) where until is null;

create table ideas.answer (
  id bigint generated always as identity primary key,
  idea_id bigint not null references ideas.idea (id) on delete cascade,
  body_id int not null,
  outcome text not null check (outcome in ('adopted', 'noted', 'out_of_scope')),
  text text not null check (char_length(text) between 1 and 20000),
  status text not null default 'draft' check (status in ('draft', 'submitted', 'returned', 'published')),
  drafted_by text not null,
  drafted_at timestamptz not null,
  return_note text,
  approved_by text,
  signer_name text,
  signer_title text,
  published_at timestamptz,
  ledger_leaf bytea,
  check (status <> 'published' or (published_at is not null and signer_name is not null and approved_by is not null))
);
create index answer_idea on ideas.answer (idea_id, id);
create unique index answer_one_draft on ideas.answer (idea_id) where status <> 'published';

create table ideas.milestone (
  id bigint generated always as identity primary key,
  idea_id bigint not null references ideas.idea (id) on delete cascade,
  answer_id bigint not null references ideas.answer (id) on delete cascade,
  title text not null check (char_length(title) between 1 and 500),
  due_on date not null,
  done_on date,
  note text
);
create index milestone_idea on ideas.milestone (idea_id, due_on);

create table ideas.extension (
  id bigint generated always as identity primary key,
  idea_id bigint not null references ideas.idea (id) on delete cascade,
  body_id int not null,
  person_id text not null,
  at timestamptz not null,
  from_due date not null,
  to_due date not null check (to_due > from_due),
  reason text not null check (char_length(reason) between 1 and 2000)
);

create table ideas.pause (
  idea_id bigint not null references ideas.idea (id) on delete cascade,
  from_day date not null,
  to_day date,
  primary key (idea_id, from_day)
);

-- One support per browser or account: a keyed hash of either. It can be taken back.
create table ideas.support (
  idea_id bigint not null references ideas.idea (id) on delete cascade,
  supporter bytea not null,
  at timestamptz not null,
  primary key (idea_id, supporter)
);

-- Follow one idea, or everything of a field and/or place. Nothing is sent before the address was confirmed.
create table ideas.follow (
  id bigint generated always as identity primary key,
  idea_id bigint references ideas.idea (id) on delete cascade,
  field text references ideas.field (code),
  place_id int,
  email text not null,
  language text not null default 'vi',
  confirm_hash bytea unique,
  leave_hash bytea not null unique,
  created_at timestamptz not null,
  confirmed_at timestamptz
);
create unique index follow_once on ideas.follow (email, coalesce(idea_id, 0), coalesce(field, ''), coalesce(place_id, 0));

create table ideas.appeal (
  id bigint generated always as identity primary key,
  idea_id bigint not null references ideas.idea (id) on delete cascade,
  at timestamptz not null,
  text text not null check (char_length(text) between 1 and 10000),
  -- Whose decision is contested: the appeal goes to another person.
  against_person text,
  against_step bigint references ideas.step (id),
  decided_at timestamptz,
  decided_by text,
  granted boolean,
  decision text,
  check ((decided_at is null) = (granted is null))
);
create unique index appeal_one_open on ideas.appeal (idea_id) where decided_at is null;

-- The author's own word on whether what was promised was done.
create table ideas.confirmation (
  id bigint generated always as identity primary key,
  idea_id bigint not null references ideas.idea (id) on delete cascade,
  at timestamptz not null,
  done boolean not null,
  text text check (char_length(text) <= 5000)
);

create table ideas.reminder (
  idea_id bigint not null references ideas.idea (id) on delete cascade,
  deadline text not null check (deadline in ('admissible', 'answer', 'milestone')),
  kind text not null,
  due date not null,
  body_id int not null,
  sent_at timestamptz not null,
  primary key (idea_id, deadline, kind, due)
);

-- Who opened a quarantined matter, when, and where it was handed over. No content.
create table ideas.custody (
  id bigint generated always as identity primary key,
  idea_id bigint not null references ideas.idea (id),
  at timestamptz not null,
  act text not null check (act in ('quarantined', 'opened', 'handed_over', 'released')),
  person_id text not null,
  receiver text
);

create view ideas.published as
  select * from ideas.idea where published_at is not null and withdrawn_at is null and quarantined_at is null;
