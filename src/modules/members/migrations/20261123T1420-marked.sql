-- The marked copy of a list: the imported columns with what is wrong, as long as the rows are kept.
create table members.import_marked (
  import_id bigint primary key references members.import on delete cascade,
  content bytea not null
);
