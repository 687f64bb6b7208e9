-- How far the sweep of a cutoff is, shard by shard: a shard holds the organisations whose id begins with its digit. Every
-- chunk locks the row of its shard. `fence` is that of the last one who took the shard over: whoever holds an older one
-- writes nothing. `run` names what is carried out: a plan, or what takes it back. `root` is the end of the chain of chunks.
create table cutoff_shard (
  cutoff_id text not null,
  kind text not null,
  shard int not null check (shard between 0 and 15),
  run text not null,
  fence int not null,
  paused boolean not null,
  is_done boolean not null,
  cursor_org uuid,
  cursor_number uuid,
  chunks int not null,
  counts jsonb not null,
  root text not null,
  primary key (cutoff_id, kind, shard)
);

-- One row per chunk that wrote something, added and never changed. `leaf` is the hash of its events in the order of their
-- ids, `root` that of the chunk before, of this row and of the leaf: what is changed, left out or put elsewhere shows.
create table cutoff_chunk (
  cutoff_id text not null,
  kind text not null,
  shard int not null,
  chunk int not null,
  run text not null,
  command_id text not null,
  at timestamptz not null,
  numbers int not null,
  leaf text not null,
  root text not null,
  primary key (cutoff_id, kind, shard, chunk)
);

grant select, insert, update on cutoff_shard to clearline_app;
grant select, insert on cutoff_chunk to clearline_app;
