#!/usr/bin/env bash
# From a fresh clone to an answered question. See --help.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: tools/demo.sh [arguments of `rosemary demo`]

Installs what is missing (tools/setup.sh), builds a release of Rosemary, reads
the sample workspace in Data/lavender-labs, and answers questions about it.
TEXT
}

case "${1-}" in -h | --help) usage && exit 0 ;; esac

cd "$(dirname "${BASH_SOURCE[0]}")/.."
tools/setup.sh
swift build --configuration release --product rosemary
exec "$(swift build --configuration release --show-bin-path)/rosemary" demo "$@"
