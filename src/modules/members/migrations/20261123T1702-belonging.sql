-- Published for modules that count or invite whole branches at once: who belonged where, who was exempt when, and whose
-- account is whose. No names; the policies of the tables hold for the views too.
create view members.belonging as select member_id, body_id, valid from members.membership;
create view members.exempt_time as select member_id, valid from members.exemption;
create view members.account as select id as member_id, person_id from members.member where person_id is not null;
