-- What people agreed to, what they asked for about their own data, and how long what is kept.
create schema privacy;

-- Every wording that somebody was shown, once; a consent or a notice names it by its hash and can be proved word for word.
create table privacy.wording (
  -- SHA-256 of the text, in hex.
  hash text primary key check (hash ~ '^[0-9a-f]{64}$'),
  words_key text not null,
  language text not null check (language in ('vi', 'en', 'km')),
  shown text not null check (shown <> '')
);

create table privacy.consent (
  id bigint generated always as identity primary key,
  -- people.person; no foreign key, because each schema can be dropped with its module.
  person_id uuid not null,
  -- One purpose a row: consents are never bundled. The list is in rules/purposes.ts.
  purpose text not null check (purpose ~ '^[a-z_]+$'),
  -- Version of the purpose: raised when it comes to mean more, so that who agreed to less is asked again.
  version integer not null check (version > 0),
  wording_hash text not null references privacy.wording,
  given_at timestamptz not null,
  withdrawn_at timestamptz check (withdrawn_at >= given_at)
);
create unique index consent_one_open on privacy.consent (person_id, purpose) where withdrawn_at is null;
create index consent_person on privacy.consent (person_id, id);

-- Which notice about their data a person was shown when the account was opened. Information, not consent.
create table privacy.notice (
  person_id uuid not null,
  wording_hash text not null references privacy.wording,
  shown_at timestamptz not null,
  primary key (person_id, wording_hash)
);

create table privacy.request (
  id bigint generated always as identity primary key,
  person_id uuid not null,
  kind text not null check (kind in ('export', 'correct', 'erase')),
  -- organisation.body of the person's branch: its officers and those above handle it. Absent: the top of the tree does.
  body_id integer,
  language text not null default 'vi' check (language in ('vi', 'en', 'km')),
  -- correct: {field, wrong, right}. Emptied when the person is erased.
  asked jsonb not null default '{}',
  asked_at timestamptz not null,
  -- Counted when it was asked, by the calendar of that version; never moved afterwards.
  acknowledge_due date not null,
  done_due date not null check (done_due >= acknowledge_due),
  calendar_version integer not null,
  -- erase: nothing is erased before this instant, so that it can be taken back.
  not_before timestamptz check ((not_before is not null) = (kind = 'erase')),
  state text not null default 'received' check (state in ('received', 'acknowledged', 'approved', 'done', 'refused', 'taken_back')),
  acknowledged_at timestamptz,
  acknowledged_by uuid,
  -- Who approved, did or refused it; absent for what the system did by itself (a copy of one's own data).
  decided_by uuid,
  closed_at timestamptz,
  -- Code of the legal reason of a refusal, and the officer's words to the person.
  refusal text,
  answer text check (length(answer) <= 2000),
  -- erase: [{module, key, erased, kept, reason?}]: kinds and counts, nothing of what was in them.
  outcome jsonb not null default '[]',
  check ((closed_at is not null) = (state in ('done', 'refused', 'taken_back'))),
  check ((state = 'refused') = (refusal is not null))
);
create index request_person on privacy.request (person_id, id desc);
create index request_open on privacy.request (done_due, id) where closed_at is null;
create index request_body on privacy.request (body_id, id desc);
-- Asking twice for the same does not make two deadlines.
create unique index request_one_open on privacy.request (person_id, kind) where closed_at is null and kind <> 'correct';

-- The copy that a person asked for, as long as it may be fetched (see the retention rule `privacy.copies`).
create table privacy.copy (
  request_id bigint primary key references privacy.request on delete cascade,
  content jsonb not null,
  made_at timestamptz not null
);

-- How long what is kept, where an administrator has changed what the module declares.
create table privacy.retention (
  rule text primary key,
  days integer not null check (days >= 0),
  reason text not null check (reason <> '' and length(reason) <= 500),
  changed_by uuid not null,
  changed_at timestamptz not null
);

-- What the nightly job removed: counts only.
create table privacy.removal (
  id bigint generated always as identity primary key,
  rule text not null,
  days integer not null,
  before timestamptz not null,
  removed integer not null check (removed > 0),
  at timestamptz not null
);
create index removal_newest on privacy.removal (id desc);
