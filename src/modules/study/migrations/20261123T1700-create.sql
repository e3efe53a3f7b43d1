-- Study campaigns (đợt học tập): what is studied, by whom, in which sessions, and who took part. Who took part stays in
-- the branch; what leaves it are the counts of study.tally.
create schema study;

create table study.campaign (
  id bigint generated always as identity primary key,
  -- organisation.body that holds it; no foreign key, because each schema can be dropped with its module.
  body_id integer not null,
  title text not null check (title <> '' and length(title) <= 300 and title is nfc normalized),
  search_key text not null generated always as (' ' || platform.fold(title)) stored,
  purpose text not null default '' check (length(purpose) <= 4000 and purpose is nfc normalized),
  -- draft → announced → closed; cancelled with a reason, from either. Open is what is announced between its two days.
  state text not null check (state in ('draft', 'announced', 'closed', 'cancelled')),
  cancelled_reason text check (length(cancelled_reason) <= 1000),
  opens_on date not null,
  closes_on date not null check (closes_on >= opens_on),
  -- The day whose members and exemptions are counted.
  roster_on date not null,
  -- Who is meant: every member of the bodies, whoever holds one of `audience_roles` there, or a list of members.
  audience text not null default 'everybody' check (audience in ('everybody', 'roles', 'list')),
  audience_roles text[] not null default '{}',
  -- In hundredths of a per cent: 9800 is 98 %.
  target integer not null default 9800 check (target between 1 and 10000),
  -- A contest has a quiz and no roll.
  takes_roll boolean not null default true,
  copied_from bigint references study.campaign,
  sample boolean not null default false,
  created_at timestamptz not null,
  created_by uuid,
  announced_at timestamptz,
  closed_at timestamptz,
  check ((state = 'cancelled') = (cancelled_reason is not null))
);
create index campaign_body on study.campaign (body_id, opens_on desc);
create index campaign_newest on study.campaign (opens_on desc, id desc);

-- The bodies meant, each with everything below it on `roster_on`.
create table study.audience_body (
  campaign_id bigint not null references study.campaign on delete cascade,
  body_id integer not null,
  primary key (campaign_id, body_id)
);

-- What is studied: a version of a document; no anchors is the whole of it.
create table study.studied (
  campaign_id bigint not null references study.campaign on delete cascade,
  -- documents.document
  document_id bigint not null,
  document_version integer not null,
  anchors text[] not null default '{}',
  position smallint not null,
  primary key (campaign_id, document_id)
);

-- A class (lớp) or a hall connected to one (điểm cầu).
create table study.session (
  id bigint generated always as identity primary key,
  campaign_id bigint not null references study.campaign on delete cascade,
  -- Who organises it.
  body_id integer not null,
  kind text not null check (kind in ('main', 'bridge', 'catchup')),
  -- The session whose picture and sound a bridge receives.
  bridged_to bigint references study.session,
  title text not null check (title <> '' and length(title) <= 300 and title is nfc normalized),
  venue text not null check (length(venue) <= 400 and venue is nfc normalized),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  speaker text not null default '' check (length(speaker) <= 200),
  online_url text check (online_url ~ '^https://' and length(online_url) <= 500),
  agenda text not null default '' check (length(agenda) <= 8000),
  state text not null default 'planned' check (state in ('planned', 'held', 'cancelled')),
  cancelled_reason text check (length(cancelled_reason) <= 1000),
  -- Raised with each change that a calendar has to know.
  revision integer not null default 0,
  -- Signs the codes on the screen of this session.
  code_secret bytea not null,
  -- How many people the secretary counted in the room, members and others; and how many of them are not members.
  room_count integer check (room_count >= 0),
  non_members integer not null default 0 check (non_members >= 0),
  room_confirmed_by uuid,
  room_confirmed_at timestamptz,
  minutes text not null default '' check (length(minutes) <= 20000),
  minutes_by uuid,
  minutes_at timestamptz,
  created_at timestamptz not null,
  created_by uuid,
  check ((room_count is null) = (room_confirmed_at is null))
);
create index session_of_campaign on study.session (campaign_id, starts_at);
create index session_of_body on study.session (body_id, starts_at);

-- Who is invited: branches (with what is below them), or single members; nobody named means the whole audience.
create table study.session_body (
  session_id bigint not null references study.session on delete cascade,
  body_id integer not null,
  primary key (session_id, body_id)
);
create table study.session_member (
  session_id bigint not null references study.session on delete cascade,
  member_id bigint not null,
  primary key (session_id, member_id)
);

-- The roster: who is counted in which branch, and how they took part. One row a member and campaign, so that nobody is
-- counted twice, whichever way they were recorded.
create table study.participant (
  campaign_id bigint not null references study.campaign on delete cascade,
  -- members.member
  member_id bigint not null,
  -- The branch in which the member is counted.
  body_id integer not null,
  exempt boolean not null default false,
  -- Absent while nothing is known. A member who was absent and then attends a catch-up session has attended.
  outcome text check (outcome in ('attended', 'excused', 'unexcused')),
  reason text check (length(reason) <= 300),
  session_id bigint references study.session on delete set null,
  way text check (way in ('list', 'code', 'sheet', 'import')),
  -- Recorded from a code that came late, and not yet confirmed with the count of the room.
  provisional boolean not null default false,
  recorded_by uuid,
  recorded_at timestamptz,
  primary key (campaign_id, member_id),
  check (outcome is not null or (reason is null and session_id is null and way is null and not provisional))
);
create index participant_branch on study.participant (campaign_id, body_id);
create index participant_member on study.participant (member_id);
create index participant_of_session on study.participant (session_id) where session_id is not null;

-- Everything that was ever recorded about a participation, corrections included. Only added to.
create table study.mark (
  -- Made on the device that recorded it: a mark that arrives twice is one mark.
  id uuid primary key,
  campaign_id bigint not null references study.campaign on delete cascade,
  member_id bigint not null,
  session_id bigint,
  -- null: taken back.
  outcome text check (outcome in ('attended', 'excused', 'unexcused')),
  reason text check (length(reason) <= 300),
  way text not null check (way in ('list', 'code', 'sheet', 'import')),
  -- Said by a device that had no network; null when recorded here and now.
  device_at timestamptz,
  received_at timestamptz not null,
  by_person uuid,
  -- What became of it: it decides, something newer or stronger stands, or it was refused (`locked`, `not.invited` …).
  verdict text not null check (length(verdict) between 1 and 60)
);
create index mark_member on study.mark (campaign_id, member_id, received_at);

-- Signed off by a body: what it answers for. Reopened only with a reason.
create table study.sign_off (
  id bigint generated always as identity primary key,
  campaign_id bigint not null references study.campaign on delete cascade,
  body_id integer not null,
  -- members, exempt, attended, excused, unexcused, sessions, non_members: as signed.
  figures jsonb not null,
  signed_by uuid not null,
  signed_at timestamptz not null,
  reopened_by uuid,
  reopened_at timestamptz,
  reopened_reason text check (length(reopened_reason) between 1 and 1000),
  check ((reopened_at is null) = (reopened_by is null) and (reopened_at is null) = (reopened_reason is null))
);
create unique index sign_off_standing on study.sign_off (campaign_id, body_id) where reopened_at is null;

-- The counts of each branch, kept beside the roster by the statements that change it: a province is 3,000 rows, not
-- 40,000 (bench `rates`).
create table study.tally (
  campaign_id bigint not null references study.campaign on delete cascade,
  body_id integer not null,
  members integer not null default 0,
  exempt integer not null default 0,
  -- Of those who are not exempt.
  attended integer not null default 0,
  excused integer not null default 0,
  unexcused integer not null default 0,
  primary key (campaign_id, body_id)
);

-- Rows of the roster as the counts see them, each so many times: 1 for a new one, -1 for one that is no more.
create function study.tally_add(
  campaigns bigint[], bodies integer[], exempts boolean[], outcomes text[], factors integer[]
) returns void language sql as $$
  insert into study.tally as t (campaign_id, body_id, members, exempt, attended, excused, unexcused)
    select c.campaign_id, c.body_id, sum(c.factor), coalesce(sum(c.factor) filter (where c.exempt), 0),
      coalesce(sum(c.factor) filter (where not c.exempt and c.outcome = 'attended'), 0),
      coalesce(sum(c.factor) filter (where not c.exempt and c.outcome = 'excused'), 0),
      coalesce(sum(c.factor) filter (where not c.exempt and c.outcome = 'unexcused'), 0)
    from unnest(campaigns, bodies, exempts, outcomes, factors) as c(campaign_id, body_id, exempt, outcome, factor)
    group by c.campaign_id, c.body_id
    -- Always in one order, so that two statements wait for each other and never for ever.
    order by c.campaign_id, c.body_id
    on conflict (campaign_id, body_id) do update set
      members = t.members + excluded.members, exempt = t.exempt + excluded.exempt,
      attended = t.attended + excluded.attended, excused = t.excused + excluded.excused,
      unexcused = t.unexcused + excluded.unexcused
$$;

create function study.tally_statement() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    truncate study.tally;
    return null;
  end if;
  if tg_op = 'INSERT' then
    perform study.tally_add(array_agg(campaign_id), array_agg(body_id), array_agg(exempt), array_agg(outcome), array_agg(1))
    from (select campaign_id, body_id, exempt, case when not provisional then outcome end as outcome from new_rows) n
    having count(*) > 0;
  elsif tg_op = 'DELETE' then
    perform study.tally_add(array_agg(campaign_id), array_agg(body_id), array_agg(exempt), array_agg(outcome), array_agg(-1))
    from (select campaign_id, body_id, exempt, case when not provisional then outcome end as outcome from old_rows) o
    having count(*) > 0;
  else
    perform study.tally_add(array_agg(campaign_id), array_agg(body_id), array_agg(exempt), array_agg(outcome), array_agg(factor))
    from (
      select campaign_id, body_id, exempt, case when not provisional then outcome end as outcome, 1 as factor from new_rows
      union all
      select campaign_id, body_id, exempt, case when not provisional then outcome end, -1 from old_rows
    ) c
    having count(*) > 0;
  end if;
  return null;
end $$;

create trigger tally_insert after insert on study.participant
  referencing new table as new_rows for each statement execute function study.tally_statement();
create trigger tally_delete after delete on study.participant
  referencing old table as old_rows for each statement execute function study.tally_statement();
create trigger tally_update after update on study.participant
  referencing old table as old_rows new table as new_rows for each statement execute function study.tally_statement();
create trigger tally_truncate after truncate on study.participant
  for each statement execute function study.tally_statement();

-- The second wall around names: participations and what was recorded about them are seen by the secretary of the branch
-- itself, by the member, and by nobody above; counts go up through study.tally. What an organiser of a session has to
-- record goes through actions that say so (platform/database/scope).
create function study.own_branches() returns setof integer
language plpgsql stable parallel safe rows 10 as $$
declare
  asking uuid := platform.asking_person();
  today date := (now() at time zone 'Asia/Ho_Chi_Minh')::date;
begin
  if asking is null then
    return;
  end if;
  return query
    select distinct r.body_id
    from people.charge(today) c
    join people.person p on p.id = c.person_id
    join organisation.reach r on r.ancestor_id = c.body_id and r.valid @> today
    where c.person_id = asking and c.role = 'secretary' and p.closed_at is null
      -- The branch itself, or one that ended and lives on in it.
      and (r.body_id = c.body_id or not exists (
        select from organisation.reach alive where alive.ancestor_id = r.body_id and alive.body_id = r.body_id
          and alive.valid @> today
      ));
end $$;

alter table study.participant enable row level security, force row level security;
create policy see on study.participant for select using (
  (select platform.is_system())
  or member_id = (select members.own_member())
  or body_id in (select study.own_branches())
);
create policy add on study.participant for insert with check ((select platform.is_system()));
create policy change on study.participant for update using (
  (select platform.is_system()) or body_id in (select study.own_branches())
);
create policy remove on study.participant for delete using ((select platform.is_system()));

alter table study.mark enable row level security, force row level security;
create policy see on study.mark for select using (
  (select platform.is_system())
  or member_id = (select members.own_member())
  or exists (
    select from study.participant p where p.campaign_id = mark.campaign_id and p.member_id = mark.member_id
  )
);
create policy add on study.mark for insert with check (
  (select platform.is_system())
  or member_id = (select members.own_member())
  or exists (
    select from study.participant p where p.campaign_id = mark.campaign_id and p.member_id = mark.member_id
  )
);
create policy remove on study.mark for delete using ((select platform.is_system()));

alter table study.session_member enable row level security, force row level security;
create policy see on study.session_member for select using (
  (select platform.is_system())
  or member_id = (select members.own_member())
  or exists (select from members.membership s where s.member_id = session_member.member_id)
);
create policy keep on study.session_member for insert with check ((select platform.is_system()));
create policy remove on study.session_member for delete using ((select platform.is_system()));
