-- The list offers the bodies that lead published ideas, with their counts: from an index alone.
create index idea_public_leads on ideas.idea (lead_body)
  where published_at is not null and withdrawn_at is null and quarantined_at is null;
