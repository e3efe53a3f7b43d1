create schema ledger;

comment on schema ledger is
  'Public append-only ledger (RFC 6962). Public: entry, node, checkpoint. Private: opening, pending, key.';

-- What has been committed by a transaction but has no place in the tree yet. The sequencer empties it.
create table ledger.pending (
  id bigint generated always as identity primary key,
  leaf_hash bytea not null unique check (octet_length(leaf_hash) = 32),
  data text not null,
  queued_at timestamptz not null
);

-- What opens a commitment: the salt, and which row of which module it is about. Erasing a person's data deletes
-- the row here; the tree stays whole, and an entry of kind ledger.erased says that it was done.
create table ledger.opening (
  leaf_hash bytea primary key check (octet_length(leaf_hash) = 32),
  kind text not null,
  subject text not null,
  salt bytea not null check (octet_length(salt) = 32),
  unique (kind, subject)
);

-- The leaves, numbered without gaps from 0. `data` is the exact text that was hashed.
create table ledger.entry (
  index bigint primary key check (index >= 0),
  leaf_hash bytea not null unique check (octet_length(leaf_hash) = 32),
  data text not null check (octet_length(data) <= 65535)
);

-- Every full subtree: leaves index * 2^level up to (index + 1) * 2^level. Level 0 is the leaf hashes.
create table ledger.node (
  level smallint not null check (level between 0 and 62),
  index bigint not null check (index >= 0),
  hash bytea not null check (octet_length(hash) = 32),
  primary key (level, index)
);

-- Every signed tree head, as published.
create table ledger.checkpoint (
  size bigint primary key check (size >= 0),
  root bytea not null check (octet_length(root) = 32),
  note text not null,
  at timestamptz not null
);

-- Ed25519 keys. The private half (PKCS #8) never leaves the database in an export; a retired key keeps only
-- its public half, so that what it signed stays verifiable.
create table ledger.key (
  id bytea primary key check (octet_length(id) = 4),
  origin text not null,
  public_key bytea not null check (octet_length(public_key) = 32),
  private_key bytea,
  created_at timestamptz not null
);
create unique index key_one_signs on ledger.key ((true)) where private_key is not null;

-- A slip of an operator or a bug must not rewrite history; a deliberate forger is caught by verification.
create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'ledger.% is append-only', tg_table_name;
end
$$;
create trigger append_only before update or delete or truncate on ledger.entry
  for each statement execute function ledger.refuse_change();
create trigger append_only before update or delete or truncate on ledger.node
  for each statement execute function ledger.refuse_change();
create trigger append_only before update or delete or truncate on ledger.checkpoint
  for each statement execute function ledger.refuse_change();
