-- Which numbers a registration request names: written before the request leaves, so that a repeat names the same ones
-- and its answer is recorded for those and no others.
create table registration_item (
  org_id uuid not null,
  reference text not null,
  number_id uuid not null,
  primary key (org_id, reference, number_id)
);
grant select, insert on registration_item to clearline_app;
