-- What people sign in with, how an account is opened by a printed letter or a mail, and what a session says of itself.

-- One key space for sign-in names, member codes, phone numbers and e-mail addresses: whatever a person types is at most
-- one account. The keys are those of `rules/identifier.ts`. A closed account keeps its rows until somebody else needs
-- one of the keys.
create table people.identifier (
  key text primary key check (key <> '' and length(key) <= 254),
  person_id uuid not null references people.person on delete cascade,
  kind text not null check (kind in ('name', 'code', 'phone', 'email')),
  -- As the person writes it.
  shown text not null check (shown <> '' and length(shown) <= 254),
  unique (person_id, kind)
);
insert into people.identifier (key, person_id, kind, shown)
select regexp_replace(sign_in_name, '^(?:84|0084)0?([0-9]{9,10})$', '0\1'), id, 'name', sign_in_name
from people.person where sign_in_name is not null
union all
select email, id, 'email', email from people.person where email is not null;

-- Unique among open accounts: whoever comes back later may have the same name and address again.
alter table people.person drop constraint person_sign_in_name_key, drop constraint person_email_key;
create unique index person_sign_in_name on people.person (sign_in_name) where closed_at is null;
create unique index person_email on people.person (email) where closed_at is null;

-- A code that opens an account, once. Only its keyed hash is here: a copy of the database opens nothing.
create table people.activation (
  id bigint generated always as identity primary key,
  person_id uuid not null references people.person on delete cascade,
  code_hash bytea not null unique,
  channel text not null check (channel in ('letter', 'email')),
  -- organisation.body in whose name it was made.
  body_id integer not null,
  -- Absent: the operator.
  issued_by uuid references people.person,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  -- Another one took its place, or the account was closed.
  voided_at timestamptz
);
create unique index activation_live on people.activation (person_id) where used_at is null and voided_at is null;
create index activation_expires on people.activation (expires_at);

-- A link sent by mail: to choose a new password, or to confirm that an address is the person's.
create table people.mail_link (
  id bigint generated always as identity primary key,
  person_id uuid not null references people.person on delete cascade,
  purpose text not null check (purpose in ('password', 'email')),
  secret_hash bytea not null unique,
  -- Where it was sent; for 'email' the address that will be the person's.
  address text not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index mail_link_person on people.mail_link (person_id);
create index mail_link_expires on people.mail_link (expires_at);

alter table people.session
  -- To the hour, so that the list of sessions can say which one is forgotten, and not when somebody was busy.
  add column used_at timestamptz,
  -- Family of browser and system ("Firefox · Android"): no address, no version, nothing that tells two phones apart.
  add column device text check (length(device) <= 40),
  -- On a device of others: an hour, and nothing stays there.
  add column shared boolean not null default false;
