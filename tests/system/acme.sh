#!/bin/bash
# A real CA by ACME: pebble issues, dehydrated asks, renews and revokes, nginx
# serves. What is right is quiet, a renewal is one notice, a forgotten
# intermediate is named, and what was revoked is told.
#   tests/system/acme.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source-path=SCRIPTDIR source=lib_pebble.sh
. "$(dirname "$0")/lib_pebble.sh"
need_private_journal "$@"
system_begin "$@" nginx jq journalctl pebble dehydrated curl python3

acme=127.45.73.1 fleet=127.45.73.3
responder=''

# --- its responder: pebble has none, and says by its management what it knows -

# state_of FILE: its row in the index
state_of()
{
	local serial
	serial=$(openssl x509 -in "$1" -noout -serial)
	serial=${serial#*=}
	pebble_get "cert-status-by-serial/${serial,,}" >"$work/state.json" ||
		fail "pebble does not know $serial"
	case $(jq -r .Status "$work/state.json") in
	Revoked) printf 'R\t491231235959Z\t250101000000Z,superseded' ;;
	*) printf 'V\t491231235959Z\t' ;;
	esac
	printf '\t%s\tunknown\t/CN=x\n' "$serial"
}

# publish FILE...: answered from now on
publish()
{
	local file
	echo 'unique_subject = no' >"$work/index.attr"
	for file in "$@"; do
		state_of "$file"
	done >"$work/index.new"
	mv "$work/index.new" "$work/index"
	[ -z "$responder" ] || wait_for 20 responder_says "$1" good
}

# openssl reads its index again after the first request that follows a change.
responder_says()
{
	openssl ocsp -issuer "$CA_DIR/pebble-inter.pem" -cert "$1" -no_nonce \
		-url "http://$acme:${ports[2]}" -noverify 2>/dev/null |
		grep -q ": $2\$"
}

responder_start()
{
	pebble_get intermediates/0 >"$CA_DIR/pebble-inter.pem"
	pebble_get intermediate-keys/0 >"$CA_DIR/pebble-inter.key"
	openssl ocsp -index "$work/index" -port "${ports[2]}" -nmin 60 \
		-rsigner "$CA_DIR/pebble-inter.pem" \
		-rkey "$CA_DIR/pebble-inter.key" \
		-CA "$CA_DIR/pebble-inter.pem" \
		>"$work/responder.log" 2>&1 </dev/null &
	responder=$!
	extra_pids+=("$responder")
	wait_for 20 grep -q 'waiting for' "$work/responder.log"
}

# --- who serves it ------------------------------------------------------------

# serve NAME ALIAS [FILE]
serve()
{
	cp "$work/certs/$2/${3:-fullchain.pem}" "$NGINX_DIR/$1.chain"
	cp "$work/certs/$2/privkey.pem" "$NGINX_DIR/$1.key"
}

# has COUNT EVENT HOST
has()
{
	journal_has "$1" "$(event_is "$2") and .CHAINWATCH_HOST == \"$3\""
}

# told FINDING HOST [WORDS]: by one incident
told()
{
	journal_has 1 "$(event_is incident-opened) and
		.CHAINWATCH_FINDING == \"$1\" and .CHAINWATCH_HOST == \"$2\"
		and (.MESSAGE | contains(\"${3:-}\"))"
}

# event_has EVENT FIELD WORDS: the last such
event_has()
{
	[[ $(journal_get "$1" "$2") == *"$3"* ]]
}

# Whatever is told of a certificate that pebble makes, it is not revocation.
renewals_are_quiet()
{
	journal_has 2 "$(event_is chain-changed) and .PRIORITY == \"5\" and
		(.CHAINWATCH_FINDINGS // \"\" | contains(\"revo\") | not)"
}

# check CODE NAME: by the command
check()
{
	local code=0
	"$build/chainwatch" check --trust "$CA_DIR/pebble-root.pem" --json \
		--revocation --aia-allow 127.45.73.0/24 \
		--address "$fleet:$NGINX_PORT" "$2:$NGINX_PORT" \
		>"$work/out" 2>"$work/err" </dev/null || code=$?
	[ $code = "$1" ] || {
		echo "it ended with $code"
		cat "$work/out" "$work/err"
		return 1
	}
}

leaf_is()
{
	jq -e ".revocation[0] | .status == \"$1\" and .source == \"ocsp\"" \
		"$work/out" >/dev/null || { cat "$work/out"; return 1; }
}

pebble_start || fail "pebble does not start"
acme_configure
obtain pair one.test two.test &
both=$!
obtain gone gone.test
wait $both || exit 1
cp "$work/certs/gone/cert.pem" "$work/gone.pem"
serve gone.test gone
# dehydrated renames what it revoked
acme --revoke "$work/certs/gone/cert.pem"
publish "$work/certs/pair/cert.pem" "$work/gone.pem"
responder_start || fail "no responder: $(cat "$work/responder.log")"
serve one.test pair
serve two.test pair
for name in one two gone; do
	nginx_site $name.test $fleet
done
nginx_start || fail "nginx does not start"

claim "what the CA issued is fine" check 0 one.test
claim "... and good by its responder" leaf_is good
claim "what was revoked there" check 2 gone.test
claim "... is told" leaf_is revoked

journal_start
cat >"$work/chainwatchd.yaml" <<END
state_directory: $work/state
defaults: {interval: ${interval}s, timeout: 5s, trust: [pebble]}
trust_stores:
  pebble: {files: [$CA_DIR/pebble-root.pem]}
revocation: {allow: [127.45.73.0/24]}
notify: {journal: true}
endpoints:
  - {host: one.test, addresses: ["$fleet:$NGINX_PORT"]}
  - {host: two.test, addresses: ["$fleet:$NGINX_PORT"]}
  - {host: gone.test, addresses: ["$fleet:$NGINX_PORT"]}
END
for copy in old replaced; do
	cp "$work/certs/pair/cert.pem" "$work/$copy.pem"
done
daemon_start
obtain pair one.test two.test # not served yet
claim "a first pass ends" wait_for 60 journal_has 1 "$(event_is first-pass)"
claim "... with what was revoked, and nothing else" event_has first-pass \
	MESSAGE "2 fine, 1 broken (leaf-revoked: gone.test:443)"

# --- a renewal ------------------------------------------------------------------

publish "$work/certs/pair/cert.pem" "$work/gone.pem"
serve one.test pair
serve two.test pair
nginx_reload
for name in one two; do
	claim "$name: a renewal is one notice" wait_for 60 \
		has 1 chain-changed $name.test
done
claim "... with nothing to say of it" renewals_are_quiet
acme --revoke "$work/old.pem"
publish "$work/certs/pair/cert.pem" "$work/gone.pem" "$work/replaced.pem"
claim "what was replaced and revoked concerns nobody" check 0 one.test
claim "... who serves another" leaf_is good

# --- the intermediate is forgotten ----------------------------------------------

serve two.test pair cert.pem
nginx_reload
claim "a forgotten intermediate is told" wait_for 60 \
	has 1 chain-regressed two.test
claim "... by what it is" event_has chain-regressed CHAINWATCH_FINDING leaf-only
claim "... and named" event_has chain-regressed \
	CHAINWATCH_DETAIL "Pebble Intermediate CA"
claim "... as the other server sends it" event_has chain-regressed \
	CHAINWATCH_DETAIL "known from what watched servers sent"
serve two.test pair
nginx_reload
claim "it is there again" wait_for 60 has 1 incident-resolved two.test
claim "nothing else was told" journal_has 1 "$is_alarm"
kill "$daemon"
claim "the daemon ends" daemon_ends 20
