-- What others let through of a number's messages, and who stops it. Nobody announces that all is well, so that is the default.
alter table number
  add traffic text not null default 'flowing',
  add traffic_at timestamptz,
  add traffic_by text collate "C",
  add traffic_party text;

-- R3: a case that asks for the authorisation of numbers. Of such a number, `order_id` is the case.
alter table support_case add kind text not null default 'registration';
alter table support_case alter kind drop default;
