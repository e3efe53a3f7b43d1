-- The second wall around what people agreed to and asked about their own data: themselves, and for requests whoever
-- handles them in the body or above it; those of nobody's body are handled at the top of the tree.
alter table privacy.consent enable row level security, force row level security;
create policy own on privacy.consent using (
  (select platform.is_system()) or person_id = (select platform.asking_person())
);
alter table privacy.notice enable row level security, force row level security;
create policy own on privacy.notice using (
  (select platform.is_system()) or person_id = (select platform.asking_person())
);

alter table privacy.request enable row level security, force row level security;
create policy see on privacy.request for select using (
  (select platform.is_system())
  or person_id = (select platform.asking_person())
  or body_id in (select people.reachable_bodies('{administrator,officer}'))
  or (body_id is null and (select people.reaches_top('{administrator,officer}')))
);
create policy ask on privacy.request for insert with check (
  (select platform.is_system()) or person_id = (select platform.asking_person())
);
create policy handle on privacy.request for update using (
  (select platform.is_system())
  or person_id = (select platform.asking_person())
  or body_id in (select people.reachable_bodies('{administrator,officer}'))
  or (body_id is null and (select people.reaches_top('{administrator,officer}')))
);
create policy remove on privacy.request for delete using ((select platform.is_system()));

-- A copy is for whoever asked for it, and for nobody who handles requests.
alter table privacy.copy enable row level security, force row level security;
create policy own on privacy.copy using (
  (select platform.is_system())
  or exists (
    select from privacy.request r where r.id = request_id and r.person_id = (select platform.asking_person())
  )
);
