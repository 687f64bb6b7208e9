#!/bin/sh
# The namespace and the search attributes that the product writes. Harmless to repeat: what exists is left as it is,
# but for the retention, which is set to what is asked for here.
set -eu

retention=${TEMPORAL_RETENTION:-90d}

attempt=0
until temporal operator cluster health >/dev/null 2>&1; do
  attempt=$((attempt + 1))
  if [ "$attempt" -ge 60 ]; then
    echo "Temporal at $TEMPORAL_ADDRESS does not serve" >&2
    exit 1
  fi
  sleep 2
done

if temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
  temporal operator namespace update --namespace "$TEMPORAL_NAMESPACE" --retention "$retention"
else
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$retention"
fi

# A new namespace reaches the server's cache only after some seconds; until then its attributes cannot be listed.
attempt=0
until known=$(temporal operator search-attribute list --namespace "$TEMPORAL_NAMESPACE"); do
  attempt=$((attempt + 1))
  if [ "$attempt" -ge 30 ]; then exit 1; fi
  sleep 2
done

# An attribute that is written but not registered fails its workflow task for ever.
for name in OrgId Stage; do
  if ! echo "$known" | grep -qw "$name"; then
    temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" --name "$name" --type Keyword
  fi
done
