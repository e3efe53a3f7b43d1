-- Open text that stands when an attempt is settled: what a person reads. Made anew by every settling; the text itself stays
-- where it arrived (quizzes.event), and nothing here says whose it is but the ticket.
create table quizzes.reading (
  ticket_id bigint not null,
  ordinal smallint not null,
  -- Place of the item on the sheet, and questions.version with its rubric.
  item smallint not null,
  quiz_id bigint not null references quizzes.quiz on delete cascade,
  version_id bigint not null,
  -- Which answer it is: the greatest seq of the live epoch that counts.
  epoch smallint not null,
  seq integer not null,
  primary key (ticket_id, ordinal, item),
  foreign key (ticket_id, ordinal) references quizzes.attempt on delete cascade
);
create index reading_of_quiz on quizzes.reading (quiz_id, version_id);

-- What a reader gave for one answer. Only added to: the newest for this very answer counts; another answer to the same item
-- (late ones that an officer let count) is read anew.
create table quizzes.grade (
  id bigint generated always as identity primary key,
  ticket_id bigint not null,
  ordinal smallint not null,
  item smallint not null,
  epoch smallint not null,
  seq integer not null,
  -- Part of the item's points, so that points which are corrected later keep their meaning.
  share numeric(7, 6) not null check (share between 0 and 1),
  -- To the person; empty: none.
  comment text not null check (length(comment) <= 2000),
  -- Why it was changed; empty for the first one.
  reason text not null check (length(reason) <= 1000),
  graded_by uuid not null,
  graded_at timestamptz not null,
  foreign key (ticket_id, ordinal) references quizzes.attempt on delete cascade
);
create index grade_of_answer on quizzes.grade (ticket_id, ordinal, item, epoch, seq, id desc);

alter table quizzes.reading enable row level security, force row level security;
create policy see on quizzes.reading for select using (
  (select platform.is_system()) or exists (select from quizzes.ticket t where t.id = ticket_id)
);
create policy add on quizzes.reading for insert with check ((select platform.is_system()));
create policy remove on quizzes.reading for delete using ((select platform.is_system()));

alter table quizzes.grade enable row level security, force row level security;
create policy see on quizzes.grade for select using (
  (select platform.is_system()) or exists (select from quizzes.ticket t where t.id = ticket_id)
);
create policy add on quizzes.grade for insert with check ((select platform.is_system()));
-- A comment is emptied when the person asks for their words to go; points stay as figures.
create policy change on quizzes.grade for update using ((select platform.is_system()));
create policy remove on quizzes.grade for delete using ((select platform.is_system()));

-- Settled before there were readings: settled once more, by the job.
select set_config('caunoi.system', 'quizzes: readings', true);
update quizzes.attempt set settled_at = null where to_read and state <> 'open';
select set_config('caunoi.system', '', true);
