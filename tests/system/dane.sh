#!/bin/bash
# DANE: zones signed by knot, chains served by nginx: records that fit, that do
# not, that are missing, and whose proof fails; a renewal that forgot them; and
# servers that strip DNSSEC.   tests/system/dane.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=lib_knot.sh
. "$(dirname "$0")/lib_knot.sh"
need_private_journal "$@"
system_begin "$@" nginx jq journalctl knotd kdig

address=127.45.57.1 dns=127.45.57.2

serve()
{
	ca_chain "$NGINX_DIR/$1.chain" "$2" issuing
	cp "$CA_DIR/$2.key" "$NGINX_DIR/$1.key"
}

# finding HOST: what --once says of it, worst first
findings()
{
	jq -r --arg host "$1" 'select(.endpoint.host == $host) |
		.findings[].code' "$work/once.json" | paste -sd ' '
}

finds()
{
	[ "$(findings "$1")" = "$2" ] || {
		echo "$1: '$(findings "$1")', not '$2'"
		return 1
	}
}

says()
{
	jq -r --arg host "$1" 'select(.endpoint.host == $host) |
		.findings[].detail' "$work/once.json" | grep -qF -- "$2"
}

names=(right wrong both ca absent bogus alias)
for name in "${names[@]}"; do
	ca_leaf "$name" issuing "$name.dane.test" -1 80
	serve "$name.dane.test" "$name"
	nginx_site "$name.dane.test" $address
done
ca_leaf other issuing right.dane.test -1 80
ca_leaf broken issuing www.broken.test -1 80
serve www.broken.test broken
nginx_site www.broken.test $address
nginx_start || fail "nginx does not start"

port=$NGINX_PORT
right=$(tlsa_of "$CA_DIR/right.pem")
wrong=$(tlsa_of "$CA_DIR/wrong.pem")
zone()
{
	for name in right wrong both ca absent; do
		echo "$name A $address"
	done
	echo "alias CNAME right"
	echo "_$port._tcp.right TLSA $right"
	echo "_$port._tcp.wrong TLSA $right"
	echo "_$port._tcp.both TLSA $right"
	echo "_$port._tcp.both TLSA $(tlsa_of "$CA_DIR/both.pem")"
	echo "_$port._tcp.ca TLSA 2${right:1:5}00$(printf '%062d' 0)"
	echo "_$port._tcp.ca TLSA $(tlsa_of "$CA_DIR/issuing.pem" | sed 's/^3/2/')"
	echo "_$port._tcp.alias TLSA $(tlsa_of "$CA_DIR/alias.pem")"
}
knot_zone dane.test < <(zone)
zone()
{
	echo "www A $address"
	echo "_$port._tcp.www TLSA $(tlsa_of "$CA_DIR/broken.pem")"
}
knot_zone broken.test < <(zone)
knot_start $dns
broken_key=$(knot_anchor broken.test)
# The parent names a key that the zone does not have.
{
	knot_anchor dane.test
	echo "broken.test. IN DNSKEY $(knot_ask dane.test DNSKEY | head -1)"
} >"$work/anchor.key"

write_config()
{
	cat <<-END
		state_directory: $work/state
		defaults: {interval: ${interval}s, timeout: 5s, trust: [test], dane: $1}
		trust_stores:
		  test: {files: [$CA_DIR/root.pem]}
		notify: {journal: true}
		dns:
		  servers: ["$dns:$knot_port"]
		  trust_anchor: $2
		endpoints:
	END
	shift 2
	printf '  - %s\n' "$@" | sed "s/$/:$port/"
}

# --- each at once --------------------------------------------------------------

all=(right.dane.test wrong.dane.test both.dane.test ca.dane.test absent.dane.test
	www.broken.test)
write_config require "$work/anchor.key" "${all[@]}" >"$work/chainwatchd.yaml"
"$build/chainwatchd" -c "$work/chainwatchd.yaml" --once --json \
	>"$work/once.json" 2>"$work/once.log" || true
[ -s "$work/once.json" ] || fail "nothing: $(cat "$work/once.log")"
claim "a record that fits is fine" finds right.dane.test ""
claim "one that does not is a mismatch" finds wrong.dane.test dane-mismatch
claim "... and the record to publish is named" says wrong.dane.test \
	"_$port._tcp.wrong.dane.test. IN TLSA $wrong"
claim "of two records, old and new, one fits" finds both.dane.test ""
claim "a record of the CA that is sent fits" finds ca.dane.test ""
claim "none at all is missing where it is required" \
	finds absent.dane.test dane-missing
claim "a zone whose key is not the parent's is bogus" \
	finds www.broken.test dane-bogus

# --- by hand -------------------------------------------------------------------

check()
{
	"$build/chainwatch" check --dane --resolver "$dns:$knot_port" \
		--trust-anchor "$work/anchor.key" --trust "$CA_DIR/root.pem" \
		"$1:$port" >"$work/check.txt" 2>&1
}

claim "check --dane is fine with what fits" check right.dane.test
claim "... and says that it does" grep -q "Of 1 TLSA record .*1 fits" \
	"$work/check.txt"
claim "... and not with what does not" not check wrong.dane.test
claim "... and says why" grep -q dane-mismatch "$work/check.txt"

# --- a renewal -------------------------------------------------------------------

journal_start
write_config verify "$work/anchor.key" right.dane.test absent.dane.test \
	>"$work/chainwatchd.yaml"
daemon_start
claim "a first pass ends" wait_for $((interval + slack)) \
	journal_has 1 "$(event_is first-pass)"
claim "nothing is wrong at first" journal_has 0 "$is_alarm"
serve right.dane.test other
nginx_reload
claim "a renewal with another key regresses" wait_for $((interval + slack)) \
	journal_has 1 "$(event_is chain-regressed)"
claim "... by its TLSA record" test "$(journal_get chain-regressed \
	CHAINWATCH_FINDING)" = dane-mismatch
claim "... and nothing else is told" journal_has 0 "$(event_is incident-opened)"

# --- no proofs --------------------------------------------------------------------

# The key of another zone as the anchor: nothing can be proven.
echo "dane.test. ${broken_key#* }" >"$work/strange.key"
write_config require "$work/strange.key" right.dane.test wrong.dane.test \
	>"$work/chainwatchd.yaml"
"$build/chainwatchd" -c "$work/chainwatchd.yaml" --once \
	>"$work/once.log" 2>&1 || true
claim "where nothing can be proven --once says so" \
	grep -q "cannot be proven here" "$work/once.log"
# Nobody answers there; --address makes names unnecessary.
"$build/chainwatch" check --dane --resolver "127.45.57.9:$knot_port" \
	--trust "$CA_DIR/root.pem" --address $address right.dane.test:"$port" \
	>"$work/check.txt" 2>&1 || true
claim "... and so does check, where nobody answers" \
	grep -q "cannot be proven here" "$work/check.txt"
kill -HUP "$daemon"
claim "where nothing can be proven it is told" wait_for $((interval + slack)) \
	journal_has 1 ".CHAINWATCH_FINDING == \"dnssec-unavailable\""
claim "... once" journal_has 1 "$(event_is monitor-fault)"
claim "... and what was known before stays" \
	journal_has 0 "$(event_is incident-resolved)"
