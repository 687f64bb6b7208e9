-- The truth: facts, append-only. Instants are cut to milliseconds by the writer; no column supplies one by itself.
-- Readers follow (tx, seq) behind the snapshot horizon: seq alone is given out before commit and would lose late commits.
-- Only one unique index beyond the key, no foreign keys: each further one costs a sweep dearly.
create table event (
  tx xid8 not null default pg_current_xact_id(),
  seq bigint generated always as identity,
  org_id uuid not null,
  stream_id uuid not null,
  stream_kind text not null,
  version int not null check (version > 0),
  type text not null,
  schema_version int not null,
  data jsonb not null,
  happened_at timestamptz not null,
  recorded_at timestamptz not null,
  actor jsonb not null,
  source jsonb not null,
  command_id text not null,
  policy_version text not null,
  rule_ids text[] not null,
  provenance jsonb,
  primary key (tx, seq),
  constraint event_version unique (stream_id, version)
);

-- One row per accepted command: a repeat is answered with the stored result, the same key with another body is refused.
create table inbox (
  scope text not null,
  command_id text not null,
  org_id uuid not null,
  request_hash text not null,
  result jsonb,
  recorded_at timestamptz,
  primary key (scope, command_id)
);

-- Encrypted under the organisation's key, which is wrapped by the master key of the configuration.
create table document_key (
  key_id uuid primary key,
  org_id uuid not null unique,
  wrapped bytea not null,
  recorded_at timestamptz not null
);

create table document (
  id uuid primary key,
  org_id uuid not null,
  kind text not null,
  version int not null,
  key_id uuid not null references document_key,
  ciphertext bytea not null,
  sha256 text not null,
  recorded_at timestamptz not null
);
