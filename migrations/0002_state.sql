-- Locked state rows: each is the fold of its stream, written in the append's transaction, and can be rebuilt from events.
-- `turns_at` is the next instant at which the row changes by itself (a statement expires, a future fact comes true).
create table organisation (
  id uuid primary key,
  version int not null,
  name_document_id uuid,
  customer_kind text not null,
  subscription_kind text not null,
  calling_plan text not null,
  data_region text not null,
  texting_default text not null,
  turns_at timestamptz
);

create table licence (
  org_id uuid primary key,
  stream_id uuid not null unique,
  version int not null,
  phase text not null,
  without_order boolean not null,
  turns_at timestamptz
);

create table location (
  org_id uuid not null,
  id uuid not null,
  version int not null,
  country text not null,
  pstn_connection text not null,
  texting_offered text not null,
  presence text not null,
  primary key (org_id, id)
);

create table "user" (
  org_id uuid not null,
  id uuid not null,
  version int not null,
  setting text not null,
  primary key (org_id, id)
);

-- Each axis: value, when it happened, who said so. The texting axis records the last materialisation; no gate reads it.
-- No index may name a column that a sweep writes: that ends heap-only updates. `by` columns compare bytewise.
create table number (
  org_id uuid not null,
  id uuid not null,
  version int not null,
  e164 text not null,
  kind text not null,
  inventory text not null,
  inventory_at timestamptz,
  inventory_by text collate "C",
  entered timestamptz,
  entered_at timestamptz,
  entered_by text collate "C",
  location_id uuid,
  location_at timestamptz,
  location_by text collate "C",
  owner text not null,
  user_id uuid,
  owner_at timestamptz,
  owner_by text collate "C",
  authorisation text not null,
  order_id uuid,
  authorisation_at timestamptz,
  authorisation_by text collate "C",
  registration text not null,
  campaign_ref text,
  registration_at timestamptz,
  registration_by text collate "C",
  texting text not null,
  texting_at timestamptz,
  texting_by text collate "C",
  primary key (org_id, id)
) with (fillfactor = 50);

-- One living number per text; a number that comes back gets a new life and a new id.
create unique index number_living on number (e164) where inventory <> 'gone';

create table "order" (
  org_id uuid not null,
  id uuid not null,
  version int not null,
  onboarding_id uuid not null,
  location_id uuid not null,
  phase text not null,
  ticket text,
  primary key (org_id, id)
);
create index order_onboarding on "order" (org_id, onboarding_id);

create table onboarding (
  org_id uuid not null,
  id uuid primary key,
  version int not null,
  phase text not null,
  stage text not null,
  started_at timestamptz not null,
  ended_at timestamptz
);
-- One open onboarding per organisation, also against racers.
create unique index onboarding_open on onboarding (org_id) where phase = 'open';
