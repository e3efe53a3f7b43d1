create schema limits;

-- Unlogged: losing counters in a crash is harmless, and neither WAL nor backups then hold traces of who sent when.
create unlogged table limits.usage (
  rule text not null,
  -- Keyed hash of an address range or account; the key of the hash lives for one day (limits.secret).
  key bytea not null,
  -- The instants counted within the window, at most as many as the rule allows.
  taken timestamptz[] not null,
  -- Whether the last call was allowed; the statement that counts also answers.
  allowed boolean not null,
  expires_at timestamptz not null,
  primary key (rule, key)
);
create index usage_expires on limits.usage (expires_at);

-- The random secret of each day. Unlogged and deleted after a day, so that old hashes cannot be tried out by anyone.
create unlogged table limits.secret (
  day date primary key,
  secret bytea not null
);

-- Proofs of work already used. Logged: a solution must not come alive again after a crash.
create table limits.spent_puzzle (
  nonce text primary key,
  expires_at timestamptz not null
);
create index spent_puzzle_expires on limits.spent_puzzle (expires_at);
