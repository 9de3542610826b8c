#!/bin/bash
# No source or header is longer than 500 lines: past that there is a second
# thing in it. A test has as many lines as its subject has cases, up to 1000.
# Tables (.def) are free to grow.
#
#   tests/lint/sizes.sh [TREE]      TREE: the top of the source tree
set -eu
tree=${1:-${srcdir:-.}}
cd "$tree"
bad=0 seen=0

for file in src/*/*.[ch] tests/*/*.[ch]; do
	[ -e "$file" ] || continue
	seen=$((seen + 1))
	lines=$(wc -l <"$file")
	case $file in src/*) most=500 ;; *) most=1000 ;; esac
	[ "$lines" -le $most ] && continue
	echo "$file: $lines lines, more than $most: find the second thing in it"
	bad=$((bad + 1))
done
[ $seen -gt 0 ] || { echo "src: no file found: wrong folder?"; exit 1; }
[ $bad = 0 ] || exit 1
echo "sizes: $seen files, none too long"
