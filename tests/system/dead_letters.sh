#!/bin/bash
# What a webhook refuses for good: told where others hear it, listed, sent again
# when somebody asks for it; and a webhook that is taken out of the configuration
# with what it was not told.
#   tests/system/dead_letters.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=lib_webhook.sh
. "$(dirname "$0")/lib_webhook.sh"
system_begin "$@" python3 jq

config=$work/chainwatchd.yaml

# write_config [WEBHOOK]
write_config()
{
	cat >"$config" <<-END
		state_directory: $work/state
		defaults: {interval: 1h}
		notify: {journal: false, stderr: true, webhooks: [${1:-}]}
		endpoints:
		  - {host: nobody.test, addresses: ["127.45.20.7:1"]}
	END
}

said()
{
	grep -qF -- "$1" "$work/daemon.log"
}

# has_reloaded TIMES: and told so
has_reloaded()
{
	[ "$(grep -c '^<[0-9]>config-reloaded: ' "$work/daemon.log")" = "$1" ]
}

# letters CODE ARGUMENT...: the command, and its exit code
letters()
{
	local wanted=$1 code=0
	shift
	"$build/chainwatch" dead-letters -c "$config" "$@" \
		>"$work/letters" 2>&1 || code=$?
	[ "$code" = "$wanted" ] || {
		echo "exit code $code, not $wanted"
		cat "$work/letters"
		return 1
	}
}

hook_begin 127.45.20.6 --unsigned
hook_start
webhook="{name: hook, url: \"http://127.45.20.6:$hook_port/in\"}"
write_config "$webhook"
daemon_start
claim "the start is told" wait_for 20 hook_has 1 "$(hook_event monitor-started)"
claim "there is no dead letter" letters 0

hook_mode status 410
kill -HUP "$daemon"
claim "what the receiver refuses is told elsewhere" \
	wait_for 20 said "webhook hook refused event"
claim "with the reason" said "HTTP status 410"
claim "it is listed" letters 1 --json hook
id=$(jq -r '.[0].id' "$work/letters")
claim "with its event" test "$(jq -r '.[0].event.event' "$work/letters")" = \
	config-reloaded
claim "under the id that was told" said "refused event $id"
claim "and in words" letters 1
claim "that name the event" grep -q "hook: config-reloaded .*HTTP status 410" \
	"$work/letters"

hook_mode ok
kill -HUP "$daemon"
claim "the next event is taken" \
	wait_for 20 hook_has 1 "$(hook_event config-reloaded)"
claim "the receiver is not told of its own dead letter" \
	test "$(hook_tries '.event == "monitor-fault"')" = 0
claim "it is sent again when that is asked for" letters 0 --retry hook
claim "and taken, with its id" wait_for 30 hook_has 1 \
	".webhook_id == \"$id\" or .id == \"$id\""
claim "then there is none" letters 0

# --- taken out of the configuration, with something that waits
hook_stop
kill -HUP "$daemon"
claim "a third reload" wait_for 20 has_reloaded 3
write_config
kill -HUP "$daemon"
claim "a webhook that is gone is forgotten, and what it was not told counted" \
	wait_for 20 said "not in the configuration any more: forgotten, with"
claim "which was not nothing" not said "forgotten, with 0 events"
hook_start
write_config "$webhook"
before=$(hook_count true)
kill -HUP "$daemon"
claim "one that is there again begins anew" wait_for 20 \
	hook_has $((before + 1)) true
claim "with that reload" test "$(hook_get true .event)" = config-reloaded
kill -TERM "$daemon"
claim "it stops when told" daemon_ends 20
