#!/bin/bash
# Operators keep quiet what they know, and say that they see to it: silences and
# acknowledgements against a real daemon, by certificate files, and a receiver
# of webhooks that must not hear of what is quiet, and hears of it afterwards.
#   tests/system/silence.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=lib_webhook.sh
. "$(dirname "$0")/lib_webhook.sh"
system_begin "$@" python3 jq

config=$work/chainwatchd.yaml
shop=$work/shop.pem
mail=$work/mail.pem

# asks CODE ARGUMENT...: the command, and its exit code
asks()
{
	local wanted=$1 code=0
	shift
	"$build/chainwatch" "$@" >"$work/out" 2>"$work/err" || code=$?
	[ "$code" = "$wanted" ] || {
		echo "exit code $code, not $wanted"
		cat "$work/out" "$work/err"
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

# serve NAME FILE [only]: its chain there, or the leaf alone; all at once
serve()
{
	ca_chain "$work/$1.new" "$1" issuing
	[ "${3:-}" != only ] ||
		openssl x509 -in "$CA_DIR/$1.pem" -out "$work/$1.new"
	mv "$work/$1.new" "$2"
}

is_up()
{
	asks 0 silence -c "$config" --list &&
		not complained "no daemon runs"
}

# is_hushed KIND PATH REASON: such an event is kept
is_hushed()
{
	"$build/chainwatch" events -c "$config" --json |
		jq -es "map(select(.event == \"$1\" and
			.hushed.reason == \"$3\" and
			(.incident.endpoints | index(\"$2\")))) | length == 1" \
			>/dev/null
}

# told COUNT KIND PATH: the receiver heard of it so often
told()
{
	hook_has "$1" ".event == \"$2\" and (.body | fromjson |
		.incident.endpoints // [] | index(\"$3\"))"
}

ca_leaf shop issuing shop.test -1 80
ca_leaf mail issuing mail.test -1 80
serve shop "$shop"
serve mail "$mail"
hook_begin 127.45.60.6 --unsigned
hook_start
cat >"$config" <<END
state_directory: $work/state
defaults: {interval: 10s}
trust_stores: {test: {files: [$CA_DIR/root.pem]}}
notify:
  journal: false
  stderr: true
  webhooks: [{name: hook, url: "http://127.45.60.6:$hook_port/in"}]
files:
  - {path: $shop, trust: [test]}
  - {path: $mail, trust: [test]}
END
daemon_start
claim "the first pass is told" wait_for 60 hook_has 1 "$(hook_event first-pass)"
claim "nothing is silenced yet" asks 0 silence -c "$config" --list
claim "and it says so" said "nothing is silenced"

# --- a silence ------------------------------------------------------------------
claim "a silence has an end" asks 3 silence -c "$config" --reason x '*shop*'
claim "and a reason" asks 3 silence -c "$config" --for 1h '*shop*'
claim "and covers something" \
	asks 3 silence -c "$config" --for 1h --reason x
claim "and no longer than a year" \
	asks 3 silence -c "$config" --for 400d --reason x '*shop*'
claim "which is said" complained "366 days"
claim "one is set" asks 0 silence -c "$config" --json --for 1h \
	--reason "moving house" --author anna '*shop.pem'
claim "and has a number" test "$(jq .id "$work/out")" = 1
claim "that it is set is told" \
	wait_for 60 hook_has 1 "$(hook_event silence-set)"
serve shop "$shop" only
serve mail "$mail" only
claim "what is not silenced is told" \
	wait_for 60 told 1 chain-regressed "$mail"
claim "what is silenced is kept, with its reason" \
	wait_for 60 is_hushed chain-regressed "$shop" silenced
claim "and given to nobody" told 0 chain-regressed "$shop"
asks 0 events -c "$config"
claim "people read why" said "(not told; silenced: silence 1 by anna until"

asks 2 status -c "$config"
claim "status says so, too" said "leaf-only (silenced)"
asks 2 show -c "$config" "$shop"
claim "and show, by whom" said "by anna: moving house"
asks 2 show -c "$config" "$mail"
claim "but not of others" not said "moving house"

kill "$daemon"
claim "the daemon ends" daemon_ends 30
claim "without it the store is read" asks 0 silence -c "$config" --list
claim "which is said" complained "no daemon runs"
claim "and has it" said "by anna: moving house"
asks 2 show -c "$config" --json "$shop"
claim "at its endpoint, too" test \
	"$(jq -r '.silences[].author' "$work/out")" = anna
claim "but none is set" asks 3 silence -c "$config" --for 1h --reason no
daemon_start
claim "it is there again" wait_for 30 is_up
claim "with the silence" said "by anna: moving house"
claim "of a number that is none is said" \
	asks 3 silence -c "$config" --remove 77
claim "it is lifted" asks 0 silence -c "$config" --remove 1
claim "and what is still open is told now" \
	wait_for 60 told 1 incident-opened "$shop"
claim "with why it was not" hook_has_some \
	'.body | fromjson | .text | contains("moving house")'
claim "none lasts" asks 0 silence -c "$config" --list
claim "as JSON, too" asks 0 silence -c "$config" --list --json
claim "an empty list" test "$(jq length "$work/out")" = 0

asks 0 silence -c "$config" --for 1s --reason typo 'shopp.*'
claim "that nothing fits is said" said "no endpoint that is watched now fits"
claim "one may be short" asks 0 silence -c "$config" --for 1s \
	--finding leaf-only --reason short
claim "and its end is told" wait_for 60 hook_has_some \
	'.event == "silence-ended" and
		(.body | fromjson | .text | contains("has ended"))'

# --- an acknowledgement -----------------------------------------------------------
incident=$(hook_get '.event == "chain-regressed"' '.incident')
claim "nobody sees to what is not there" asks 3 ack -c "$config" nobody.test
claim "somebody sees to the incident" asks 0 ack -c "$config" \
	--author bert --reason "on it" --for 1d "${incident:0:12}"
claim "which is told" wait_for 60 told 1 acknowledged "$mail"
claim "with who" hook_has_some \
	'.body | fromjson | .incident.acknowledged.author == "bert"'
serve mail "$mail"
claim "its end is told" wait_for 60 told 1 incident-resolved "$mail"
claim "nothing was told twice or out of order" hook_is_once_in_order
