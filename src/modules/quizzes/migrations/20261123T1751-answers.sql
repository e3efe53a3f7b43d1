-- What the server's side of the protocol needs (docs/decisions/0020): the base of an epoch, who sees what, and counts.

-- The greatest epoch that has begun with a copy of the answers that stood before it. A takeover first raises the epoch
-- and then, in another transaction, copies: so it sees every answer that was confirmed in the old epoch.
alter table quizzes.attempt add column base_epoch smallint not null default 1;

-- The second wall: tickets, attempts and answers are seen by the member alone. Phones have no session: their requests are
-- answered by the house itself, after the ticket's signature was checked.
alter table quizzes.ticket enable row level security, force row level security;
create policy see on quizzes.ticket for select using (
  (select platform.is_system()) or member_id = (select members.own_member())
);
create policy keep on quizzes.ticket for insert with check ((select platform.is_system()));
create policy change on quizzes.ticket for update using ((select platform.is_system()));
create policy remove on quizzes.ticket for delete using ((select platform.is_system()));

alter table quizzes.attempt enable row level security, force row level security;
create policy see on quizzes.attempt for select using (
  (select platform.is_system()) or exists (select from quizzes.ticket t where t.id = ticket_id)
);
create policy keep on quizzes.attempt for insert with check ((select platform.is_system()));
create policy change on quizzes.attempt for update using ((select platform.is_system()));
create policy remove on quizzes.attempt for delete using ((select platform.is_system()));

alter table quizzes.event enable row level security, force row level security;
create policy see on quizzes.event for select using (
  (select platform.is_system()) or exists (select from quizzes.ticket t where t.id = ticket_id)
);
create policy keep on quizzes.event for insert with check ((select platform.is_system()));
create policy remove on quizzes.event for delete using ((select platform.is_system()));

-- Settling asks for whatever is not open and not settled, of any quiz.
drop index quizzes.attempt_to_settle;
create index attempt_to_settle on quizzes.attempt (ticket_id, ordinal) where state <> 'open' and settled_at is null;
