-- The calendar at work. A cutoff's row is the fold of its stream; so are its requests and exemptions, which are few.
create table cutoff (
  id text primary key,
  stream_id uuid not null unique,
  version int not null,
  kind text not null,
  rule_id text not null,
  stated_instant timestamptz not null,
  content_hash text not null,
  published_at timestamptz not null,
  was_past boolean not null,
  import_completed_at timestamptz,
  put_off_until timestamptz,
  plan_no int not null,
  approved_plan_no int,
  approved_hash text,
  approved_at timestamptz,
  executed_plan_no int,
  executed_at timestamptz,
  verified_plan_no int,
  verified_at timestamptz,
  verified_waiting int,
  closed_at timestamptz
);

-- What one operator asked for, and whether a second one has confirmed it.
create table cutoff_request (
  id uuid primary key,
  cutoff_id text not null,
  kind text not null,
  exemption_id uuid,
  until timestamptz,
  reason text not null,
  requested_by text not null,
  requested_at timestamptz not null,
  confirmed_by text,
  confirmed_at timestamptz
);
create index cutoff_request_cutoff on cutoff_request (cutoff_id);

create table exemption (
  id uuid primary key,
  cutoff_id text not null,
  scope text not null,
  org_id uuid,
  class text,
  numbers int,
  until timestamptz not null,
  reason text not null,
  is_undo boolean not null,
  requested_by text not null,
  requested_at timestamptz not null,
  granted_by text,
  granted_at timestamptz,
  revoked_by text,
  revoked_at timestamptz
);
create index exemption_cutoff on exemption (cutoff_id);
create index exemption_organisation on exemption (org_id) where org_id is not null;

-- The numbers of an exemption of a class or a list. `is_written`: the number's row says what its exemptions say now.
create table exemption_number (
  exemption_id uuid not null,
  org_id uuid not null,
  number_id uuid not null,
  is_written boolean not null,
  primary key (exemption_id, number_id)
);
create index exemption_number_number on exemption_number (number_id);
create index exemption_number_unwritten on exemption_number (org_id, exemption_id) where not is_written;

-- What a cutoff would do, class by class, as it was counted once. Plans are kept: approvals name them.
create table cutoff_plan (
  cutoff_id text not null,
  plan_no int not null,
  made_at timestamptz not null,
  decided_at timestamptz not null,
  occasion text not null,
  hash text not null,
  policy_version text not null,
  requested_by text not null,
  primary key (cutoff_id, plan_no)
);
create table cutoff_plan_class (
  cutoff_id text not null,
  plan_no int not null,
  class text not null,
  count int not null,
  verdict text not null,
  reason text not null,
  owner text,
  act text,
  samples uuid[] not null,
  primary key (cutoff_id, plan_no, class)
);

-- Until when a gate lets through past its cutoff; the later one counts.
alter table organisation add exempt_until timestamptz;
alter table number
  add exempt_until timestamptz,
  add exempt_at timestamptz,
  add exempt_by text collate "C";

grant select, insert, update on cutoff, cutoff_request, exemption, exemption_number, cutoff_plan, cutoff_plan_class
  to clearline_app;
