#!/bin/bash
# src/LIMITS says what the code does: each constant that it names has the figure
# that stands there, and each test that it names is there.
#
#   tests/lint/limits.sh [TREE]      TREE: the top of the source tree
set -eu
tree=${1:-${srcdir:-.}}
cd "$tree"
bad=0 seen=0

complain()
{
	echo "src/LIMITS: $*"
	bad=$((bad + 1))
}

# value_of FILE NAME: what numbers it is set to, each on a line, as the shell
# reads them
value_of()
{
	local pattern
	case $2 in
	.*) pattern="^[[:space:]]*\\$2 = (.*),.*$" ;;
	*) pattern="^#define $2[[:space:]]+(.*)$" ;;
	esac
	# A definition may go on below.
	sed -e ':again' -e '/\\$/{N;s/\\\n//;b again' -e '}' "src/$1" |
		sed -nE "s@$pattern@\\1@p" |
		sed -E -e 's@/\*.*@@' -e 's@\(u?int[0-9]*_t\)@@g' \
			-e 's@\(size_t\)@@g' \
			-e 's@([0-9])(u|U|l|L)+@\1@g' |
		grep -xE '[[:space:]0-9()<*+-]+' || true
}

# in_units NUMBER UNIT NAME: as the constant counts
in_units()
{
	case $2 in
	- | B) echo "$1" ;;
	kB) echo $(($1 << 10)) ;;
	MB) echo $(($1 << 20)) ;;
	s | h)
		local seconds=$1
		[ "$2" = s ] || seconds=$(($1 * 3600))
		case $3 in
		*_MS* | *_ms) echo $((seconds * 1000)) ;;
		*) echo "$seconds" ;;
		esac
		;;
	*) return 1 ;;
	esac
}

while read -r file name number unit _; do
	seen=$((seen + 1))
	if [ ! -e "src/$file" ]; then
		complain "there is no src/$file"
		continue
	fi
	expression=$(value_of "$file" "$name")
	if [ "$(grep -c . <<<"$expression")" != 1 ]; then
		complain "$file has no $name that is a number, or several"
		continue
	fi
	said=$(in_units "$number" "$unit" "$name") || said="$number $unit"
	[ "$said" = $((expression)) ] ||
		complain "$name is $((expression)) in $file, not $said"
done < <(grep -E '^    [a-z_]+/[a-z0-9_]+\.[ch] ' src/LIMITS)

while read -r test; do
	[ -e "$test" ] || complain "there is no $test"
done < <(grep -E '^  tests/' src/LIMITS | tr -s ' ' '\n' | grep .)

[ $seen -gt 0 ] || { echo "src/LIMITS: no row found"; exit 1; }
[ $bad = 0 ] || exit 1
echo "limits: $seen figures as they are"
