-- The account of a member, once the member has been invited to have one.
alter table members.member
  -- people.person; no foreign key, because each schema can be dropped with its module.
  add column person_id uuid unique;
