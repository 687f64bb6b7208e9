-- What this deployment has chosen for all its organisations: readings of open points that deviate from the defaults, and
-- cutoffs put off. One row, locked by the commands that change it and only read by all others. `changes` counts what
-- processes have to hear of; `heard_policy` is how far an organisation's have.
create table deployment (
  id uuid primary key default '00000000-0000-0000-0000-000000000000'
    check (id = '00000000-0000-0000-0000-000000000000'),
  version int not null default 0,
  readings jsonb not null default '{}',
  postponed jsonb not null default '{}',
  changes int not null default 0
);
insert into deployment default values;
grant select, update on deployment to clearline_app;

alter table organisation add heard_policy int not null default 0;
