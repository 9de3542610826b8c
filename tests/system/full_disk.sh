#!/bin/bash
# The file system of the state directory, a small one, is full for a while:
# servers are watched and the journal told all the same; what could not be
# stored is stored, and delivered, when there is room again.
#   tests/system/full_disk.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=lib_webhook.sh
. "$(dirname "$0")/lib_webhook.sh"
need_private_journal "$@"
system_begin "$@" nginx jq journalctl python3 sqlite3

ca_leaf old issuing shop.test -40 50
ca_leaf new issuing shop.test 0 90
within=$((interval + slack))

serve()
{
	local key=$1
	shift
	ca_chain "$NGINX_DIR/shop.test.chain" "$@"
	cp "$CA_DIR/$key.key" "$NGINX_DIR/shop.test.key"
}

asks()
{
	sqlite3 "file:$work/state/state.db?mode=ro" "$1"
}

# Each event that the store has was delivered and told, and the store knows.
all_is_marked()
{
	[ "$(asks "SELECT max(sequence) = (SELECT min(cursor) FROM sink) AND
		max(sequence) = (SELECT min(sequence) FROM told) AND
		NOT EXISTS (SELECT 1 FROM delivery) FROM event")" = 1 ]
}

is_unstored='.CHAINWATCH_UNSTORED == "1"'

serve old old issuing
nginx_site shop.test 127.45.20.102
nginx_start || fail "nginx does not start"
journal_start
mkdir "$work/state"
mount -t tmpfs -o size=3m,mode=700 tmpfs "$work/state"
mounted+=("$work/state")
hook_begin 127.45.20.6
hook_start
cat >"$work/chainwatchd.yaml" <<END
state_directory: $work/state
defaults: {interval: ${interval}s, timeout: 5s, trust: [test]}
trust_stores:
  test: {files: [$CA_DIR/root.pem]}
notify:
  journal: true
  webhooks:
    - name: hook
      url: "http://$hook_address:$hook_port/"
      secret_file: $hook/secrets
endpoints:
  - host: shop.test
    addresses: ["127.45.20.102:$NGINX_PORT"]
END
daemon_start
claim "a first pass ends" wait_for $((2 * within)) \
	hook_has 1 "$(hook_event first-pass)"

# That it was told is kept a little later; were the disk full before that, it
# would be told again, with the same id, as is right then.
claim "that it was told is stored" wait_for 30 all_is_marked

# --- full -----------------------------------------------------------------
cat /dev/zero >"$work/state/ballast" 2>/dev/null || true
claim "the file system is full" not cp "$CA_DIR/root.pem" "$work/state/more"
serve new new
nginx_reload
claim "the journal tells the regression within one interval" \
	wait_for $within journal_has 1 "$(event_is chain-regressed)"
claim "and says that it is not stored yet" journal_has 1 \
	"$(event_is chain-regressed) and $is_unstored"
claim "the monitor says of itself that its store fails" wait_for 10 \
	journal_has 1 "$(event_is monitor-fault) and
		.CHAINWATCH_FINDING == \"store-failing\""
serve new new issuing
nginx_reload
claim "the journal tells the repair, too" wait_for $((2 * within + slack)) \
	journal_has 1 "$(event_is incident-resolved) and
		.CHAINWATCH_FINDING == \"leaf-only\""
claim "what is not stored is not delivered" \
	hook_has 0 "$(hook_event chain-regressed)"
claim "the daemon is alive" not daemon_is_gone

# --- begun anew while it is full -------------------------------------------
daemon_kill()
{
	kill -KILL "$daemon"
	wait "$daemon" 2>/dev/null || true
}
daemon_kill
daemon_start
claim "a daemon that finds the disk full begins all the same" wait_for 10 \
	journal_has 1 "$(event_is monitor-started)"
claim "and says of itself that its store fails" wait_for 10 \
	journal_has 1 "$(event_is monitor-fault) and
		.CHAINWATCH_FINDING == \"store-failing\""
claim "what it knew before it knows again: there is no first pass" \
	journal_has 0 "$(event_is first-pass)"
serve new new
nginx_reload
claim "and a regression is told within one interval" \
	wait_for $((within + slack)) journal_has 1 "$(event_is chain-regressed)"
serve new new issuing
nginx_reload
claim "and its repair" wait_for $((2 * within + slack)) \
	journal_has 1 "$(event_is incident-resolved) and
		.CHAINWATCH_FINDING == \"leaf-only\""

# --- room again ---------------------------------------------------------------
rm "$work/state/ballast"
claim "what happened meanwhile is delivered" wait_for 240 \
	hook_has 1 "$(hook_event incident-resolved) and
		(.body | fromjson | .finding == \"leaf-only\")"
claim "all of it" hook_has 1 "$(hook_event chain-regressed)"
claim "once, and in order" hook_is_once_in_order
claim "with the id that the journal told" test \
	"$(journal_get chain-regressed CHAINWATCH_EVENT_ID)" = \
	"$(hook_get "$(hook_event chain-regressed)" .id)"
claim "the monitor says that its store works" wait_for 30 journal_has 1 \
	"$(event_is monitor-fault) and
		.CHAINWATCH_FINDING == \"store-failing\" and
		.CHAINWATCH_SEVERITY == \"ok\""
claim "the journal told each once" journal_has 1 \
	"$(event_is chain-regressed)"
serve new new
nginx_reload
claim "it goes on as before" wait_for $((within + 30)) \
	hook_has 2 "$(hook_event chain-regressed)"
claim "stored" journal_has 1 "$(event_is chain-regressed) and ($is_unstored | not)"
kill -TERM "$daemon"
claim "the daemon stops when told" daemon_ends 20
claim "the store is whole" test "$(asks 'PRAGMA integrity_check')" = ok
claim "and knows of both" test "$(asks \
	"SELECT count(*) FROM event WHERE kind = 'chain-regressed'")" = 2
