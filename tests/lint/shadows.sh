#!/bin/bash
# A name has one meaning: no static function is called as another file's public
# one is, so that looking for a name leads to what it does.
#
#   tests/lint/shadows.sh [TREE]    TREE: the top of the source tree
set -eu
tree=${1:-${srcdir:-.}}
cd "$tree"

# Definitions stand with their name at the start of a line, under their type.
awk '
FNR == 1 { before = "" }
/^[a-z_][a-z0-9_]*\(/ && before ~ /^[a-z]/ && before !~ /[;)]$/ {
	name = $0
	sub(/\(.*/, "", name)
	if (before !~ /(^|[ \t])static([ \t]|$)/) {
		if (name != "main")
			public[name] = FILENAME
	} else {
		hidden[name] = hidden[name] " " FILENAME
	}
	seen++
}
{ before = $0 }
END {
	for (name in hidden) {
		if (!(name in public))
			continue
		print public[name] ": " name " is another function in" \
		    hidden[name] | "sort"
		bad++
	}
	close("sort")
	if (seen == 0)
		print "src: no function found: wrong folder?"
	if (seen == 0 || bad > 0)
		exit 1
	print "shadows: " seen " functions, each with a name of its own"
}' src/*/*.c
