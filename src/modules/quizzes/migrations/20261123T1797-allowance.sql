-- Minutes more, said before or after the person has a ticket; ticket.extra_minutes repeats them for whoever starts an
-- attempt. Why is nobody's business: there is no place to write it.
create table quizzes.allowance (
  quiz_id bigint not null references quizzes.quiz on delete cascade,
  -- members.member, and the branch of the roster in which the answers are counted.
  member_id bigint not null,
  branch_id integer not null,
  minutes smallint not null check (minutes between 1 and 300),
  given_by uuid not null,
  given_at timestamptz not null,
  primary key (quiz_id, member_id)
);

alter table quizzes.allowance enable row level security, force row level security;
create policy see on quizzes.allowance for select using (
  (select platform.is_system()) or member_id = (select members.own_member())
);
create policy add on quizzes.allowance for insert with check ((select platform.is_system()));
create policy change on quizzes.allowance for update using ((select platform.is_system()));
create policy remove on quizzes.allowance for delete using ((select platform.is_system()));
