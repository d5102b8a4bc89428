#!/usr/bin/env bash
# Compiles the documentation; a link to nothing is an error. See --help.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: tools/docs.sh [--output FOLDER]

Compiles the architecture page and the doc comments of every module into one
DocC archive, with warnings as errors: a page that names a symbol which is gone
doesn't compile. Takes seconds once tools/test.sh has built everything.

  --output FOLDER   keep the archive here (a static website); else it is checked
                    and thrown away
TEXT
}

output=
case "${1-}" in
  "") ;;
  --output) output=$(realpath --canonicalize-missing "${2:?--output wants a folder}") ;;
  -h | --help) usage && exit 0 ;;
  *) usage >&2 && exit 2 ;;
esac

cd "$(dirname "${BASH_SOURCE[0]}")/.."
scratch=$(mktemp --directory)
trap 'rm -rf "$scratch"' EXIT

# SwiftPM writes the symbols of our modules and of the test bundle; only ours are documented.
swift package dump-symbol-graph --skip-synthesized-members --skip-inherited-docs >"$scratch/log" 2>&1 \
  || { cat "$scratch/log" >&2; exit 1; }
graphs=$(sed -n 's/^Files written to //p' "$scratch/log")
mkdir "$scratch/symbols"
for folder in Sources/*/; do
  module=$(basename "$folder")
  # C libraries have no Swift symbols, and the command line has no public ones.
  [ -n "$(find "$folder" -name '*.swift' -print -quit)" ] && [ "$module" != rosemary ] || continue
  cp "$graphs/$module.symbols.json" "$scratch/symbols/"
  # What the module adds to types of others.
  find "$graphs" -name "$module@*.symbols.json" -exec cp {} "$scratch/symbols/" \;
done

# A comment explains the parameters that need it, but docc wants all of them or none. So it is told
# only of those that are explained, and still finds the ones that don't exist.
python3 - "$scratch/symbols" <<'PYTHON'
import json, pathlib, re, sys

for path in pathlib.Path(sys.argv[1]).glob("*.json"):
    graph = json.loads(path.read_text())
    for symbol in graph["symbols"]:
        lines = "\n".join(line["text"] for line in symbol.get("docComment", {}).get("lines", []))
        explained = set(re.findall(r"^ *- (?:Parameter +)?(\w+):", lines, re.MULTILINE))
        signature = symbol.get("functionSignature", {})
        if "parameters" in signature:
            signature["parameters"] = [
                parameter for parameter in signature["parameters"]
                if parameter.get("internalName", parameter["name"]) in explained]
    path.write_text(json.dumps(graph))
PYTHON

# The compiler stands beside `swift`, though not always on the PATH.
docc=$(command -v docc || echo "$(dirname "$(readlink --canonicalize "$(command -v swift)")")/docc")
"$docc" convert Sources/rosemary/Rosemary.docc \
  --additional-symbol-graph-dir "$scratch/symbols" \
  --fallback-display-name Rosemary --fallback-bundle-identifier rosemary \
  --warnings-as-errors --output-dir "$scratch/archive"

pages=$(find "$scratch/archive/data/documentation" -name '*.json' | wc -l)
echo "docs: $pages pages, no warnings"
if [ -n "$output" ]; then
  rm -rf "$output"
  mkdir -p "$(dirname "$output")"
  cp -R "$scratch/archive" "$output"
  echo "docs: written to $output"
fi
