-- Certificates: made when the person asks for one, because it says in public, to whoever has its code, that they passed.
create table quizzes.certificate (
  id bigint generated always as identity primary key,
  ticket_id bigint not null unique references quizzes.ticket on delete cascade,
  quiz_id bigint not null references quizzes.quiz on delete cascade,
  member_id bigint not null,
  branch_id integer not null,
  -- SHA-256 of the code, in hex; the code is derived from the installation's secret and printed on the certificate.
  code_hash text not null unique check (code_hash ~ '^[0-9a-f]{64}$'),
  -- rules/certificate.ts, `statementOf`, signed with the ledger's key (platform/ledger/statement).
  note text not null,
  -- The person agreed that the body prints it together with others.
  printed_by_body boolean not null,
  issued_at timestamptz not null,
  -- A key was corrected, or it was issued by mistake: its page says so.
  revoked_at timestamptz,
  revoked_reason text check (length(revoked_reason) between 1 and 1000),
  check ((revoked_at is null) = (revoked_reason is null))
);
create index certificate_of_quiz on quizzes.certificate (quiz_id, id);
create index certificate_of_member on quizzes.certificate (member_id);

alter table quizzes.certificate enable row level security, force row level security;
create policy see on quizzes.certificate for select using (
  (select platform.is_system()) or member_id = (select members.own_member())
);
create policy add on quizzes.certificate for insert with check (
  (select platform.is_system()) or member_id = (select members.own_member())
);
create policy change on quizzes.certificate for update using (
  (select platform.is_system()) or member_id = (select members.own_member())
);
create policy remove on quizzes.certificate for delete using ((select platform.is_system()));

-- Certificates printed together, as one archive, for a day.
create table quizzes.certificate_batch (
  id bigint generated always as identity primary key,
  quiz_id bigint not null references quizzes.quiz on delete cascade,
  state text not null check (state in ('waiting', 'ready', 'failed')),
  total integer not null,
  done integer not null default 0,
  content bytea,
  asked_by uuid not null,
  asked_at timestamptz not null,
  finished_at timestamptz,
  check ((state = 'ready') = (content is not null))
);
create index certificate_batch_of_quiz on quizzes.certificate_batch (quiz_id, id desc);
create index certificate_batch_old on quizzes.certificate_batch (asked_at);
