-- Whoever finds members on a list of their own does so by the same folded words as the list of members.
create or replace view members.named as
  select id as member_id, code, full_name, given_name, other_names, person_id, search_key from members.member;
