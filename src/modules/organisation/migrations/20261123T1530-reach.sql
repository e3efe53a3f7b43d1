-- On which days a role in `ancestor` reaches `body`: itself, everything below it, and bodies that ended and all of whose
-- successors are there. Written from the tree by rules/reach.ts in the transaction that changes bodies, so that a query
-- and a row-level policy can ask in SQL what the permission checks ask in memory.
create table organisation.reach (
  ancestor_id integer not null references organisation.body,
  body_id integer not null references organisation.body,
  valid daterange not null check (not isempty(valid) and lower(valid) is not null),
  -- `where ancestor_id = any(…) and valid @> day` is answered from this index alone.
  primary key (ancestor_id, body_id, valid)
);
-- Whose roles reach a body.
create index reach_body on organisation.reach (body_id, ancestor_id, valid);
