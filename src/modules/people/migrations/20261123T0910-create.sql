-- Who can sign in, from which sessions, and who may do what where.
create schema people;
create extension if not exists btree_gist with schema public;

create table people.person (
  id uuid primary key default gen_random_uuid(),
  -- One field: names of several peoples here do not split in three.
  full_name text not null check (full_name <> '' and length(full_name) <= 200),
  -- Without "@", so that what a person types is either a sign-in name or an e-mail address, never both.
  -- Absent for somebody who is known but never signs in.
  sign_in_name text unique check (sign_in_name ~ '^[a-z0-9][a-z0-9._-]{1,62}[a-z0-9]$'),
  email text unique check (email = lower(email) and position('@' in email) > 1),
  email_confirmed boolean not null default false,
  -- Invented, with a password that everybody can read: never signs in where the installation is in earnest.
  sample boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- From then on sign-in is refused and open sessions are nobody's; the name stays on what the person signed.
  closed_at timestamptz
);

-- No address and no browser name: a session says that somebody is signed in, not from where.
create table people.session (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references people.person on delete cascade,
  -- Useless on its own: the cookie carries it with a signature made from the secret of the installation.
  token text not null unique,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_person on people.session (person_id);
create index session_expires on people.session (expires_at);

create table people.credential (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references people.person on delete cascade,
  -- 'credential' is a password; an identity provider has its own name here.
  provider text not null,
  -- How the provider calls the person; for a password the person's own id.
  subject text not null,
  password_hash text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider, subject)
);
create index credential_person on people.credential (person_id);

-- Short-lived proofs of the sign-in library (confirmation links, second steps).
create table people.verification (
  id uuid primary key default gen_random_uuid(),
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verification_identifier on people.verification (identifier);

-- A role in a body holds for everything below it. Never deleted: who could do what on which day stays answerable.
create table people.role_grant (
  id bigint generated always as identity primary key,
  person_id uuid not null references people.person on delete cascade,
  role text not null check (role in (
    'administrator', 'officer', 'moderator', 'answerer', 'reviewer', 'legal', 'editor', 'translator', 'reporter',
    'secretary'
  )),
  -- organisation.body; no foreign key, because each schema can be dropped with its module.
  body_id integer not null,
  -- First and last day, both included, in Viet Nam.
  valid_from date not null,
  valid_to date,
  -- Absent: the operator, at the command line.
  granted_by uuid references people.person,
  granted_at timestamptz not null,
  revoked_by uuid references people.person,
  revoked_at timestamptz,
  check (valid_to is null or valid_to >= valid_from),
  exclude using gist (
    person_id with =, role with =, body_id with =, daterange(valid_from, valid_to, '[]') with &&
  ) where (revoked_at is null)
);
create index role_grant_person on people.role_grant (person_id) where revoked_at is null;
create index role_grant_body on people.role_grant (role, body_id) where revoked_at is null;
