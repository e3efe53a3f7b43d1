-- A secret that is being set up waits in people.attempt, so that the one in use keeps working until the new one is proven.
alter table people.totp drop column confirmed_at;
