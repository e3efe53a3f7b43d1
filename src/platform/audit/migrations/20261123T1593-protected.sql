-- Who reads the log: administrators, what concerns the bodies they reach; acts that concern the whole installation, at
-- the top of the tree; everybody, what they did themselves. Whoever acts adds to it.
alter table audit.act enable row level security, force row level security;
create policy see on audit.act for select using (
  (select platform.is_system())
  or actor_id = (select platform.asking_person())
  or body_id in (select people.reachable_bodies('{administrator}'))
  or (body_id is null and (select people.reaches_top('{administrator}')))
);
create policy add on audit.act for insert with check (true);
