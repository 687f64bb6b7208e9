-- What the process of a cutoff has done that no event of it tells: notices that went out, by the instant at which they were
-- due, and undone sets whose numbers are switched on again.
create table cutoff_notice (
  cutoff_id text not null,
  mark timestamptz not null,
  plan_no int not null,
  organisations int not null,
  sent_at timestamptz not null,
  primary key (cutoff_id, mark)
);
create table cutoff_taken_back (
  cutoff_id text not null,
  exemption_id uuid not null,
  numbers int not null,
  at timestamptz not null,
  primary key (cutoff_id, exemption_id)
);
grant select, insert, update on cutoff_notice, cutoff_taken_back to clearline_app;
