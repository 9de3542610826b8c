#!/bin/bash
# Each header compiles on its own, says #pragma once and opens with a comment;
# each .c opens with a comment and includes its own header first, so the build
# compiles these headers alone, and only those without a .c are compiled here.
#
#   tests/lint/headers.sh [TREE]    TREE: the top of the source tree
#
# CC and LINT_CPPFLAGS (the libraries' flags) come from `make check`.
set -eu
tree=${1:-${srcdir:-.}}
cd "$tree"
bad=0

fail()
{
	echo "$1: $2"
	bad=$((bad + 1))
}

opens_with_comment()
{
	local start
	read -r -N 2 start <"$1" || true
	[ "$start" = "/*" ]
}

# What the first #include of a file names, with its quotes or brackets.
first_include()
{
	sed -nE '/^#include/{s/^#include[[:space:]]*//p;q}' "$1"
}

check_source()
{
	local file=$1 own=${1#src/} first
	own=${own%.c}.h
	first=$(first_include "$file")
	opens_with_comment "$file" || fail "$file" "opens without a comment"
	case $file in */main.c) return ;; esac
	if [ -e "src/$own" ]; then
		[ "$first" = "\"$own\"" ] ||
			fail "$file" "includes \"$own\" first, not $first"
	else
		# Several .c files may stand behind one header of their folder.
		grep -q "^#include \"${own%/*}/" "$file" ||
			fail "$file" "includes no header of its folder"
	fi
}

# LINT_CPPFLAGS is a list of words.
compile_alone()
{
	# shellcheck disable=SC2086
	echo "#include \"${1#src/}\"" | ${CC:-cc} -x c -std=gnu11 -Wall -Wextra \
		-Werror -fsyntax-only -D_GNU_SOURCE -Isrc ${LINT_CPPFLAGS:-} -
}

headers=0 sources=0
for file in src/*/*.h; do
	[ -e "$file" ] || continue
	headers=$((headers + 1))
	opens_with_comment "$file" || fail "$file" "opens without a comment"
	grep -qx '#pragma once' "$file" || fail "$file" "lacks #pragma once"
	[ -e "${file%.h}.c" ] || compile_alone "$file" ||
		fail "$file" "does not compile on its own"
done
for file in src/*/*.c; do
	[ -e "$file" ] || continue
	sources=$((sources + 1))
	check_source "$file"
done
[ $((headers + sources)) -gt 0 ] || fail src "no file found: wrong folder?"
[ $bad = 0 ] || exit 1
echo "headers: $headers headers and $sources sources are as they should be"
