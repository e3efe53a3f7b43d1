-- What a mark needs besides its outcome, so that the participation can be told again from the marks alone; and what
-- members object to.
alter table study.mark
  -- Whoever made it saw what stood, and says otherwise: marks from before it no longer decide.
  add column corrects boolean not null default false,
  -- From a code that came late: it waits for the count of the room.
  add column provisional boolean not null default false,
  -- When it was so, by the server's clock; marks stand in this order however late they arrive.
  add column at timestamptz not null default now();

-- A member says that the own record is wrong; the secretary answers.
create table study.objection (
  id bigint generated always as identity primary key,
  campaign_id bigint not null references study.campaign on delete cascade,
  member_id bigint not null,
  text text not null check (length(text) between 1 and 1000 and text is nfc normalized),
  made_at timestamptz not null,
  answer text check (length(answer) between 1 and 1000 and answer is nfc normalized),
  answered_by uuid,
  answered_at timestamptz,
  check ((answer is null) = (answered_at is null) and (answer is null) = (answered_by is null))
);
create index objection_member on study.objection (campaign_id, member_id);

alter table study.objection enable row level security, force row level security;
create policy see on study.objection for select using (
  (select platform.is_system())
  or member_id = (select members.own_member())
  or exists (
    select from study.participant p where p.campaign_id = objection.campaign_id and p.member_id = objection.member_id
  )
);
create policy add on study.objection for insert with check (
  (select platform.is_system()) or member_id = (select members.own_member())
);
create policy change on study.objection for update using (
  (select platform.is_system())
  or exists (
    select from study.participant p
    where p.campaign_id = objection.campaign_id and p.member_id = objection.member_id
      and p.body_id in (select study.own_branches())
  )
);
create policy remove on study.objection for delete using ((select platform.is_system()));
