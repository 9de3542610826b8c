#!/bin/bash
# SIGTERM and SIGINT end the daemon soon, with everything told, though a probe
# hangs in a server that accepts and says nothing.
#   tests/system/stop.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
need_private_journal "$@"
system_begin "$@" python3 jq journalctl

# Accepts, reads and never answers; says the port it got.
silent_server()
{
	python3 - <<-'END' >"$work/port" &
		import socket, time
		listener = socket.create_server(("127.45.5.1", 0))
		print(listener.getsockname()[1], flush=True)
		kept = []
		while True:
		    kept.append(listener.accept())
	END
	extra_pids+=("$!")
	wait_for 5 test -s "$work/port"
}

# Is the daemon connected to the silent server?
is_probing()
{
	local hex
	hex=$(printf ':%04X 01' "$(cat "$work/port")")
	grep -qF "$hex" "/proc/$daemon/net/tcp"
}

# stop_by SIGNAL
stop_by()
{
	local began
	daemon_start
	claim "a probe hangs" wait_for 40 is_probing
	began=$SECONDS
	kill -"$1" "$daemon"
	claim "$1 ends it" daemon_ends 10
	claim "at once" test $((SECONDS - began)) -le 4
	claim "with exit code 0" test "$daemon_code" = 0
	claim "it said that it started" \
		journal_has 1 "$(event_is monitor-started)"
	claim "it said that it stopped" \
		journal_has 1 "$(event_is monitor-stopped)"
	claim "and nothing is wrong with the server for that" \
		journal_has 0 "$is_alarm"
}

silent_server || fail "python3 does not listen"
journal_start
cat >"$work/chainwatchd.yaml" <<END
state_directory: $work/state
defaults: {interval: 60s, timeout: 60s, trust: [test]}
trust_stores:
  test: {files: [$CA_DIR/root.pem]}
notify: {journal: true}
endpoints:
  - {host: silent.test, addresses: ["127.45.5.1:$(cat "$work/port")"]}
END
stop_by TERM
stop_by INT
