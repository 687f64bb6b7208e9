#!/bin/bash
# Runs once, when the data folder is new: the owner migrates, the application can neither change nor remove an event.
set -euo pipefail

psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --set owner_password="$CLEARLINE_OWNER_PASSWORD" --set app_password="$CLEARLINE_APP_PASSWORD" <<'SQL'
create role clearline_owner login nosuperuser nocreatedb nocreaterole password :'owner_password';
create role clearline_app login nosuperuser nocreatedb nocreaterole password :'app_password';
create database clearline owner clearline_owner template template0;
revoke all on database clearline from public;
grant connect, temporary on database clearline to clearline_app;
SQL
