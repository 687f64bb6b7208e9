-- Reports that somebody has taken back: a narrow list beside the events, so that a query over events leaves them out at
-- the price of a look into one index. The retraction is an event of the same stream, and this list can be made from those.
create table struck (
  org_id uuid not null,
  stream_id uuid not null,
  version int not null,
  retraction int not null,
  primary key (stream_id, version)
);
grant select, insert on struck to clearline_app;

-- What a request or a delivery has recorded is found by its key, and then by the moment that all its events share. The
-- second index holds a few ranges only: a sweep pays nothing for it.
create index inbox_command on inbox (org_id, command_id);
create index event_recorded on event using brin (recorded_at) with (autosummarize = on);
