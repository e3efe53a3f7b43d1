-- What the person in whose name the transaction runs (platform.asking_person) reaches today: the same answer as the
-- permission checks in memory, for row-level policies. They ask as `body_id in (select people.reachable_bodies(…))`,
-- which does not depend on the row and is computed once a query. In plpgsql, because its plan is kept by the connection.

-- Bodies that the person reaches with one of these roles, of their own or handed to them.
create function people.reachable_bodies(wanted text[]) returns setof integer
language plpgsql stable parallel safe rows 200 as $$
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
    where c.person_id = asking and c.role = any(wanted) and p.closed_at is null;
end $$;

-- Does the person hold one of these roles at the top of the tree? What concerns the whole installation is theirs.
create function people.reaches_top(wanted text[]) returns boolean
language plpgsql stable parallel safe as $$
declare
  asking uuid := platform.asking_person();
  today date := (now() at time zone 'Asia/Ho_Chi_Minh')::date;
begin
  return asking is not null and exists (
    select from people.charge(today) c
    join people.person p on p.id = c.person_id
    where c.person_id = asking and c.role = any(wanted) and p.closed_at is null
      and exists (select from organisation.reach r where r.body_id = c.body_id and r.valid @> today)
      and not exists (
        select from organisation.reach r
        where r.body_id = c.body_id and r.ancestor_id <> c.body_id and r.valid @> today
      )
  );
end $$;
