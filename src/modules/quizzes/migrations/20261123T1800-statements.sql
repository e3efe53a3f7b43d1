-- Statements for other learning systems (xAPI): who took them and why, and the counts of answers they are made from.

-- rules/statements/given.ts, `Answered`. Null: analysed before this was counted; the job analyses those anew.
alter table quizzes.item_figure add column answered jsonb;
update quizzes.quiz set analysed_at = null where state = 'closed' and analysed_at is not null;

create table quizzes.statement_export (
  id bigint generated always as identity primary key,
  quiz_id bigint not null references quizzes.quiz on delete cascade,
  format text not null check (format in ('json', 'jsonl')),
  -- With the answers to each item.
  items boolean not null,
  purpose text not null check (length(purpose) between 5 and 300),
  asked_by uuid not null,
  asked_at timestamptz not null
);
create index statement_export_of_quiz on quizzes.statement_export (quiz_id, id desc);
