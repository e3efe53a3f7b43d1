-- A printed list: which number on the paper is whom, whatever the roster becomes afterwards.
create table study.sheet (
  id bigint generated always as identity primary key,
  campaign_id bigint not null references study.campaign on delete cascade,
  session_id bigint references study.session on delete cascade,
  -- The branch that printed it; null: the organiser of the session.
  body_id integer,
  -- members.member, in the order of the numbers.
  members bigint[] not null check (cardinality(members) between 1 and 2000),
  printed_by uuid not null,
  printed_at timestamptz not null
);

alter table study.sheet enable row level security, force row level security;
create policy see on study.sheet for select using (
  (select platform.is_system()) or body_id in (select study.own_branches())
);
create policy add on study.sheet for insert with check (
  (select platform.is_system()) or body_id in (select study.own_branches())
);
create policy remove on study.sheet for delete using ((select platform.is_system()));
