#!/bin/bash
# Refuses includes that go up the layers or across them, libraries spoken
# outside their folder, and I/O headers in the pure folders. The rules are
# rows of layers.table.
#
#   tests/lint/layers.sh [TREE]     TREE: the top of the source tree
set -eu
tree=${1:-${srcdir:-.}}
table=$(cd "$(dirname "$0")" && pwd)/layers.table
cd "$tree"

# One line for each include: file, line, quoted or angled, what.
includes()
{
	grep -nE '^[[:space:]]*#[[:space:]]*include[[:space:]]*["<]' \
		src/*/*.[ch] src/*/*.def /dev/null 2>/dev/null |
		sed -E 's/^([^:]*):([0-9]+):[^"<]*(["<])([^">]*).*/\1 \2 \3 \4/'
}

includes | awk '
	function folder_of(path,  parts) {
		split(path, parts, "/")
		return parts[1]
	}
	function fail(text) {
		printf "%s:%d: %s\n", file, line, text
		bad++
	}
	# The row of "speaks" that a header falls under; "" when none does.
	function owner(header,  i, p) {
		for (i = 1; i <= patterns; i++) {
			p = pattern[i]
			if (p ~ /\*$/ ? index(header, substr(p, 1,
			    length(p) - 1)) == 1 : header == p)
				return may[i]
		}
		return ""
	}
	function check_own(header,  to) {
		to = folder_of(header)
		if (header !~ /\//) {
			if (header != "config.h")
				fail("\"" header "\": say \"folder/file.h\"")
		} else if (!(to in number)) {
			fail("\"" header "\": no such layer: " to)
		} else if (to != from && number[to] >= number[from]) {
			fail(from " (layer " number[from] ") may not include " \
			    header " (layer " number[to] ")")
		} else if (kind[from] == "pure" && header in impure) {
			fail(from " is pure and may not include " header)
		}
	}
	function check_foreign(header,  who) {
		who = owner(header)
		if (who != "") {
			if (index(who " ", " " from " ") == 0)
				fail("<" header "> belongs to" who ", not to " \
				    from)
		} else if (kind[from] == "pure" && !(header in allowed)) {
			fail(from " is pure and may not include <" header ">")
		}
	}
	FNR == NR {
		if ($1 == "layer") {
			number[$3] = $2
			kind[$3] = $4
		} else if ($1 == "speaks") {
			who = ""
			for (i = NF; $i != ":"; i--)
				who = " " $i who
			for (i--; i > 1; i--) {
				pattern[++patterns] = $i
				may[patterns] = who
			}
		} else if ($1 == "pure") {
			for (i = 2; i <= NF; i++)
				allowed[$i] = 1
		} else if ($1 == "impure") {
			for (i = 2; i <= NF; i++)
				impure[$i] = 1
		}
		next
	}
	{
		file = $1
		line = $2
		from = folder_of(substr(file, 5))
		seen++
		if (!(from in number))
			fail("folder " from " has no row in layers.table")
		else if ($3 == "\"")
			check_own($4)
		else
			check_foreign($4)
	}
	END {
		if (seen == 0) {
			print "layers: no include found: wrong folder?"
			exit 1
		}
		if (bad > 0)
			exit 1
		printf "layers: %d includes, all downward\n", seen
	}
' "$table" -
