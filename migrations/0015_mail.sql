-- Whom to write to, by organisation. Name and address are a document; what stands here can be made anew from events.
create table contact (
  org_id uuid not null,
  id uuid not null,
  version int not null,
  phase text not null,
  language text not null,
  acts text[] not null,
  place text not null,
  document_id uuid not null,
  added_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (org_id, id)
);

-- What people are written: queued in the transaction of its cause, sent by a duty. The id follows from the key, so that
-- the same cause is written of once. Ids, codes, counts and instants only: name, address and text are made when it is sent.
create table mail (
  id uuid primary key,
  key text not null,
  org_id uuid not null,
  contact_id uuid not null,
  copy_id uuid,
  kind text not null,
  language text not null,
  data jsonb not null,
  queued_at timestamptz not null,
  due_at timestamptz not null,
  attempts int not null,
  sent_at timestamptz,
  failed text,
  failed_at timestamptz
);
create index mail_unsent on mail (due_at) where sent_at is null and failed is null;
create index mail_organisation on mail (org_id, queued_at, id);
-- Asked of every contact before it is written to.
create index mail_refused on mail (contact_id) where failed = 'ADDRESS_REFUSED';

grant select, insert, update on contact, mail to clearline_app;
