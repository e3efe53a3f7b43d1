-- Many uses of one key can be counted by one statement: it answers how many of them were granted.
alter table limits.usage add column granted int not null default 0;
alter table limits.usage drop column allowed;
