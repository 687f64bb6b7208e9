-- Whose delivery it is and what it waits for, once somebody has looked into it; and what people did with one.
alter table inbound_fact add org_id uuid, add type text, add waits_for uuid;
drop index inbound_fact_pending;
-- Not looked into yet; waiting for its turn in its organisation; waiting for an object.
create index inbound_fact_unsorted on inbound_fact (received_at) where state = 'pending' and org_id is null;
create index inbound_fact_pending on inbound_fact (org_id, received_at) where state = 'pending' and org_id is not null;
create index inbound_fact_parked on inbound_fact (id) where state = 'parked';
create index inbound_fact_received on inbound_fact (received_at, id);

-- The reason is encrypted: people write names into such fields.
create table inbound_act (
  id uuid primary key,
  inbound_id uuid not null,
  act text not null,
  from_state text not null,
  actor jsonb not null,
  reason bytea not null,
  recorded_at timestamptz not null
);
create index inbound_act_inbound on inbound_act (inbound_id);
grant select, insert on inbound_act to clearline_app;
