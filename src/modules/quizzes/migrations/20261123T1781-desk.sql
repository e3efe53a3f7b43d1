-- The form of a quiz says which state it was filled in from, so that nobody writes over what somebody else wrote.
alter table quizzes.quiz add column changed_at timestamptz not null default now();
create index quiz_state on quizzes.quiz (state) where state in ('draft', 'submitted');
