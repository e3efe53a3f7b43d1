-- One identity of the provider a person.
create unique index credential_oidc_person on people.credential (person_id) where provider = 'oidc';
