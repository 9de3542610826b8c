# The receiver of webhooks, and what its ledger says. To be sourced after
# lib.sh; the receiver itself: webhook_receiver.
# shellcheck shell=bash disable=SC2154
hook=''          # its folder
hook_pid=''      # empty: it is down
hook_address=''  # of the test that uses it
hook_port=0      # kept when it is started again
hook_options=()  # --tls CHAIN KEY ...

# hook_begin ADDRESS [OPTION...]: its folder, one secret; it does not run yet
hook_begin()
{
	hook_address=$1
	shift
	hook_options=("$@")
	hook=$work/hook
	mkdir -p "$hook"
	hook_secret >"$hook/secrets"
	hook_mode ok
}

# A fresh secret, as the specification writes it.
hook_secret()
{
	echo "whsec_$(openssl rand -base64 24)"
}

hook_start()
{
	rm -f "$hook/port"
	"$system_here/webhook_receiver" --folder "$hook" \
		--address "$hook_address" --port "$hook_port" \
		"${hook_options[@]}" >>"$hook/log" 2>&1 </dev/null &
	hook_pid=$!
	extra_pids+=("$hook_pid")
	wait_for 10 test -s "$hook/port" ||
		fail "the receiver does not start: $(cat "$hook/log")"
	hook_port=$(cat "$hook/port")
}

hook_stop()
{
	kill -KILL "$hook_pid"
	wait "$hook_pid" 2>/dev/null || true
	hook_pid=''
}

# hook_mode MODE [WORD...]: see webhook_receiver
hook_mode()
{
	echo "$*" >"$hook/mode.new"
	mv "$hook/mode.new" "$hook/mode"
}

# hook_count JQ-FILTER: how many lines of the ledger pass
hook_count()
{
	[ -e "$hook/ledger" ] || { echo 0; return; }
	jq -s "map(select($1)) | length" "$hook/ledger"
}

# hook_has COUNT JQ-FILTER
hook_has()
{
	[ "$(hook_count "$2")" = "$1" ]
}

# hook_has_some JQ-FILTER
hook_has_some()
{
	[ "$(hook_count "$1")" -gt 0 ]
}

# hook_get JQ-FILTER JQ-VALUE: of the last line that passes
hook_get()
{
	jq -rs "map(select($1)) | last | $2" "$hook/ledger"
}

# hook_tries JQ-FILTER: how many requests, taken or not
hook_tries()
{
	[ -e "$hook/attempts" ] || { echo 0; return; }
	jq -s "map(select($1)) | length" "$hook/attempts"
}

hook_tried()
{
	[ "$(hook_tries "$2")" -ge "$1" ]
}

# Nothing that no sender may do.
hook_is_faultless()
{
	[ ! -s "$hook/faults" ] || { cat "$hook/faults"; return 1; }
}

# happened COUNT KIND: events so far, as the daemon has them, told or not; by
# sqlite3
happened()
{
	[ "$(sqlite3 "file:$work/state/state.db?mode=ro" \
		"SELECT count(*) FROM event WHERE kind = '$2'" \
		2>/dev/null)" = "$1" ]
}

# hook_secrets FILE...: from one moment to the next it knows these
hook_secrets()
{
	cat "$@" >"$hook/secrets.new"
	mv "$hook/secrets.new" "$hook/secrets"
}

hook_event()
{
	echo ".event == \"$1\""
}

# Each event once, and in order within an incident; without one within an
# endpoint, or the monitor itself.
hook_is_once_in_order()
{
	jq -es '(map(.id) | length == (unique | length)) and
		(group_by(.incident // (.body | fromjson | .endpoint)) |
			all(map(.sequence) | . == sort))' \
		"$hook/ledger" >/dev/null
}
