#!/usr/bin/env bash
# Installs the page's packages exactly as the lock file says, and only when the
# lock file is another than at the last time.
set -euo pipefail
cd "$(dirname "$0")/../frontend"

stamp=node_modules/.installed
want=$({ node --version; cat package-lock.json; } | sha256sum)
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ]; then
  echo "npm: the page's packages are as the lock file says"
  exit 0
fi
echo "npm: installing the page's packages"
npm ci --no-audit --no-fund --fetch-retries 5
echo "$want" >"$stamp"
