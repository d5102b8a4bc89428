#!/usr/bin/env bash
# Installs what Rosemary needs from Debian, and says so. See --help.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: tools/setup.sh [--check]

Checks that Swift is here and recent enough, then installs the Debian packages
that are missing (as root, or with sudo). Does nothing where all is in place.

  --check   install nothing; name what is missing and exit with 1
TEXT
}

# Package, then why. C headers are all that the build takes from the system.
packages=(
  "git              SwiftPM fetches the packages that Rosemary depends on"
  "ca-certificates  ... over HTTPS"
  "pkg-config       SwiftPM finds C libraries by it"
  "libsqlite3-dev   the store"
  "zlib1g-dev       zip archives"
  "libopenblas-dev  linear algebra"
  "python3          the evaluation scripts and the load generators in tools"
)
# The version that the project is built and tested with.
least_swift=6.3

fail() {
  printf 'setup: %s\n' "$@" >&2
  exit 1
}

check_only=false
case "${1-}" in
  "") ;;
  --check) check_only=true ;;
  -h | --help) usage && exit 0 ;;
  *) usage >&2 && exit 2 ;;
esac

command -v swift >/dev/null || fail \
  "there is no \`swift\` on the PATH; Rosemary needs Swift $least_swift or later." \
  "Get it at https://www.swift.org/install/linux (swiftly, or a tarball for Debian 12)."

swift_version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1 || true)
oldest=$(printf '%s\n' "$least_swift" "${swift_version:-0}" | sort -V | head -n 1 || true)
[ "$oldest" = "$least_swift" ] || fail \
  "this is Swift ${swift_version:-of an unknown version}; Rosemary needs $least_swift or later." \
  "With swiftly: \`swiftly install latest\`. Otherwise: https://www.swift.org/install/linux"

if ! command -v dpkg-query >/dev/null; then
  pkg-config --exists sqlite3 zlib && exit 0
  fail "this is not Debian; install git, pkg-config, python3 and the headers of SQLite and zlib."
fi

missing=()
for entry in "${packages[@]}"; do
  read -r package reason <<<"$entry"
  status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
  if [ "$status" != installed ]; then
    missing+=("$package")
    echo "setup: missing: $package ($reason)"
  fi
done
[ ${#missing[@]} -gt 0 ] || exit 0
$check_only && exit 1

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || fail \
    "these packages have to be installed, and this is neither root nor is sudo here. As root:" \
    "  apt-get update && apt-get install --yes ${missing[*]}"
  as_root=(sudo)
fi
echo "setup: installing ${missing[*]}"
"${as_root[@]}" apt-get update --quiet --quiet
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get install --yes --quiet --quiet --no-install-recommends "${missing[@]}"
