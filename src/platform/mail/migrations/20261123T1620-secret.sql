-- Codes and links that open something: their words leave the outbox as soon as the message has left the house.
alter table mail.message add column secret boolean not null default false;
