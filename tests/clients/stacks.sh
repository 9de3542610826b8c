#!/bin/bash
# Asks the real TLS stacks of this machine about a corpus of minted chains and
# compares their verdicts with those of the client profiles, one by one.
#
#	tests/clients/stacks.sh [--browsers | --corpus FOLDER] BUILD-FOLDER
#		[CLIENT...]
#
# A client of stacks.table agrees in at least 98 of 100 chains, and each chain
# on which it does not stands in the file "disagreements" with its cause. Ends
# with 1 where that is not so, else with 77 where one could not be asked.
#
# With --corpus the chains are those that lie in the folder, minted there where
# there are none: a corpus can be shared. With --browsers it is browsers.table:
# programs that know one clock and one trust store, asked about a corpus that is
# minted for today.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
table=$here/stacks.table
now=
corpus=
if [ "$1" = --browsers ]; then
	table=$here/browsers.table
	now=$(date +%s)
	shift
elif [ "$1" = --corpus ]; then
	corpus=$2
	shift 2
fi
build=$1
shift
least=98
least_asked=300
work=$(mktemp -d)
corpus=${corpus:-$work/corpus}
trap 'rm -rf "$work"' EXIT
failed=0
missing=0

say() { printf '%s\n' "$*"; }

# Builds the asker of a stack: $1 its source, the rest flags.
build_asker()
{
	source=$here/stacks/$1
	shift
	case $source in
	*.c)
		(cd "$here/stacks" &&
			${CC:-cc} -std=gnu11 -O1 -D_GNU_SOURCE \
				-o "$work/asker" ask.c "$source" "$@") ;;
	*.go)
		GOCACHE=$work/gocache GO111MODULE=off \
			go build -o "$work/asker" "$source" ;;
	*.java)
		javac -d "$work" "$source" &&
		printf '#!/bin/sh\nexec java -cp "%s" "%s" "$@"\n' "$work" \
			"$(basename "$source" .java)" >"$work/asker" &&
		chmod +x "$work/asker" ;;
	*.py)
		# what is asked is a program
		if ! command -v "$1" >/dev/null; then
			echo "$1 not found" >&2
			return 1
		fi
		printf '#!/bin/sh\nexec nice python3 "%s" "$@"\n' "$source" \
			>"$work/asker" &&
		chmod +x "$work/asker" ;;
	esac
}

# Lines "NUMBER|ours|theirs|features" where they differ; then "= SAME ALL".
compare()
{
	awk -v client="$1" -v theirs="$work/theirs" '
		FILENAME == theirs {
			their[$1] = $2
			line[$1] = substr($0, length($1) + 2)
			next
		}
		{
			number = $1
			features = substr($0, length($1) + 2)
			file = folder "/" number "/ours"
			verdict = ""
			while ((getline row < file) > 0) {
				split(row, word, " ")
				if (word[1] == client) {
					verdict = word[2]
					ours = substr(row, length(client) + 2)
				}
			}
			close(file)
			if (their[number] == "unasked")
				next
			all++
			if (verdict == their[number])
				same++
			else
				printf "%s|%s|%s|%s\n", number, features, \
				    ours, line[number]
		}
		END { printf "= %d %d\n", same, all }
	' folder="$corpus" "$work/theirs" "$corpus/chains"
}

# Is the disagreement explained? $1 client, $2 features.
is_explained()
{
	awk -F '[[:space:]]*[|][[:space:]]*' -v client="$1" -v features="$2" '
		/^#/ || NF < 3 { next }
		index(" " $1 " ", " " client " ") && index(features, $2) {
			found = 1
		}
		END { exit !found }
	' "$here/disagreements"
}

# Rows of "disagreements" about a client that no chain has shown; $1 client,
# what they are about on stdin.
find_stale()
{
	awk -F '[[:space:]]*[|][[:space:]]*' -v client="$1" '
		FILENAME == "-" { shown[NR] = $2; count = NR; next }
		/^#/ || NF < 3 || !index(" " $1 " ", " " client " ") { next }
		{
			for (i = 1; i <= count; i++)
				if (index(shown[i], $2))
					next
			print $2
		}
	' - "$here/disagreements"
}

judge_client()
{
	client=$1
	compare "$client" >"$work/compared"
	# shellcheck disable=SC2046 # two numbers
	set -- $(sed -n 's/^= //p' "$work/compared")
	percent=$(awk "BEGIN { printf \"%.1f\", 100 * $1 / $2 }")
	say "$client: $1 of $2 chains alike, $percent %"
	if awk "BEGIN { exit !($percent < $least || $2 < $least_asked) }"; then
		say "  FAIL: less than $least %, or too few asked"
		failed=1
	fi
	grep -v '^=' "$work/compared" | while IFS='|' read -r number features \
	    ours theirs; do
		if is_explained "$client" "$features"; then
			say "  known: $features"
		else
			say "  FAIL: $number $features: ours: $ours; theirs:" \
			    "$theirs"
			: >"$work/unexplained"
		fi
	done
	grep -v '^=' "$work/compared" | find_stale "$client" >"$work/stale"
	if [ -s "$work/stale" ]; then
		sed 's/^/  FAIL: no chain shows this disagreement: /' \
			"$work/stale"
		failed=1
	fi
	if [ -e "$work/unexplained" ]; then
		rm "$work/unexplained"
		failed=1
	fi
}

ask_client()
{
	client=$1 source=$2 mode=$3
	shift 3
	if ! build_asker "$source" "$@" 2>"$work/log"; then
		say "$client: cannot be asked here: $(grep -m1 -i \
			-e error -e 'not found' "$work/log")"
		missing=1
		return 0
	fi
	if [ "$source $mode" = "$last" ]; then
		judge_client "$client"
		return 0
	fi
	if ! timeout 300 "$work/asker" "$corpus" "$mode" \
	    >"$work/theirs" 2>"$work/log"; then
		say "$client: FAIL: its asker ended: $(tail -1 "$work/log")"
		failed=1
		return 0
	fi
	last="$source $mode"
	judge_client "$client"
}

last=
if [ ! -e "$corpus/chains" ]; then
	mkdir -p "$corpus"
	# shellcheck disable=SC2086 # none, or one
	"$build/tests/clients/corpus" "$here/features" "$corpus" $now
fi
while read -r client source mode flags; do
	case $client in '' | '#'*) continue ;; esac
	if [ $# -gt 0 ]; then
		case " $* " in *" $client "*) ;; *) continue ;; esac
	fi
	# shellcheck disable=SC2086 # several flags
	ask_client "$client" "$source" "$mode" $flags </dev/null
done <"$table"
[ $failed = 0 ] || exit 1
[ $missing = 0 ] || exit 77
