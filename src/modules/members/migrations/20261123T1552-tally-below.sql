-- The same for everything below a body: two rows a body, so that the country is counted like a branch, on any day, by
-- reading two of them (bench `subtree-count`: joining 400,000 branches with who reaches them took 350 ms of CPU).
-- A body's members on a day are also its ancestors' while these reach it: sum over bodies of (members × reach), kept
-- right from both sides, by what changes memberships and by what changes the tree.
alter table members.tally add column below boolean not null default false;
alter table members.tally drop constraint tally_pkey;
alter table members.tally add primary key (body_id, below);

drop function members.tally_changes(integer[], date[], integer[]);

-- Whoever changes memberships or the tree does so one after another from here to the end of the transaction: each must
-- see what the one before made of the other factor.
create function members.tally_lock() returns void language sql as $$
  select pg_advisory_xact_lock(hashtext('members.tally'))
$$;

-- Adds changes (so many more or fewer members from a day on) to what is known of these rows.
create function members.tally_add(bodies integer[], belows boolean[], days date[], changes integer[]) returns void
language sql as $$
  with touched as (
    select distinct c.body_id, c.below from unnest(bodies, belows) as c(body_id, below)
  ), steps as (
    select t.body_id, t.below, s.day,
      s.count - coalesce(lag(s.count) over (partition by t.body_id, t.below order by s.day), 0) as change
    from members.tally t join touched using (body_id, below), unnest(t.days, t.counts) as s(day, count)
    union all
    select * from unnest(bodies, belows, days, changes)
  ), summed as (
    select body_id, below, day, sum(change)::integer as change from steps group by 1, 2, 3 having sum(change) <> 0
  ), running as (
    select body_id, below, day, sum(change) over (partition by body_id, below order by day)::integer as count from summed
  ), fresh as (
    select body_id, below, array_agg(day order by day) as days, array_agg(count order by day) as counts
    from running group by 1, 2
  )
  insert into members.tally (body_id, below, days, counts)
    select body_id, below, coalesce(f.days, '{}'), coalesce(f.counts, '{}') from touched left join fresh f using (body_id, below)
    on conflict (body_id, below) do update set days = excluded.days, counts = excluded.counts
$$;

-- Memberships have changed: their bodies, and whoever reaches these. Reads no membership: whoever may change one need
-- not be allowed to see all of them.
create function members.tally_changes(bodies integer[], days date[], changes integer[]) returns void
language plpgsql as $$
begin
  perform members.tally_lock();
  -- A statement of its own sees what others have committed up to the lock.
  perform members.tally_add(array_agg(c.body_id), array_agg(c.below), array_agg(c.day), array_agg(c.change)) from (
    with changed as (
      select * from unnest(bodies, days, changes) as c(body_id, day, change)
    ), reached as (
      select r.ancestor_id, greatest(c.day, lower(r.valid)) as since, upper(r.valid) as until, c.change
      from changed c join organisation.reach r on r.body_id = c.body_id and r.ancestor_id <> c.body_id
      where upper_inf(r.valid) or c.day < upper(r.valid)
    )
    select body_id, false as below, day, change from changed
    union all select ancestor_id, true, since, change from reached
    union all select ancestor_id, true, until, -change from reached where until is not null
  ) c;
end $$;

-- The tree has changed: those who reach a body gain (1) or lose (-1) its members for these days.
create function members.tally_reach(ancestors integer[], bodies integer[], valids daterange[], factor integer) returns void
language plpgsql as $$
begin
  perform members.tally_lock();
  perform members.tally_add(array_agg(c.ancestor_id), array_agg(true), array_agg(c.day), array_agg(c.change)) from (
    with steps as (
      select t.body_id, s.day, factor * (s.count - coalesce(lag(s.count) over (partition by t.body_id order by s.day), 0)) as change
      from members.tally t, unnest(t.days, t.counts) as s(day, count) where not t.below and t.body_id = any(bodies)
    ), reached as (
      select r.ancestor_id, greatest(s.day, lower(r.valid)) as since, upper(r.valid) as until, s.change
      from unnest(ancestors, bodies, valids) as r(ancestor_id, body_id, valid) join steps s using (body_id)
      where upper_inf(r.valid) or s.day < upper(r.valid)
    )
    select ancestor_id, since as day, change from reached
    union all select ancestor_id, until, -change from reached where until is not null
  ) c having count(*) > 0;
end $$;

create function members.tally_tree() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    perform members.tally_reach(array_agg(o.ancestor_id), array_agg(o.body_id), array_agg(o.valid), -1)
    from old_rows o where o.ancestor_id <> o.body_id having count(*) > 0;
  end if;
  if tg_op <> 'DELETE' then
    perform members.tally_reach(array_agg(n.ancestor_id), array_agg(n.body_id), array_agg(n.valid), 1)
    from new_rows n where n.ancestor_id <> n.body_id having count(*) > 0;
  end if;
  return null;
end $$;

create trigger members_tally_insert after insert on organisation.reach
  referencing new table as new_rows for each statement execute function members.tally_tree();
create trigger members_tally_delete after delete on organisation.reach
  referencing old table as old_rows for each statement execute function members.tally_tree();
create trigger members_tally_update after update on organisation.reach
  referencing old table as old_rows new table as new_rows for each statement execute function members.tally_tree();

-- Everything anew from the memberships and the tree: for what was there before, and for whoever doubts.
create function members.tally_anew() returns void language plpgsql as $$
begin
  perform members.tally_lock(), set_config('caunoi.system', 'members: tally', true);
  delete from members.tally;
  insert into members.tally (body_id, days, counts)
    select body_id, array_agg(day order by day), array_agg(n order by day) from (
      select body_id, day, sum(sum(change)) over (partition by body_id order by day)::integer as n from (
        select body_id, lower(valid) as day, 1 as change from members.membership
        union all select body_id, upper(valid), -1 from members.membership where not upper_inf(valid)
      ) e group by body_id, day having sum(change) <> 0
    ) s group by body_id;
  insert into members.tally (body_id, below, days, counts)
    with steps as (
      select t.body_id, s.day, s.count - coalesce(lag(s.count) over (partition by t.body_id order by s.day), 0) as change
      from members.tally t, unnest(t.days, t.counts) as s(day, count)
    ), reached as (
      select r.ancestor_id, greatest(s.day, lower(r.valid)) as since, upper(r.valid) as until, s.change
      from organisation.reach r join steps s using (body_id)
      where r.ancestor_id <> r.body_id and (upper_inf(r.valid) or s.day < upper(r.valid))
    )
    select ancestor_id, true, array_agg(day order by day), array_agg(n order by day) from (
      select ancestor_id, day, sum(sum(change)) over (partition by ancestor_id order by day)::integer as n from (
        select ancestor_id, since as day, change from reached
        union all select ancestor_id, until, -change from reached where until is not null
      ) e group by ancestor_id, day having sum(change) <> 0
    ) s group by ancestor_id;
end $$;
select members.tally_anew();
