#!/bin/bash
# Refuses functions and words that have a better or safer way; they are rows
# of banned.table.
#
#   tests/lint/banned.sh [TREE]     TREE: the top of the source tree
set -eu
tree=${1:-${srcdir:-.}}
here=$(cd "$(dirname "$0")" && pwd)
cd "$tree"

files=(src/*/*.[ch])
for file in tests/*/*.[ch]; do
	[ -e "$file" ] && files+=("$file")
done

# TODO and the like hide in comments: those three are looked for in all text.
sources()
{
	awk -f "$here/strip.awk" "${files[@]}"
	grep -nE '\<(TODO|FIXME|XXX)\>' "${files[@]}" /dev/null ||
		true
}

sources | awk -v logging="base daemon cli control notify monitor" '
	function applies(where, path,  parts) {
		split(path, parts, "/")
		if (where == "all")
			return 1
		if (parts[1] != "src")
			return 0
		if (where == "pure")
			return parts[2] in pure
		if (where == "quiet")
			return index(" " logging " ", " " parts[2] " ") == 0
		return 1
	}
	# The word stands on its own: not part of a longer name, no member.
	function has(text, word,  at, before, after, rest) {
		call = sub(/\($/, "", word)
		rest = text
		while ((at = index(rest, word)) > 0) {
			before = at > 1 ? substr(rest, at - 1, 1) : " "
			after = substr(rest, at + length(word))
			if (before !~ /[A-Za-z0-9_.>]/ &&
			    after !~ /^[A-Za-z0-9_]/ &&
			    (!call || after ~ /^[ \t]*\(/))
				return 1
			rest = after
		}
		return 0
	}
	FILENAME ~ /layers.table$/ {
		if ($1 == "layer" && $4 == "pure")
			pure[$3] = 1
		next
	}
	FILENAME ~ /banned.table$/ {
		if ($0 ~ /^[a-z]/) {
			where[++rows] = $1
			word[rows] = $2
			plain[rows] = $2
			sub(/\($/, "", plain[rows])
			instead[rows] = $3
			for (i = 4; i <= NF; i++)
				instead[rows] = instead[rows] " " $i
		}
		next
	}
	{
		split($0, part, ":")
		text = substr($0, length(part[1]) + length(part[2]) + 3)
		lines++
		for (r = 1; r <= rows; r++) {
			if (index(text, plain[r]) == 0 ||
			    !applies(where[r], part[1]) || !has(text, word[r]))
				continue
			printf "%s:%s: %s: use %s\n", part[1], part[2],
			    plain[r], instead[r]
			bad++
		}
	}
	END {
		if (bad > 0 || lines == 0 || rows == 0)
			exit 1
		printf "banned: %d lines, none of %d words\n", lines, rows
	}
' "$here/layers.table" "$here/banned.table" -
