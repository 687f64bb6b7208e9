-- The application may add facts and never change them; tables it cannot truncate. The role is made by whoever makes the
-- database (the local launcher here, an operator elsewhere).
grant usage on schema public to clearline_app;
grant select, insert on event, inbox, document, document_key to clearline_app;
grant update (result, recorded_at) on inbox to clearline_app;
grant select, insert, update on organisation, licence, location, "user", number, "order", onboarding, process, outbox,
  wait, inbound_fact, attention, api_token to clearline_app;
grant delete on attention to clearline_app;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'events are never changed or removed' using errcode = 'insufficient_privilege';
end $$;
create trigger event_is_append_only before update or delete on event for each row execute function refuse_change();
create trigger event_is_never_truncated before truncate on event for each statement execute function refuse_change();
