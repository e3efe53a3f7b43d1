-- Who of a body that is divided goes to which of those who take over: written down in the draft of a plan, carried out
-- on its day, and kept as the annex of its record.
create table members.allotment (
  -- organisation.reorganisation; no foreign key, because each schema can be dropped with its module.
  reorganisation_id bigint not null,
  -- The body that is divided.
  body_id integer not null,
  member_id bigint not null references members.member on delete cascade,
  -- As the plan calls the body: its number, or the key of one that the plan founds.
  destination text not null check (destination ~ '^(n[1-9][0-9]{0,2}|[1-9][0-9]{0,8})$'),
  recorded_at timestamptz not null,
  -- people.person; absent: nobody named the member, who went where the rest goes.
  recorded_by uuid,
  -- What came of it on the day: as written down, with the rest, with the rest after coming when the plan had been
  -- submitted, or gone before. Absent until then.
  outcome text check (outcome in ('listed', 'rest', 'late', 'gone')),
  check (recorded_by is not null or outcome is not null),
  primary key (reorganisation_id, body_id, member_id)
);
create index allotment_member on members.allotment (member_id);

alter table members.allotment enable row level security, force row level security;
create policy keep on members.allotment using (
  (select platform.is_system()) or body_id in (select people.reachable_bodies('{administrator}'))
);
