#!/bin/bash
# Each src/FOLDER/FILE.c has its tests/FOLDER/test_FILE.c, or a reason in
# mirror.allow; each test and each source is listed where it gets built, and what
# is run or installed as it is where it gets into the tarball.
#
#   tests/lint/mirror.sh [TREE]     TREE: the top of the source tree
set -eu
tree=${1:-${srcdir:-.}}
cd "$tree"
allow=tests/lint/mirror.allow
bad=0 seen=0

fail()
{
	echo "$1: $2"
	bad=$((bad + 1))
}

# Is the word in the file, whole?
lists()
{
	grep -qE "(^|[[:space:]])${2//./\\.}([[:space:]]|\$)" "$1"
}

for file in src/*/*.c; do
	[ -e "$file" ] || continue
	seen=$((seen + 1))
	test=${file#src/}
	test=tests/${test%/*}/test_${test##*/}
	known=no
	grep -qE "^${file//./\\.}[[:space:]]+[^[:space:]]" "$allow" && known=yes
	if [ -e "$test" ] && [ $known = yes ]; then
		fail "$file" "has a test; its row in mirror.allow must go"
	elif [ ! -e "$test" ] && [ $known = no ]; then
		fail "$file" "has no $test and no reason in mirror.allow"
	fi
done
for file in src/*/*.[ch] src/*/*.def; do
	[ -e "$file" ] || continue
	lists src/sources.mk "$file" || grep -qF "= $file" src/sources.mk ||
		lists Makefile.am "$file" || fail "$file" "is in no list of sources"
done
for file in tests/*/test_*.c; do
	[ -e "$file" ] || continue
	lists tests/sources.mk "${file%.c}" ||
		fail "$file" "is not built: tests/sources.mk does not list it"
done
lists=$(cat Makefile.am ./*/sources.mk)
for file in tests/system/* contrib/* contrib/*/* systemd/*; do
	case $file in *.mk) continue ;; esac
	[ -f "$file" ] || continue
	lists /dev/stdin "$file" <<<"$lists" ||
		fail "$file" "is not in the tarball: no list names it"
done
allowed=$(cat $allow)
while read -r file reason; do
	case $file in '' | '#'*) continue ;; esac
	[ -e "$file" ] || fail "$allow" "$file is gone, its row must go"
	[ -n "$reason" ] || fail "$allow" "$file stands there without a reason"
done <<<"$allowed"
[ $seen -gt 0 ] || fail src "no source found: wrong folder?"
[ $bad = 0 ] || exit 1
echo "mirror: $seen sources have their tests"
