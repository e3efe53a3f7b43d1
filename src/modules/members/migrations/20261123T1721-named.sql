-- Names for lists of other modules, in the order of Vietnamese lists; row-level security of the table holds here too.
create view members.named as
  select id as member_id, code, full_name, given_name, other_names, person_id from members.member;
