-- Second factors: how a session was opened, when its person last proved who they are, and what they prove it with.
alter table people.session
  add column factor text not null default 'password'
    check (factor in ('password', 'totp', 'recovery', 'passkey', 'oidc')),
  -- Opened with two factors (or an identity provider that says so): only then do roles count.
  add column strong boolean not null default false,
  add column proven_at timestamptz default now();
update people.session set proven_at = created_at;

-- One authenticator app a person. A row without `confirmed_at` was shown, and no code has been typed back yet.
create table people.totp (
  person_id uuid primary key references people.person on delete cascade,
  -- AES-256-GCM under a key made from the secret of the installation.
  secret bytea not null,
  -- The time step of the last code that was taken: each works once (RFC 6238 §5.2).
  last_step bigint not null default 0,
  created_at timestamptz not null,
  confirmed_at timestamptz
);

create table people.recovery_code (
  id bigint generated always as identity primary key,
  person_id uuid not null references people.person on delete cascade,
  -- HMAC under a key made from the secret: a copy of the database alone cannot be tried out.
  code_hash bytea not null,
  created_at timestamptz not null,
  used_at timestamptz,
  unique (person_id, code_hash)
);

create table people.passkey (
  id bigint generated always as identity primary key,
  person_id uuid not null references people.person on delete cascade,
  -- base64url, as the browser says it
  credential_id text not null unique check (length(credential_id) between 1 and 1400),
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  -- What the person calls it: "Điện thoại của tôi".
  name text not null check (name <> '' and length(name) <= 100),
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkey_person on people.passkey (person_id);

-- Something begun that has to be finished soon, once, by whoever holds the key: a second step, a passkey's challenge,
-- a trip to an identity provider.
create table people.attempt (
  key_hash bytea primary key,
  kind text not null,
  person_id uuid references people.person on delete cascade,
  value jsonb not null default '{}',
  guesses smallint not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index attempt_expires on people.attempt (expires_at);
