-- The second wall around members: rows of bodies that the asker's roles reach, and one's own. The first wall are the
-- permission checks of the actions; what forgets them finds nothing here. Even the owner of the tables is bound.

-- The member that the asker is. Asked past the policies, which would ask each other in a circle.
create function members.own_member() returns bigint language plpgsql stable as $$
declare
  before text := coalesce(current_setting('caunoi.system', true), '');
  found bigint;
begin
  if platform.asking_person() is null then
    return null;
  end if;
  perform set_config('caunoi.system', 'members: who asks', true);
  select id into found from members.member where person_id = platform.asking_person();
  perform set_config('caunoi.system', before, true);
  return found;
end $$;

alter table members.membership enable row level security, force row level security;
create policy see on members.membership for select using (
  (select platform.is_system())
  or member_id = (select members.own_member())
  or body_id in (select people.reachable_bodies('{administrator,officer,secretary}'))
);
create policy add on members.membership for insert with check (
  (select platform.is_system()) or body_id in (select people.reachable_bodies('{administrator,officer}'))
);
create policy change on members.membership for update using (
  (select platform.is_system()) or body_id in (select people.reachable_bodies('{administrator,officer}'))
);
create policy remove on members.membership for delete using (
  (select platform.is_system()) or body_id in (select people.reachable_bodies('{administrator,officer}'))
);

-- A member is seen by whoever sees one of the memberships, today's or an earlier one: lists are asked as of a day.
alter table members.member enable row level security, force row level security;
create policy see on members.member for select using (
  (select platform.is_system())
  or exists (select from members.membership s where s.member_id = member.id)
);
create policy add on members.member for insert with check ((select platform.is_system()));
create policy change on members.member for update using (
  (select platform.is_system())
  or exists (
    select from members.membership s
    where s.member_id = member.id and s.body_id in (select people.reachable_bodies('{administrator,officer}'))
  )
);
create policy remove on members.member for delete using ((select platform.is_system()));

alter table members.exemption enable row level security, force row level security;
create policy see on members.exemption for select using (
  (select platform.is_system())
  or exists (select from members.membership s where s.member_id = exemption.member_id)
);
create policy keep on members.exemption for insert with check (
  (select platform.is_system())
  or exists (
    select from members.membership s
    where s.member_id = exemption.member_id
      and s.body_id in (select people.reachable_bodies('{administrator,officer}'))
  )
);
create policy change on members.exemption for update using (
  (select platform.is_system())
  or exists (
    select from members.membership s
    where s.member_id = exemption.member_id
      and s.body_id in (select people.reachable_bodies('{administrator,officer}'))
  )
);
create policy remove on members.exemption for delete using ((select platform.is_system()));

-- Lists that were brought: those who keep the body see them, with everything that came of them.
alter table members.import enable row level security, force row level security;
create policy keep on members.import using (
  (select platform.is_system()) or body_id in (select people.reachable_bodies('{administrator,officer}'))
);
alter table members.import_file enable row level security, force row level security;
create policy keep on members.import_file using (
  (select platform.is_system()) or exists (select from members.import i where i.id = import_id)
);
alter table members.import_row enable row level security, force row level security;
create policy keep on members.import_row using (
  (select platform.is_system()) or exists (select from members.import i where i.id = import_id)
);
alter table members.import_marked enable row level security, force row level security;
create policy keep on members.import_marked using (
  (select platform.is_system()) or exists (select from members.import i where i.id = import_id)
);
alter table members.column_memory enable row level security, force row level security;
create policy keep on members.column_memory using (
  (select platform.is_system())
  or person_id = (select platform.asking_person())
  or body_id in (select people.reachable_bodies('{administrator,officer}'))
) with check (
  (select platform.is_system())
  or (person_id = (select platform.asking_person())
    and body_id in (select people.reachable_bodies('{administrator,officer}')))
);
