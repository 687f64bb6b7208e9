#!/bin/sh
# Temporal's own two databases. Each step does nothing where its work is done already, so that an upgrade is this
# script run again by a newer admin-tools image. The password comes in as SQL_PASSWORD.
set -eu

schema() {
  database=$1
  versions=$2
  tool="temporal-sql-tool --plugin postgres12 --endpoint $POSTGRES_SEEDS --port $DB_PORT --user $POSTGRES_USER --database $database"
  $tool create-database
  $tool setup-schema --version 0.0
  $tool update-schema --schema-dir "/etc/temporal/schema/postgresql/v12/$versions/versioned"
}

schema temporal temporal
schema temporal_visibility visibility
