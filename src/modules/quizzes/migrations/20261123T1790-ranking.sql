-- The public ranking of a contest (docs/decisions/0025): places are worked out by a job once nothing can change them any
-- more, and stay apart from names, which are looked up when the page is shown and only of those who agree at that moment.

-- When the places were worked out, of how many people, and how many of them have everything right (the guess was about them).
alter table quizzes.quiz add column ranked_at timestamptz;
alter table quizzes.quiz add column ranked_people integer;
alter table quizzes.quiz add column ranked_perfect integer;
create index quiz_to_rank on quizzes.quiz (id) where mode = 'contest' and ranking and state = 'closed';
comment on column quizzes.quiz.guess_asked is 'Contest: how many people will answer everything right, asked before the first item.';

create table quizzes.placing (
  ticket_id bigint primary key references quizzes.ticket on delete cascade,
  quiz_id bigint not null references quizzes.quiz on delete cascade,
  -- Who is equal in everything shares a place, and the next one is skipped.
  place integer not null check (place >= 1),
  points numeric(8, 3) not null,
  of_points numeric(8, 3) not null,
  -- rules/ranking.ts, `secondsUsed`.
  seconds integer not null check (seconds >= 0),
  -- rules/ranking.ts, `publicPart`: the others are told to the person alone.
  public boolean not null
);
create index placing_shown on quizzes.placing (quiz_id, place, ticket_id) where public;

alter table quizzes.placing enable row level security, force row level security;
create policy see on quizzes.placing for select using (
  (select platform.is_system()) or exists (select from quizzes.ticket t where t.id = ticket_id)
);
create policy keep on quizzes.placing for insert with check ((select platform.is_system()));
create policy remove on quizzes.placing for delete using ((select platform.is_system()));

-- The log of who agreed to be named in a ranking: the very words that were shown, from when until when. An open row is a
-- consent; nobody but the person gives or ends it.
create table quizzes.naming (
  id bigint generated always as identity primary key,
  ticket_id bigint not null references quizzes.ticket on delete cascade,
  language text not null check (language in ('vi', 'en', 'km')),
  shown text not null check (length(shown) between 1 and 2000),
  given_at timestamptz not null,
  withdrawn_at timestamptz check (withdrawn_at >= given_at)
);
create unique index naming_open on quizzes.naming (ticket_id) where withdrawn_at is null;
create index naming_of_ticket on quizzes.naming (ticket_id);

alter table quizzes.naming enable row level security, force row level security;
create policy see on quizzes.naming for select using (
  (select platform.is_system()) or exists (select from quizzes.ticket t where t.id = ticket_id)
);
create policy give on quizzes.naming for insert with check (
  (select platform.is_system()) or exists (select from quizzes.ticket t where t.id = ticket_id)
);
create policy withdraw on quizzes.naming for update using (
  (select platform.is_system()) or exists (select from quizzes.ticket t where t.id = ticket_id)
);
create policy remove on quizzes.naming for delete using ((select platform.is_system()));
