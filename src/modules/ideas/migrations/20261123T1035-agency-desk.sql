-- The agency's desk: who wrote a draft, so that always another person approves it, and which state of it they read.
alter table ideas.answer
  -- Raised by every change: a form that shows an older one is not followed.
  add column version int not null default 1,
  add column written_by text[] not null default '{}',
  add column submitted_at timestamptz,
  add column returned_by text,
  add column returned_at timestamptz,
  add constraint answer_two_persons
    check (approved_by is null or (approved_by <> drafted_by and approved_by <> all (written_by)));

-- What was published in an agency's name stays as it was published.
create function ideas.keep_published_answer() returns trigger language plpgsql as $$
begin
  raise exception 'A published answer is not changed; publish another one that corrects it.'
    using errcode = 'restrict_violation';
end $$;
create trigger answer_published before update on ideas.answer
  for each row when (old.status = 'published') execute function ideas.keep_published_answer();

-- The day that was promised first; null while the milestone has never been moved.
alter table ideas.milestone add column promised_on date;

create index idea_answer_due on ideas.idea (answer_due) where answered_at is null;
create index milestone_due on ideas.milestone (due_on) where done_on is null;
create index assignment_cooperating on ideas.assignment (body_id, idea_id) where until is null and role = 'cooperating';
