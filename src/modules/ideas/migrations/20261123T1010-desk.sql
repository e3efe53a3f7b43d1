-- The officers' queue reads by reception body; the few bodies that receive are found by stepping through it.
create index idea_reception on ideas.idea (reception_body, state);

-- Locked-away matters are few and looked for at each opening of the queue.
create index idea_quarantined on ideas.idea (reception_body) where quarantined_at is not null and erased_at is null;
