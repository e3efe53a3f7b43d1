create schema mail;

-- The outbox: a message is written in the transaction of what it tells about, and leaves after that has committed.
create table mail.message (
  id uuid primary key default gen_random_uuid(),
  -- What makes the message this message and no other, for example 'ideas.answered/42/follower/7'. Writing it twice
  -- sends it once. Holds ids, never names or addresses.
  key text not null unique,
  -- One address; erased with the text when the message is old.
  recipient text,
  subject text,
  -- Plain words; the HTML part is made from them when the message leaves.
  body text,
  language text not null,
  -- Where one click stops such messages (RFC 8058).
  unsubscribe_url text,
  state text not null default 'queued' check (state in ('queued', 'sent', 'failed')),
  attempts integer not null default 0,
  last_error text,
  created_at timestamptz not null,
  -- Next attempt; while one is running, the moment at which it is taken for dead.
  due_at timestamptz not null,
  sent_at timestamptz,
  check ((state = 'sent') = (sent_at is not null)),
  check (state <> 'queued' or (recipient is not null and subject is not null and body is not null))
);
create index message_due on mail.message (due_at) where state = 'queued';
create index message_created on mail.message (created_at);
