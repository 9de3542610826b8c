#!/bin/bash
# Webhooks: a regression and its resolution arrive signed, in order, once each;
# a receiver that is down, hangs or answers 500 loses nothing; a secret is
# changed while all goes on; https with a CA of one's own.
#   tests/system/webhook.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=lib_webhook.sh
. "$(dirname "$0")/lib_webhook.sh"
system_begin "$@" nginx python3 jq sqlite3

ca_leaf old issuing shop.test -40 50
ca_root hook-root "Hook Root"
ca_leaf hook hook-root hook.test
ca_sign other-hook hook-root /CN=hook -10 80 "subjectAltName=IP:127.45.20.3" \
	basicConstraints=critical,CA:false extendedKeyUsage=serverAuth

serve()
{
	local key=$1
	shift
	ca_chain "$NGINX_DIR/shop.test.chain" "$@"
	cp "$CA_DIR/$key.key" "$NGINX_DIR/shop.test.key"
}

# A renewal each time: old chains that come back would be something else.
renewals=0
break_it()
{
	renewals=$((renewals + 1))
	ca_leaf "new$renewals" issuing shop.test 0 90
	serve "new$renewals" "new$renewals"
	nginx_reload
}

repair_it()
{
	serve "new$renewals" "new$renewals" issuing
	nginx_reload
}

# The states of the receiver's story: how many of each were taken.
has_regressions()
{
	hook_has "$1" "$(hook_event chain-regressed)"
}

has_resolutions()
{
	hook_has "$1" "$(hook_event incident-resolved)"
}

# Each event under one id, however often it was tried; and one was often.
has_one_id_each()
{
	jq -es 'group_by(.sequence) | all(map(.webhook_id) | unique |
		length == 1) and any(length >= 3)' "$hook/attempts" >/dev/null
}

within=$((interval + slack))
# A receiver in trouble is tried later and later, by chance: the bound of the
# wait doubles, and stood at a minute or two when the outage ended.
again=180

write_config()
{
	cat >"$work/chainwatchd.yaml" <<-END
		state_directory: $work/state
		flapping: {openings: 0}      # it does, on purpose
		defaults: {interval: ${interval}s, timeout: 5s, trust: [test]}
		trust_stores:
		  test: {files: [$CA_DIR/root.pem]}
		notify:
		  journal: false
		  webhooks:
		    - name: hook
		      url_file: $work/hook.url
		      ca_file: $CA_DIR/$1.pem
		      secret_files: [$2]
		      timeout: 8s          # for an fsync of the receiver
		endpoints:
		  - host: shop.test
		    addresses: ["127.45.20.100:$NGINX_PORT"]
	END
}

serve old old issuing
nginx_site shop.test 127.45.20.100
nginx_start || fail "nginx does not start"
hook_begin 127.45.20.3 --tls "$CA_DIR/other-hook.pem" "$CA_DIR/other-hook.key"
hook_start
cp "$hook/secrets" "$work/secret1"
write_config hook-root "$work/secret1"
echo "https://127.45.20.3:$hook_port/in/wh0everKn0wsIt" >"$work/hook.url"
daemon_start
claim "the first pass is told, signed, by https with a CA of its own" \
	wait_for $((2 * within)) hook_has 1 "$(hook_event first-pass)"

break_it
claim "a regression arrives" wait_for $within has_regressions 1
regressed=$(hook_get "$(hook_event chain-regressed)" .incident)
claim "it names the endpoint" test "$(hook_get \
	"$(hook_event chain-regressed)" '.body | fromjson |
	"\(.endpoint.host):\(.endpoint.port)"')" = "shop.test:443"
claim "and the finding" test "$(hook_get "$(hook_event chain-regressed)" \
	'.body | fromjson | .incident.finding')" = leaf-only
claim "and says what to do" hook_has_some "$(hook_event chain-regressed) and
	(.body | contains(\"Test Issuing CA\"))"
repair_it
claim "its resolution arrives" wait_for $((2 * within + slack)) has_resolutions 1
claim "of the same incident" test "$(hook_get \
	"$(hook_event incident-resolved)" .incident)" = "$regressed"
claim "each came once, and in order" hook_is_once_in_order
claim "signed as it should be" hook_is_faultless

# --- down, and back ---------------------------------------------------------
hook_stop
break_it
claim "a regression while it is down" wait_for $within \
	happened 2 chain-regressed
repair_it
claim "and its end" wait_for $((2 * within + slack)) \
	happened 2 incident-resolved
claim "nothing came while it was down" has_regressions 1
hook_start
claim "it comes when the receiver is back" wait_for $again has_resolutions 2
claim "all of it" has_regressions 2
claim "each once, and in order" hook_is_once_in_order

# --- hanging, resetting, failing ---------------------------------------------
hook_mode hang 30
break_it
claim "a receiver that hangs is tried again" wait_for $((within + again)) \
	hook_tried 2 '.answer == "hang 30"'
hook_mode reset
claim "one that resets, too" wait_for $again \
	hook_tried 1 '.answer == "reset"'
hook_mode status 500
claim "one that answers 500, too" wait_for $again \
	hook_tried 1 '.answer == "status 500"'
claim "always with the same id" has_one_id_each
hook_mode ok
claim "and then it is taken" wait_for $again has_regressions 3

# --- secrets ------------------------------------------------------------------
# The new one goes to both sides beside the old one, then the old one goes.
hook_secret >"$work/secret2"
hook_secrets "$work/secret1" "$work/secret2"
write_config hook-root "$work/secret1, $work/secret2"
kill -HUP "$daemon"
claim "the reload is told, signed by both secrets" wait_for $within \
	hook_has_some '.event == "config-reloaded" and .signed_by == [0, 1]'
hook_secrets "$work/secret2"
write_config hook-root "$work/secret2"
repair_it
claim "the old one may go from the receiver first" \
	wait_for $((3 * within + again)) has_resolutions 3
kill -HUP "$daemon"
claim "then from the configuration" wait_for $within \
	hook_has 2 "$(hook_event config-reloaded)"
claim "no message was signed wrongly" hook_is_faultless

# A file that changes needs no reload.
hook_secret >"$work/secret3"
hook_secrets "$work/secret3"
cp "$work/secret3" "$work/secret2.new"
mv "$work/secret2.new" "$work/secret2"
break_it
claim "a secret file that changed is read again by itself" \
	wait_for $((within + again)) has_regressions 4
rm "$hook/faults"
touch "$hook/faults"

# --- another CA ----------------------------------------------------------------
hook_stop
hook_start
write_config root "$work/secret2"
kill -HUP "$daemon"
before=$(hook_count true)
repair_it
sleep $((2 * within))
claim "a receiver whose certificate is of another CA gets nothing" \
	hook_has "$before" true
write_config hook-root "$work/secret2"
kill -HUP "$daemon"
claim "with the right one it gets all" wait_for $again has_resolutions 4
echo "ftp://127.45.20.3/wh0everKn0wsIt" >"$work/hook.url"
kill -HUP "$daemon"
claim "a reload is refused while its URL cannot be used" \
	wait_for $within happened 1 config-rejected
echo "https://127.45.20.3:$hook_port/in/wh0everKn0wsIt" >"$work/hook.url"
claim "which is told when it can be used again" \
	wait_for $again hook_has 1 "$(hook_event config-rejected)"
claim "no secret stands in what the daemon says" \
	not grep -qF "$(cut -c7- "$work/secret2")" "$work/daemon.log"
claim "nor the URL, which stood in a file" \
	not grep -rqF wh0everKn0wsIt "$work/daemon.log" "$work/state"
kill -TERM "$daemon"
claim "it stops when told" daemon_ends 20
