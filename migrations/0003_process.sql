-- What a running process is told. Positions are gapless per process; delivered facts stay until the process has ended,
-- so that it can be started again from here.
create table process (
  id uuid primary key,
  org_id uuid not null,
  kind text not null,
  position int not null,
  closed_at timestamptz
);
create index process_open on process (org_id) where closed_at is null;

create table outbox (
  process_id uuid not null,
  position int not null,
  org_id uuid not null,
  fact jsonb not null,
  recorded_at timestamptz not null,
  delivered_at timestamptz,
  primary key (process_id, position)
);
create index outbox_undelivered on outbox (process_id, position) where delivered_at is null;

-- One row per mark of a wait: when it speaks, whether it has, and whether it came late.
create table wait (
  wait_id text not null,
  mark text not null,
  at timestamptz not null,
  org_id uuid not null,
  process_id uuid not null,
  kind text not null,
  owner text not null,
  opened_at timestamptz not null,
  said_at timestamptz,
  skipped boolean not null,
  late boolean not null,
  closed_at timestamptz,
  primary key (wait_id, mark, at)
);
create index wait_unsaid on wait (at) where said_at is null and closed_at is null and not skipped;
create index wait_process on wait (process_id);

-- Everything that somebody outside reported, as it came, before anything acts on it. The body is encrypted.
create table inbound_fact (
  id uuid primary key,
  source text not null,
  source_id text not null,
  headers jsonb not null,
  body bytea not null,
  body_sha256 text not null,
  verdict text not null,
  state text not null,
  reason text,
  happened_at timestamptz,
  due_at timestamptz,
  attempts int not null,
  received_at timestamptz not null,
  processed_at timestamptz,
  unique (source, source_id, body_sha256)
);
create index inbound_fact_pending on inbound_fact (received_at) where state = 'pending';

-- What needs a person's eye and has no other place: facts for ended processes, steps that failed for good.
create table attention (
  id uuid primary key,
  org_id uuid,
  code text not null,
  subject text not null,
  detail jsonb not null,
  recorded_at timestamptz not null,
  unique (code, subject)
);

-- Access tokens: only their hashes. Organisations limit the scope; an operator's list is empty and means all.
create table api_token (
  id uuid primary key,
  subject text not null,
  role text not null,
  kind text not null,
  org_ids uuid[] not null,
  secret_sha256 text not null unique,
  issued_by text not null,
  issued_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz
);
