-- Quizzes (trả lời trắc nghiệm): their rules, the windows in which they are answered, the sealed sheets, the tickets, and
-- every answer that ever arrived. What somebody answered is seen by that person alone.
create schema quizzes;

create table quizzes.quiz (
  id bigint generated always as identity primary key,
  -- study.campaign whose roster may answer; no foreign key, because each schema can be dropped with its module.
  campaign_id bigint not null,
  -- organisation.body that holds it.
  body_id integer not null,
  title text not null check (title <> '' and length(title) <= 300 and title is nfc normalized),
  -- draft → submitted → published → closed (a job, after the last window) ; cancelled with a reason.
  state text not null check (state in ('draft', 'submitted', 'published', 'closed', 'cancelled')),
  cancelled_reason text check (length(cancelled_reason) <= 1000),
  -- questions.paper from which the sheets are drawn, and how many different sheets (mã đề) a window has.
  paper_id bigint,
  sheet_count smallint not null default 4 check (sheet_count between 1 and 24),
  mode text not null default 'practice' check (mode in ('practice', 'test', 'contest')),
  -- Minutes from the start of an attempt; null: until the window ends.
  time_limit smallint check (time_limit between 1 and 300),
  -- Null: as often as one likes.
  attempts_allowed smallint check (attempts_allowed between 1 and 20),
  counts text not null default 'best' check (counts in ('best', 'last', 'first')),
  -- Hundredths of a per cent of the points; null: nothing is passed or failed.
  pass_mark integer check (pass_mark between 1 and 10000),
  shuffle_items boolean not null default true,
  shuffle_options boolean not null default true,
  explanations text not null default 'submitted' check (explanations in ('answered', 'submitted', 'closed', 'never')),
  -- What becomes of answers that were written in time without network and came after the deadline: they count, an officer
  -- decides for the attempt, or they are kept and do not count.
  late_rule text not null default 'count' check (late_rule in ('count', 'decide', 'ignore')),
  certificate boolean not null default false,
  -- Contest: the public list, of those who agreed; ties by these, in this order.
  ranking boolean not null default false,
  tie_breaks text[] not null default '{correct,time,guess,earliest}',
  -- Contest: how many people will take part, asked as a question before the first item.
  guess_asked boolean not null default false,
  written_by uuid,
  reviewed_by uuid,
  note text check (length(note) <= 2000),
  sample boolean not null default false,
  created_at timestamptz not null,
  published_at timestamptz,
  closed_at timestamptz,
  check ((state = 'cancelled') = (cancelled_reason is not null))
);
create index quiz_campaign on quizzes.quiz (campaign_id, id);
create index quiz_body on quizzes.quiz (body_id, id desc);

-- When it can be answered. One is enough; several can be booked.
create table quizzes.sitting (
  id bigint generated always as identity primary key,
  quiz_id bigint not null references quizzes.quiz on delete cascade,
  opens_at timestamptz not null,
  closes_at timestamptz not null check (closes_at > opens_at),
  -- Null: no limit.
  places integer check (places > 0),
  -- study.session after which it is answered, when it belongs to one.
  session_id bigint,
  -- AES-256-GCM key of this sitting's sheets; given to nobody before `opens_at`, except as an officer's printed code.
  sheet_key bytea check (octet_length(sheet_key) = 32)
);
create index sitting_of_quiz on quizzes.sitting (quiz_id, opens_at);
create index sitting_to_close on quizzes.sitting (closes_at);

-- One sheet (mã đề): what is asked, with the key, and the same without the key, sealed, as phones fetch it beforehand.
create table quizzes.sheet (
  sitting_id bigint not null references quizzes.sitting on delete cascade,
  number smallint not null check (number >= 1),
  -- rules/sheet.ts, `FullSheet`: items with their keys, and which shown option is which.
  content jsonb not null,
  -- iv (12 bytes) and AES-256-GCM of rules/wire.ts, `Sheet`, as gzipped JSON.
  sealed bytea not null,
  primary key (sitting_id, number)
);

-- The right of one member to answer one quiz.
create table quizzes.ticket (
  id bigint generated always as identity primary key,
  quiz_id bigint not null references quizzes.quiz on delete cascade,
  sitting_id bigint not null references quizzes.sitting,
  -- members.member, and the branch of the roster in which the answers are counted.
  member_id bigint not null,
  branch_id integer not null,
  sheet_number smallint not null,
  -- Of the order in which items and options are shown.
  seed integer not null,
  -- Minutes more, for whoever needs them; said by a secretary or officer, without a reason that is nobody's business.
  extra_minutes smallint not null default 0 check (extra_minutes between 0 and 300),
  -- The secretary who writes down for a person without a phone, with that person's consent.
  assisted_by uuid,
  issued_at timestamptz not null,
  voided_at timestamptz,
  unique (quiz_id, member_id)
);
create index ticket_of_sitting on quizzes.ticket (sitting_id, branch_id);
create index ticket_of_member on quizzes.ticket (member_id);

create table quizzes.attempt (
  ticket_id bigint not null references quizzes.ticket on delete cascade,
  ordinal smallint not null check (ordinal between 1 and 1000),
  quiz_id bigint not null,
  sitting_id bigint not null,
  branch_id integer not null,
  sheet_number smallint not null,
  -- Raised by each device that takes over; only the live epoch's answers stand.
  epoch smallint not null default 1,
  -- Made by the device of the live epoch.
  device uuid not null,
  started_at timestamptz not null,
  -- Server time: started_at + time limit + extra minutes, at most the end of the sitting + extra minutes.
  deadline timestamptz not null,
  -- The device started without network, so many milliseconds before it could say so.
  offline_ms integer not null default 0,
  state text not null default 'open' check (state in ('open', 'submitted', 'closed')),
  submitted_at timestamptz,
  -- Closed by the server after the deadline, without a submit.
  closed_at timestamptz,
  -- rules/receipt.ts: eight characters of Crockford's alphabet.
  receipt text,
  -- Answers came after the deadline; what the rule or the officer made of them.
  late boolean not null default false,
  late_decision text check (late_decision in ('count', 'ignore')),
  -- Set when settled; scores are worked out again when a key is corrected.
  answered smallint,
  correct smallint,
  points numeric(8, 3),
  of_points numeric(8, 3),
  -- Needs a person for open text.
  to_read boolean not null default false,
  settled_at timestamptz,
  guess integer,
  primary key (ticket_id, ordinal)
) with (fillfactor = 80);
create index attempt_open on quizzes.attempt (deadline) where state = 'open';
create index attempt_to_settle on quizzes.attempt (quiz_id) where state <> 'open' and settled_at is null;
create index attempt_of_quiz on quizzes.attempt (quiz_id, branch_id);
create unique index attempt_receipt on quizzes.attempt (receipt) where receipt is not null;

-- Every answer as it was written. Only added to: the answer to an item is the one with the greatest seq of the live epoch.
create table quizzes.event (
  ticket_id bigint not null,
  ordinal smallint not null,
  -- Two devices count for themselves.
  epoch smallint not null,
  -- Place of the item on the sheet from 0; -1 is the submit.
  item smallint not null,
  -- 1, 2, 3 … over the whole epoch.
  seq integer not null check (seq >= 1),
  -- rules/wire.ts, `Given`; null clears an answer.
  answer jsonb,
  -- The device's stopwatch since the start of the attempt.
  device_ms integer not null,
  received_at timestamptz not null,
  -- Came after deadline + 90 s.
  late boolean not null default false,
  primary key (ticket_id, ordinal, epoch, item, seq)
);
