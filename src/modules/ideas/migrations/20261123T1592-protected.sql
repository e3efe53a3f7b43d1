-- The second wall around addresses of residents. Who left a contact wrote to whoever receives the idea, and to nobody
-- else; what is locked away is opened by two roles. Addresses of followers are for sending, never for reading.
alter table ideas.author enable row level security, force row level security;
create policy see on ideas.author for select using (
  (select platform.is_system())
  or exists (
    select from ideas.idea i
    where i.id = idea_id and case when i.quarantined_at is null
      then i.reception_body in (select people.reachable_bodies('{officer,moderator}'))
      else i.reception_body in (select people.reachable_bodies('{legal,reviewer}')) end
  )
);
create policy send on ideas.author
  using ((select platform.is_system())) with check ((select platform.is_system()));

alter table ideas.follow enable row level security, force row level security;
create policy send on ideas.follow
  using ((select platform.is_system())) with check ((select platform.is_system()));
