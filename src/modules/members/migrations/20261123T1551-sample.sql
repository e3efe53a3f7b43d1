-- Invented people are marked as such wherever they are shown.
alter table members.member add column sample boolean not null default false;
