#!/bin/bash
# Every command of `chainwatch` as people meet it: in a terminal of 80 columns
# and outside of one, as text and as JSON, with the daemon and without.
#   tests/system/commands.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source-path=SCRIPTDIR source=lib_knot.sh
. "$(dirname "$0")/lib_knot.sh"
system_begin "$@" nginx jq script knotd

config=$work/chainwatchd.yaml
no_color=''
escape=$(printf '\033')

# asks CODE ARGUMENT...: outside of a terminal; what is said, and its exit code
asks()
{
	local wanted=$1 code=0
	shift
	"$build/chainwatch" "$@" >"$work/out" 2>"$work/err" </dev/null ||
		code=$?
	[ "$code" = "$wanted" ] || {
		echo "$*: exit code $code, not $wanted"
		cat "$work/out" "$work/err"
		return 1
	}
}

# in_terminal CODE ARGUMENT...: in one of 80 columns; what it shows is in "out"
in_terminal()
{
	local wanted=$1 code=0 command
	shift
	printf -v command '%q ' ${no_color:+env NO_COLOR=1} \
		"$build/chainwatch" "$@"
	env -u COLUMNS TERM=xterm LC_ALL=C.UTF-8 script -qec \
		"stty cols 80 rows 24; $command" /dev/null </dev/null \
		>"$work/raw" 2>&1 || code=$?
	tr -d '\r' <"$work/raw" >"$work/out"
	[ "$code" = "$wanted" ] || {
		echo "$*: exit code $code, not $wanted"
		cat "$work/out"
		return 1
	}
}

said()
{
	grep -qF -- "$1" "$work/out"
}

complained()
{
	grep -qF -- "$1" "$work/err"
}

# No line of what was said is wider than a terminal. What is to be pasted may
# be: it is never wrapped.
fits()
{
	sed "s/$escape\\[[0-9;]*m//g" "$work/out" |
		LC_ALL=C.UTF-8 awk 'length($0) > 80 && !/:\/\/|\.pem|BEGIN/ {
			print "too wide: " $0; bad = 1 } END { exit bad }'
}

is_coloured()
{
	grep -q "$escape\\[" "$work/out"
}

has_boxes()
{
	grep -q '[─└├✓✗]' "$work/out"
}

is_plain()
{
	not is_coloured && not has_boxes
}

is_json()
{
	jq -e . "$work/out" >/dev/null
}

# behaves text|json|log CODE COMMAND ARGUMENT...: outside of a terminal and in one,
# without colours where none are wanted, and as JSON where there is any; a log
# is a line for each thing where nobody wraps it
behaves()
{
	local kind=$1 wanted=$2
	shift 2
	asks "$wanted" "$@" && is_plain && { [ "$kind" = log ] || fits; } &&
		in_terminal "$wanted" "$@" && fits &&
		no_color=1 in_terminal "$wanted" "$@" && not is_coloured ||
		return 1
	[ "$kind" = text ] || { asks "$wanted" "$@" --json && is_json; }
}

# explains_itself COMMAND: two ways to its help
explains_itself()
{
	in_terminal 0 help "$1" && fits && said "chainwatch $1" &&
		cp "$work/out" "$work/help" &&
		asks 0 "$1" --help && cmp "$work/out" "$work/help"
}

for name in "good -10 30" "renewed -1 80"; do
	# shellcheck disable=SC2086
	set -- $name
	ca_sign "$1" issuing /CN=good.test "$2" "$3" \
		basicConstraints=critical,CA:false \
		extendedKeyUsage=serverAuth authorityKeyIdentifier=keyid \
		subjectAltName=DNS:good.test,DNS:www.good.test
done
ca_leaf bad issuing bad.test -10 200
cp "$CA_DIR/good.key" "$NGINX_DIR/good.test.key"
cp "$CA_DIR/bad.key" "$NGINX_DIR/bad.test.key"
ca_chain "$NGINX_DIR/good.test.chain" good issuing
ca_chain "$NGINX_DIR/bad.test.chain" bad
nginx_site good.test 127.45.61.1 127.45.61.2
nginx_site bad.test 127.45.61.1
nginx_start || fail "nginx does not start"
good=good.test:$NGINX_PORT bad=bad.test:$NGINX_PORT
cat >"$config" <<-END
	state_directory: $work/state
	defaults: {interval: 10s, timeout: 2s, trust: [corp]}
	trust_stores: {corp: {files: [$CA_DIR/root.pem]}}
	notify: {journal: false, stderr: true}
	endpoints:
	  - {host: good.test, port: $NGINX_PORT, labels: {team: web},
	     fronts: [{address: 127.45.61.1, role: origin, name: eu-1},
	              {address: 127.45.61.2, role: standby}]}
	  - {host: bad.test, port: $NGINX_PORT, addresses: [127.45.61.1]}
END
knot_zone test <<-END
	good A 127.45.61.2
	bad A 127.45.61.9
END
knot_start 127.45.61.53
claim "without a store there is nothing to show" \
	asks 3 show -c "$config" good.test
daemon_start
is_known()
{
	asks 2 show -c "$config" bad.test && asks 0 show -c "$config" good.test
}
wait_for 60 is_known >/dev/null || fail "the daemon does not look"

# --- show ---------------------------------------------------------------------
shows()
{
	claim "show $1: the chain is drawn" said "2 Test Issuing CA"
	claim "show $1: with its anchor" said "trusted by corp"
	claim "show $1: its front is named" said "origin eu-1"
	claim "show $1: and its label" said "team=web"
	claim "show $1: it fits" fits
}
claim "show: outside of a terminal" asks 0 show -c "$config" good.test
claim "show: is plain" is_plain
shows "outside of a terminal"
claim "show: in a terminal" in_terminal 0 show -c "$config" good.test
claim "show: there in colour" is_coloured
claim "show: and with boxes" has_boxes
shows "in a terminal"
claim "show: as JSON" asks 2 show -c "$config" --json bad.test
claim "show: which is JSON" is_json
claim "show: with the judge's of each chain" test "$(jq -c \
	'[.id, .chains[0].report.findings[0].code, .incidents[0].finding,
	.history[0].type]' "$work/out")" = \
	"[\"$bad\",\"leaf-only\",\"leaf-only\",\"chain\"]"
claim "show: what fits several is refused" asks 3 show -c "$config" '*.test'
claim "show: and they are named" complained "2 endpoints fit: $bad, $good"

# --- each of them ---------------------------------------------------------------
claim "help: is plain outside of a terminal" asks 0 help
claim "help: as plain as that" is_plain
commands=$(sed -n 's/^  chainwatch \([a-z-]*\)  *[a-z].*/\1/p' "$work/out" |
	sort -u)
claim "help: it lists commands" test "$(wc -w <<<"$commands")" -ge 18
for command in $commands; do
	[ "$command" = help ] ||
		claim "$command: it explains itself" explains_itself "$command"
	[ "$command" = help ] ||
		claim "$command: nonsense is refused" \
			asks 3 "$command" --no-such-option
done
claim "help: nonsense is refused" asks 3 help no-such-command

chain=$NGINX_DIR/bad.test.chain
claim "check" behaves json 2 check --no-remedies --no-aia \
	--trust "$CA_DIR/root.pem" --address "127.45.61.1:$NGINX_PORT" bad.test
claim "check, as a plugin" asks 2 check --nagios --no-aia \
	--trust "$CA_DIR/root.pem" \
	--address "127.45.61.1:$NGINX_PORT" bad.test
claim "lint" behaves json 2 lint --no-remedies \
	--trust "$CA_DIR/root.pem" "$chain"
claim "fix" asks 0 fix --trust "$CA_DIR/root.pem" \
	--issuers "$CA_DIR/issuing.pem" "$chain"
claim "fix: it is a chain" test \
	"$(grep -c BEGIN "$work/out")" = 2
claim "explain" behaves json 0 explain leaf-only
claim "clients" behaves json 0 clients

# every CODE WORDS WORST: what asks the daemon or reads its store; CODE is that of
# what cannot be done without it, WORST that of bad.test
every()
{
	local up=$1 worst=$3
	claim "$2: status" behaves json "$worst" status -c "$config"
	claim "$2: events" behaves log 0 events -c "$config"
	claim "$2: probe" behaves json 0 probe -c "$config" "$good"
	claim "$2: show" behaves json "$worst" show -c "$config" bad.test
	claim "$2: history" behaves json 0 history -c "$config"
	claim "$2: inventory" behaves json 0 inventory -c "$config" --no-dns
	claim "$2: replay" behaves json "$worst" replay -c "$config"
	claim "$2: dead-letters" behaves json 0 dead-letters -c "$config"
	claim "$2: notify-test knows no such sink" asks 3 notify-test \
		-c "$config" nobody
	claim "$2: ack" asks "$up" ack -c "$config" --reason "on it" \
		--author ann "$bad"
	claim "$2: silence" asks "$up" silence -c "$config" --for 1h \
		--reason "moving house" --author ann good.test
	claim "$2: silence --list" asks 0 silence -c "$config" --list
	claim "$2: which tells it" said "moving house"
	claim "$2: reload" asks "$up" reload -c "$config"
	[ "$up" = 0 ] || claim "$2: it is said why" complained "no daemon runs"
}
every 0 "with the daemon" 2
is_acknowledged()
{
	asks 2 show -c "$config" bad.test && said "acknowledged by ann"
}
claim "show: who sees to it" wait_for 20 is_acknowledged

# --- inventory ----------------------------------------------------------------
lists()
{
	claim "inventory $1: a server's own certificate" said "own     good.test"
	claim "inventory $1: who breaks with the root that nobody sends" \
		said "2: $bad"
}
# Whose issuer was not known at its first look is looked at again.
is_needed_by_both()
{
	asks 0 inventory -c "$config" --no-dns && said "2: $bad"
}
wait_for 60 is_needed_by_both >/dev/null || fail "the root is not known"
claim "inventory: outside of a terminal" asks 0 inventory -c "$config" --no-dns
claim "inventory: is plain" is_plain
lists "outside of a terminal"
claim "inventory: nothing is cut for who reads a pipe" not said "..."
claim "inventory: in a terminal" in_terminal 0 inventory -c "$config" --no-dns
lists "in a terminal"
claim "inventory: it fits" fits
claim "inventory: in detail" in_terminal 0 inventory -c "$config" --no-dns \
	--verbose
claim "inventory: it fits in detail" fits
claim "inventory: with the fingerprint" said "SHA-256 $(ca_fingerprint root)"
claim "inventory: what ends soon" asks 0 inventory -c "$config" --no-dns \
	--expiring 40d --json
claim "inventory: and nothing else" test "$(jq -sc 'map(.label)' \
	"$work/out")" = '["good.test"]'
claim "inventory: of an issuer" asks 0 inventory -c "$config" --no-dns \
	--issuer "o=demo trust,cn=test root" --json
claim "inventory: and of no other" test "$(jq -sc 'map(.label)' \
	"$work/out")" = '["Test Issuing CA","Test Root"]'
claim "inventory: DNS is asked" asks 0 inventory -c "$config" --json \
	--resolver "$knot_address:$knot_port" '*.test'
claim "inventory: which name leads here, which elsewhere, which nowhere" test \
	"$(jq -sc 'map(select(.use == "own")) | sort_by(.label) | map([.label,
	(.elsewhere | map(.name)), .unresolved, .unwatched])' "$work/out")" = \
	'[["bad.test",["bad.test"],[],[]],["good.test",[],["www.good.test"],["www.good.test"]]]'

# --- replay -------------------------------------------------------------------
in_days()
{
	date -u -d "$1 days" +%Y-%m-%dT%H:%M:%SZ
}
# becomes OUTCOME...: of bad.test and good.test, in the order of their names
becomes()
{
	test "$(jq -rs 'map(select(.type == "chain")) | sort_by(.endpoint) |
		map(.outcome) | join(" ")' "$work/out")" = "$*"
}
ca_root other "Another Root"
cat >"$work/distrust.policy" <<-END
	version 1
	base shipped
	roots name=ours
	root sha256=$(ca_fingerprint root)
	remove name=ours-removed programmes=java roots=ours from=$(in_days 20)
	    clients="our services" source="change 4711"
END
claim "replay: as of now" asks 2 replay -c "$config" --json
claim "replay: is as it is" becomes broken same
claim "replay: when a certificate has ended" asks 2 replay -c "$config" \
	--json --at "$(in_days 40)" good.test
claim "replay: it breaks" becomes breaks
claim "replay: by its date" test "$(jq -rs '.[0].after.findings[0].code' \
	"$work/out")" = leaf-expired
claim "replay: and is summed up" test "$(jq -sc '.[1] | [.type, .breaks,
	.chains, .severity]' "$work/out")" = '["summary",1,1,"critical"]'
claim "replay: before a root is distrusted" asks 1 replay -c "$config" \
	--json --at "$(in_days 10)" --policy "$work/distrust.policy" good.test
claim "replay: it is told that it will be" becomes worse
claim "replay: when it is" asks 2 replay -c "$config" \
	--json --at "$(in_days 21)" --policy "$work/distrust.policy" good.test
claim "replay: it breaks, too" becomes breaks
claim "replay: by that rule" test "$(jq -rs '.[0].after.findings[0].code' \
	"$work/out")" = distrusted-authority
claim "replay: with another trust store" asks 2 replay -c "$config" \
	--json --trust "$CA_DIR/other.pem"
claim "replay: who needs the old one breaks" becomes broken breaks
claim "replay: which is named" test "$(jq -sc '.[-1].trust' "$work/out")" = \
	"[\"$CA_DIR/other.pem\"]"
{
	echo "transparency: {log_list: $work/none.json}"
	cat "$config"
} >"$work/listed.yaml"
claim "replay: the list of logs that the daemon has is used" \
	asks 3 replay -c "$work/listed.yaml"
claim "replay: and missed" complained "$work/none.json"
tells()
{
	claim "replay $1: who breaks" said "breaks   $good at 127.45.61.1"
	claim "replay $1: and how many" said "of 2 chains of 2 endpoints: 1 breaks"
	claim "replay $1: it fits" fits
}
claim "replay: outside of a terminal" asks 2 replay -c "$config" \
	--at "$(in_days 40)"
claim "replay: is plain" is_plain
tells "outside of a terminal"
claim "replay: in a terminal" in_terminal 2 replay -c "$config" \
	--at "$(in_days 40)"
claim "replay: in colour" is_coloured
claim "replay: nobody fits" asks 3 replay -c "$config" nobody.test

# --- history ------------------------------------------------------------------
cp "$CA_DIR/renewed.key" "$NGINX_DIR/good.test.key"
ca_chain "$NGINX_DIR/good.test.chain" renewed issuing
ca_chain "$NGINX_DIR/bad.test.chain" bad issuing
nginx_reload
# Twice renewed, and no incident is open any more.
is_told()
{
	asks 0 history -c "$config" --json && test "$(jq -sc '[
		(map(select(.change == "renewed")) | length),
		(map(select(.finding == "leaf-only" and .to != null)) | length)
		]' "$work/out")" = "[2,1]"
}
wait_for 90 is_told >/dev/null || fail "the renewal is not seen"
remembers()
{
	claim "history $1: what replaced what, with how much left" \
		said "renewed with 29 days"
	claim "history $1: an incident with its end" said "critical leaf-only, for"
	claim "history $1: it fits" fits
}
claim "history: outside of a terminal" asks 0 history -c "$config"
claim "history: is plain" is_plain
remembers "outside of a terminal"
claim "history: in a terminal" in_terminal 0 history -c "$config"
remembers "in a terminal"
claim "history: of one endpoint" asks 0 history -c "$config" --json bad.test
claim "history: and of no other" test \
	"$(jq -sr 'map(.endpoint) | unique | join(" ")' "$work/out")" = "$bad"
claim "history: of a time that is to come" asks 0 history -c "$config" \
	--since 2100-01-01T00:00:00Z
claim "history: there is none" test ! -s "$work/out"
claim "history: --last and --since exclude each other" asks 3 history \
	-c "$config" -n 1 --since 2100-01-01T00:00:00Z

kill -TERM "$daemon"
claim "the daemon stops when told" daemon_ends 10
claim "show: without it, too" asks 0 show -c "$config" good.test
claim "show: which is said" complained "no daemon runs"
shows "from the store"
claim "replay: without it, too" asks 0 replay -c "$config"
claim "replay: all is as it is" said "of 2 chains of 2 endpoints: 2 stay"
claim "inventory: without it, too" asks 0 inventory -c "$config" --no-dns
claim "inventory: which is said" complained "no daemon runs"
claim "inventory: what was renewed is kept" said "unused  good.test"
claim "history: without it, too" asks 0 history -c "$config"
claim "history: which is said" complained "no daemon runs"
remembers "from the store"
claim "history: the last" asks 0 history -c "$config" --json -n 1
claim "history: is one" test "$(jq -s length "$work/out")" -ge 1
every 3 "without the daemon" 0
