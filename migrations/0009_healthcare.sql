-- H1: whether the organisation is one of healthcare, and whether it has taken note of what is not promised to those.
alter table organisation
  add healthcare text not null default 'unknown',
  add hipaa_notice text not null default 'unknown';
