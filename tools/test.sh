#!/usr/bin/env bash
# Builds everything and passes the tests. See --help.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: tools/test.sh [arguments of `swift test`]

Installs what is missing (tools/setup.sh), builds all targets with every
declared import enforced, and runs the tests. Tests that need the development
data in ../shared/data are skipped, with a message, where it is absent.

  tools/test.sh --filter TidyTests   runs one test target
TEXT
}

case "${1-}" in -h | --help) usage && exit 0 ;; esac

cd "$(dirname "${BASH_SOURCE[0]}")/.."
tools/setup.sh
swift build --build-tests --explicit-target-dependency-import-check error
swift test --skip-build --disable-xctest "$@"
