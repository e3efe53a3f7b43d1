-- For the stores of other modules, which count and choose along the tree in their own statements.
create view organisation.reaching as select ancestor_id, body_id, valid from organisation.reach;
