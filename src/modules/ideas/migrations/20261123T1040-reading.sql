-- What the busiest pages ask: the latest answers (home: 21 ms without, 0.2 ms with, over 3,000 ideas), the figures of
-- three months, and how many ideas stand in each state and field (list), from an index alone.
create index answer_newest on ideas.answer (published_at desc) where status = 'published';
create index idea_received on ideas.idea (received_at);
create index idea_public_counts on ideas.idea (state, field)
  where published_at is not null and withdrawn_at is null and quarantined_at is null;
