#!/bin/bash
# SIGTERM and SIGINT end the daemon soon, with everything told, though a probe
# hangs in a server that accepts and says nothing: the journal, a webhook and a
# remote syslog receiver hear of the end at once. A webhook that hangs holds it up
# for some seconds, and hears of it after the next start.
#   tests/system/stop.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=lib_webhook.sh
. "$(dirname "$0")/lib_webhook.sh"
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

# Takes octet-counted messages, whatever they say, into a file.
syslog_receiver()
{
	python3 - "$work/syslog.port" "$work/syslog" <<-'END' &
		import socket, sys
		listener = socket.create_server(("127.45.5.2", 0))
		with open(sys.argv[1], "w") as file:
		    print(listener.getsockname()[1], file=file)
		while True:
		    peer, _ = listener.accept()
		    with open(sys.argv[2], "ab", buffering=0) as file:
		        while data := peer.recv(65536):
		            file.write(data)
	END
	extra_pids+=("$!")
	wait_for 5 test -s "$work/syslog.port"
}

# syslog_has COUNT WORDS
syslog_has()
{
	[ "$(grep -oF "$2" "$work/syslog" | wc -l)" = "$1" ]
}

# Is the daemon connected to the silent server? 127.45.5.1 as the remote one,
# established; the server keeps what earlier ones left.
is_probing()
{
	local hex
	hex=$(printf ' 01052D7F:%04X 01 ' "$(cat "$work/port")")
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
	# The probe would have a minute.
	claim "at once" test $((SECONDS - began)) -le "$(patient 4)"
	claim "with exit code 0" test "$daemon_code" = 0
	claim "it said that it started" \
		journal_has 1 "$(event_is monitor-started)"
	claim "it said that it stopped" \
		journal_has 1 "$(event_is monitor-stopped)"
	claim "and nothing is wrong with the server for that" \
		journal_has 0 "$is_alarm"
	stops=$((stops + 1))
	claim "the webhook was told before the end" \
		hook_has $stops "$(hook_event monitor-stopped)"
	claim "and so was the syslog receiver" wait_for 10 \
		syslog_has $stops 'event="monitor-stopped"'
}

# hook_ends_in "EVENT EVENT": what the webhook was told last
hook_ends_in()
{
	[ "$(jq -rs 'map(.event) | .[length - 2:] | join(" ")' \
		"$hook/ledger")" = "$1" ]
}

# One that hangs is waited for, but not for long.
stop_while_it_hangs()
{
	local began
	daemon_start
	claim "a probe hangs" wait_for 40 is_probing
	claim "the start is delivered" wait_for 10 \
		hook_has $((stops + 1)) "$(hook_event monitor-started)"
	hook_mode hang 60
	began=$SECONDS
	kill -TERM "$daemon"
	claim "a webhook that hangs does not keep it" daemon_ends 12
	claim "but is waited for" test $((SECONDS - began)) -ge 4
	claim "the exit code is 0 all the same" test "$daemon_code" = 0
	claim "the journal was told" \
		journal_has 1 "$(event_is monitor-stopped)"
	hook_mode ok
	daemon_start
	claim "after the next start the webhook is told" wait_for 20 \
		hook_has $((stops + 1)) "$(hook_event monitor-stopped)"
	claim "before it is told of that" wait_for 20 hook_ends_in \
		"monitor-stopped monitor-started"
}

silent_server || fail "python3 does not listen"
syslog_receiver || fail "python3 does not listen"
stops=0
hook_begin 127.45.5.3
hook_start
journal_start
cat >"$work/chainwatchd.yaml" <<END
state_directory: $work/state
defaults: {interval: 60s, timeout: 60s, trust: [test]}
trust_stores:
  test: {files: [$CA_DIR/root.pem]}
notify:
  journal: true
  syslog: {transport: tcp, address: 127.45.5.2, port: $(cat "$work/syslog.port")}
  webhooks:
    - name: hook
      url: "http://$hook_address:$hook_port/"
      secret_file: $hook/secrets
endpoints:
  - {host: silent.test, addresses: ["127.45.5.1:$(cat "$work/port")"]}
END
stop_by TERM
stop_by INT
stop_while_it_hangs
claim "no message was signed wrongly" hook_is_faultless
