#!/bin/sh
# Runs once, when the database is new: the two roles and the database, as the README's step 1 has them.
set -eu
secrets=${SECRETS_FOLDER:-/run/secrets}

# Read before anything is made: a command that fails inside another one's argument would leave an empty password.
read_secret() {
  value=$(cat "$secrets/$1") || {
    echo "create-roles.sh: $secrets/$1 cannot be read by $(id -un). deploy/README.md says what its permissions must be." >&2
    exit 1
  }
  if [ -z "$value" ]; then
    echo "create-roles.sh: $secrets/$1 is empty. Nothing was made." >&2
    exit 1
  fi
}
read_secret owner_password
owner_password=$value
read_secret app_password
app_password=$value

psql --set ON_ERROR_STOP=1 --username postgres \
  --set owner_password="$owner_password" \
  --set app_password="$app_password" <<'SQL'
CREATE ROLE countersign_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE countersign_app LOGIN PASSWORD :'app_password';
CREATE DATABASE countersign OWNER countersign_owner TEMPLATE template0 ENCODING 'UTF8';
REVOKE CONNECT ON DATABASE countersign FROM PUBLIC;
GRANT CONNECT ON DATABASE countersign TO countersign_app;
SQL
