#!/bin/bash
# No source, header or test is longer than 500 lines: past that there is a
# second thing in it. Tables (.def) are free to grow.
#
#   tests/lint/sizes.sh [TREE]      TREE: the top of the source tree
set -eu
tree=${1:-${srcdir:-.}}
cd "$tree"
most=500
bad=0 seen=0

for file in src/*/*.[ch] tests/*/*.[ch]; do
	[ -e "$file" ] || continue
	seen=$((seen + 1))
	lines=$(wc -l <"$file")
	[ "$lines" -le $most ] && continue
	echo "$file: $lines lines, more than $most: find the second thing in it"
	bad=$((bad + 1))
done
[ $seen -gt 0 ] || { echo "src: no file found: wrong folder?"; exit 1; }
[ $bad = 0 ] || exit 1
echo "sizes: $seen files of at most $most lines"
