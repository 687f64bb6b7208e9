-- Letters, cases and campaigns; and what a number says of them. Ids are null where nothing is known or nothing holds.
alter table number
  add loa text not null default 'unknown',
  add loa_at timestamptz,
  add loa_by text collate "C",
  add letter_id uuid,
  add letter_at timestamptz,
  add letter_by text collate "C",
  add case_id uuid,
  add case_at timestamptz,
  add case_by text collate "C";
alter table number alter loa drop default;

create table loa (
  org_id uuid not null,
  id uuid not null,
  version int not null,
  order_id uuid not null,
  phase text not null,
  document_id uuid not null,
  sha256 text not null,
  numbers int not null,
  primary key (org_id, id)
);
create index loa_order on loa (org_id, order_id);

-- `case_number` is for people; the desk's own ticket may come late.
create sequence case_number;
create table support_case (
  org_id uuid not null,
  id uuid primary key,
  version int not null,
  onboarding_id uuid not null,
  case_number int not null,
  phase text not null,
  status text not null,
  stage text not null,
  ticket text,
  form_version int not null,
  form_document_id uuid,
  rejections int not null,
  opened_at timestamptz not null,
  ended_at timestamptz
);
create index support_case_onboarding on support_case (org_id, onboarding_id);

create table campaign (
  org_id uuid not null,
  ref text not null,
  stream_id uuid not null unique,
  version int not null,
  status text not null,
  brand_status text not null,
  case_id uuid,
  primary key (org_id, ref)
);

-- A hold stops the clock of the wait before it: the marks not yet said move by as long as the hold lasts.
alter table wait add paused_at timestamptz;
-- Reminders of one wait move together, and may move onto each other's places: the key holds when all of them have moved.
alter table wait drop constraint wait_pkey, add primary key (wait_id, mark, at) deferrable;

grant select, insert, update on loa, support_case, campaign to clearline_app;
grant usage on sequence case_number to clearline_app;
