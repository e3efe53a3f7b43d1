-- What an officer decided about answers that came late, with the reason that the person is told. Only added to: the newest
-- decision of an attempt is the one that stands, and is repeated in quizzes.attempt.late_decision for whoever settles.
create table quizzes.late_decision (
  id bigint generated always as identity primary key,
  ticket_id bigint not null,
  ordinal smallint not null,
  decision text not null check (decision in ('count', 'ignore')),
  reason text not null check (length(reason) between 1 and 1000),
  decided_by uuid not null,
  decided_at timestamptz not null,
  foreign key (ticket_id, ordinal) references quizzes.attempt on delete cascade
);
create index late_decision_attempt on quizzes.late_decision (ticket_id, ordinal, id desc);

alter table quizzes.late_decision enable row level security, force row level security;
create policy see on quizzes.late_decision for select using (
  (select platform.is_system()) or exists (select from quizzes.ticket t where t.id = ticket_id)
);
create policy add on quizzes.late_decision for insert with check ((select platform.is_system()));
create policy remove on quizzes.late_decision for delete using ((select platform.is_system()));

create index attempt_late on quizzes.attempt (quiz_id) where late;
