-- What campaigns and sessions need besides the roll: lists, reminders, questions, calendars.

alter table study.campaign
  -- Days before the last one on which reminders leave.
  add column reminder_days smallint[] not null default '{7,3,1}'
    check (cardinality(reminder_days) <= 6 and 0 < all (reminder_days) and 61 > all (reminder_days)),
  -- Of the last change of what is written above; a form says which one it has seen.
  add column updated_at timestamptz not null default now(),
  add column announced_by uuid,
  -- The last time the roster was compared with the memberships: {at, added, moved, exempt, removed, kept, signed}.
  add column refreshed jsonb;

-- The members of a list, where the audience is one.
create table study.audience_member (
  campaign_id bigint not null references study.campaign on delete cascade,
  -- members.member
  member_id bigint not null,
  primary key (campaign_id, member_id)
);

-- The roster of a very large campaign is written body by body; a killed worker goes on where it was.
create table study.filling (
  campaign_id bigint primary key references study.campaign on delete cascade,
  bodies integer[] not null,
  position integer not null default 0,
  started_at timestamptz not null,
  finished_at timestamptz
);

-- A member counted in another branch than before: by an officer, by a later entry about that day, by a reorganisation.
create table study.move (
  id bigint generated always as identity primary key,
  campaign_id bigint not null references study.campaign on delete cascade,
  member_id bigint not null,
  from_body integer not null,
  to_body integer not null,
  -- What a later comparison with the memberships may change again, and what it may not: only the first.
  cause text not null check (cause in ('register', 'officer', 'reorganisation')),
  reason text not null check (length(reason) <= 300 and (reason <> '' or cause <> 'officer')),
  moved_by uuid,
  moved_at timestamptz not null
);
create index move_member on study.move (campaign_id, member_id, moved_at);

-- What is handed out in a session: a document of the library, or an address elsewhere.
create table study.material (
  id bigint generated always as identity primary key,
  session_id bigint not null references study.session on delete cascade,
  label text not null check (label <> '' and length(label) <= 300 and label is nfc normalized),
  -- documents.document
  document_id bigint,
  url text check (url ~ '^https://' and length(url) <= 500),
  check ((document_id is null) <> (url is null))
);
create index material_session on study.material (session_id, id);

-- Questions of participants to a session, and what the organiser answers.
create table study.question (
  id bigint generated always as identity primary key,
  session_id bigint not null references study.session on delete cascade,
  -- members.member; absent once erased.
  member_id bigint,
  -- The author lets the other participants see the name.
  named boolean not null default false,
  -- The name as it was, only where it is shown.
  author text check (length(author) <= 200),
  text text not null check (text <> '' and length(text) <= 2000 and text is nfc normalized),
  asked_at timestamptz not null,
  answer text check (answer <> '' and length(answer) <= 4000 and answer is nfc normalized),
  answered_by uuid,
  answered_at timestamptz,
  -- Taken back by the author, or hidden by the organiser with a reason that the author reads.
  withdrawn_at timestamptz,
  hidden_reason text check (length(hidden_reason) between 1 and 500),
  check ((answer is null) = (answered_at is null)),
  check (named or author is null)
);
create index question_session on study.question (session_id, asked_at);
create index question_member on study.question (member_id, session_id);

-- A calendar of one's own at an address that nobody else knows. Only its hash is kept: it is shown once.
create table study.calendar (
  person_id uuid primary key,
  token_hash bytea not null unique,
  made_at timestamptz not null
);

-- What a person chose about reminders; without a row they come, in Vietnamese.
create table study.choice (
  person_id uuid primary key,
  reminders boolean not null,
  language text not null check (language in ('vi', 'en', 'km')),
  changed_at timestamptz not null
);

-- Who was written to about what. Whether it arrived is in the outbox, under the same key; whether it was read, nowhere.
create table study.reminder (
  mail_key text primary key,
  campaign_id bigint not null references study.campaign on delete cascade,
  -- To a secretary about the branch; to a member about a catch-up session.
  kind text not null check (kind in ('target', 'catchup')),
  body_id integer not null,
  session_id bigint references study.session on delete cascade,
  person_id uuid not null,
  days_before smallint not null,
  -- Absent when there was no address to write to.
  queued boolean not null,
  at timestamptz not null
);
create index reminder_campaign on study.reminder (campaign_id, at desc);
create index reminder_person on study.reminder (person_id);

alter table study.audience_member enable row level security, force row level security;
create policy see on study.audience_member for select using (
  (select platform.is_system()) or member_id = (select members.own_member())
);
create policy add on study.audience_member for insert with check ((select platform.is_system()));
create policy remove on study.audience_member for delete using ((select platform.is_system()));

alter table study.move enable row level security, force row level security;
create policy see on study.move for select using (
  (select platform.is_system())
  or member_id = (select members.own_member())
  or from_body in (select study.own_branches()) or to_body in (select study.own_branches())
);
create policy add on study.move for insert with check ((select platform.is_system()));
create policy remove on study.move for delete using ((select platform.is_system()));

alter table study.question enable row level security, force row level security;
create policy see on study.question for select using (
  (select platform.is_system()) or member_id = (select members.own_member())
);
create policy keep on study.question using ((select platform.is_system()));

alter table study.calendar enable row level security, force row level security;
create policy own on study.calendar using (
  (select platform.is_system()) or person_id = (select platform.asking_person())
);
alter table study.choice enable row level security, force row level security;
create policy own on study.choice using (
  (select platform.is_system()) or person_id = (select platform.asking_person())
);
alter table study.reminder enable row level security, force row level security;
create policy see on study.reminder for select using (
  (select platform.is_system()) or person_id = (select platform.asking_person())
);
create policy add on study.reminder for insert with check ((select platform.is_system()));
create policy remove on study.reminder for delete using ((select platform.is_system()));
