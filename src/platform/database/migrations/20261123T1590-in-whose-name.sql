-- In whose name a transaction reads tables with row-level security; src/platform/database/scope.server.ts sets it.
-- Policies ask as `(select platform.…())`, so that it is asked once a query and not once a row.
create function platform.is_system() returns boolean language sql stable parallel safe
  return coalesce(current_setting('caunoi.system', true), '') <> '';

create function platform.asking_person() returns uuid language sql stable parallel safe
  return nullif(current_setting('caunoi.person', true), '')::uuid;
