-- Lists of names that leave the system: who asked, what for, who else agreed, when it was taken. The list itself is
-- never kept: it is written when it is taken.
create table members.export (
  id bigint generated always as identity primary key,
  body_id integer not null,
  -- Everything below the body too.
  below boolean not null,
  day date not null,
  format text not null check (format in ('xlsx', 'csv')),
  purpose text not null check (length(purpose) between 5 and 300 and purpose is nfc normalized),
  state text not null check (state in ('waiting', 'ready', 'refused', 'taken')),
  asked_by uuid not null,
  asked_at timestamptz not null,
  -- The second officer; absent while nobody has decided, and for the list of one's own branch.
  decided_by uuid check (decided_by <> asked_by),
  decided_at timestamptz,
  -- Until then it waits to be decided, or to be taken.
  until timestamptz not null,
  taken_at timestamptz,
  check ((state = 'taken') = (taken_at is not null))
);
create index export_asked on members.export (asked_by, asked_at desc);
create index export_waiting on members.export (body_id, asked_at) where state = 'waiting';

alter table members.export enable row level security, force row level security;
create policy see on members.export using (
  (select platform.is_system())
  or asked_by = (select platform.asking_person())
  or body_id in (select people.reachable_bodies('{administrator,officer}'))
) with check (
  (select platform.is_system())
  or (asked_by = (select platform.asking_person())
    and body_id in (select people.reachable_bodies('{administrator,officer,secretary}')))
  or (decided_by = (select platform.asking_person())
    and body_id in (select people.reachable_bodies('{administrator,officer}')))
);
