-- The log is searched by what was done; the first rows of each kind are the list of kinds.
create index act_kind on audit.act (kind, id desc);
