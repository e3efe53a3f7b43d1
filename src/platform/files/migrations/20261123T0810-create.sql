create schema files;

-- What lies in the store, once per content.
create table files.blob (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes bigint not null check (bytes > 0),
  -- Last time somebody stored this content; the sweep leaves fresh blobs alone, because their file row may be on its way.
  touched_at timestamptz not null
);
create index blob_touched on files.blob (touched_at);

create table files.file (
  id uuid primary key default gen_random_uuid(),
  sha256 text not null references files.blob,
  type text not null,
  bytes bigint not null,
  -- Pixels; null for a document.
  width integer,
  height integer,
  -- As the sender called it, cleaned; shown and used for downloads, never as a path.
  name text not null,
  created_at timestamptz not null
);
create index file_sha256 on files.file (sha256);
create index file_created on files.file (created_at);

create table files.thumbnail (
  file_id uuid not null references files.file on delete cascade,
  -- The longer side at most; also the name of the variant in addresses.
  size integer not null,
  sha256 text not null references files.blob,
  bytes bigint not null,
  width integer not null,
  height integer not null,
  primary key (file_id, size)
);
create index thumbnail_sha256 on files.thumbnail (sha256);

-- Who needs a file. A file without a reference is swept after a while.
create table files.reference (
  -- The table that shows the file, for example 'ideas.idea', and the id of its row.
  owner text not null,
  owner_id text not null,
  file_id uuid not null references files.file,
  position integer not null default 0,
  primary key (owner, owner_id, file_id)
);
create index reference_file on files.reference (file_id);
