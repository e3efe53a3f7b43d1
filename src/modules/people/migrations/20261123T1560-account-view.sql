-- Published for other modules: which accounts have ended, and when. Nothing else about them.
create view people.ended_account as
  select id as person_id, closed_at from people.person where closed_at is not null;
