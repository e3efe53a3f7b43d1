-- Published for other modules: whether an account can be signed in to, and which code would open it. Nothing that says
-- who it is, and nothing that opens it.
create view people.account_standing as
  select p.id as person_id, p.closed_at is not null as closed,
    exists (select from people.credential c where c.person_id = p.id)
      or exists (select from people.passkey k where k.person_id = p.id) as active,
    a.channel as code_channel, a.issued_at as code_issued_at, a.expires_at as code_expires_at
  from people.person p
  left join people.activation a on a.person_id = p.id and a.used_at is null and a.voided_at is null;
