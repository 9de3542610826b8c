#!/bin/bash
# A daemon that was killed begins again where it ended: what was open is open
# and not told again, what was repaired meanwhile ends, what left the
# configuration ends with a reason; a corrupt store is set aside and told.
#   tests/system/restart.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
need_private_journal "$@"
system_begin "$@" nginx jq journalctl python3

# write_config NAME...: these endpoints
write_config()
{
	local name
	cat <<-END
		state_directory: $work/state
		defaults: {interval: ${interval}s, timeout: 5s, trust: [test]}
		trust_stores:
		  test: {files: [$CA_DIR/root.pem]}
		notify: {journal: true}
		endpoints:
	END
	for name in "$@"; do
		printf '  - {host: %s.test, addresses: ["127.45.6.1:%s"]}\n' \
			"$name" "$NGINX_PORT"
	done
}

# What the store says, asked by another implementation's eyes.
stored()
{
	python3 - "$work/state/state.db" "$1" <<-'END'
		import sqlite3, sys
		db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
		print(db.execute(sys.argv[2]).fetchone()[0])
	END
}

stored_is()
{
	[ "$(stored "$2")" = "$1" ]
}

# What the journal was told is kept a little later; who is killed before tells
# it again. Is all of it marked, with so many events of that kind?
is_marked()
{
	[ "$(stored "SELECT sum(kind = '$2') = $1 AND max(sequence) =
		(SELECT sequence FROM told WHERE sink = 'journal')
		FROM event" 2>/dev/null)" = 1 ]
}

of_endpoint()
{
	echo "(.CHAINWATCH_EVENT == \"$1\" and
		.CHAINWATCH_ENDPOINT == \"$2.test:443\")"
}

daemon_kill()
{
	kill -KILL "$daemon"
	wait "$daemon" 2>/dev/null || true
}

for name in fine stays mends leaves; do
	ca_leaf $name issuing $name.test
	ca_chain "$NGINX_DIR/$name.test.chain" $name issuing
	cp "$CA_DIR/$name.key" "$NGINX_DIR/$name.test.key"
	nginx_site $name.test 127.45.6.1
done
nginx_start || fail "nginx does not start"
journal_start
write_config fine stays mends leaves >"$work/chainwatchd.yaml"
daemon_start
claim "a first pass ends" wait_for 60 journal_has 1 "$(event_is first-pass)"
for name in stays mends leaves; do
	ca_chain "$NGINX_DIR/$name.test.chain" $name
done
nginx_reload
for name in stays mends leaves; do
	claim "$name.test regresses" wait_for $((2 * interval + slack)) \
		journal_has 1 "$(of_endpoint chain-regressed $name)"
done
claim "what was told is stored" wait_for 5 stored_is 3 \
	"SELECT count(*) FROM incident WHERE resolved_at IS NULL"
claim "and that it was" wait_for 30 is_marked 3 chain-regressed
last=$(stored "SELECT max(sequence) FROM event")
incident=$(stored "SELECT incident FROM incident_member
	WHERE endpoint = 'mends.test:443'")

daemon_kill
ca_chain "$NGINX_DIR/mends.test.chain" mends issuing
nginx_reload
write_config fine stays mends >"$work/chainwatchd.yaml"
daemon_start
claim "what left the configuration ends" wait_for 10 \
	journal_has 1 "$(of_endpoint incident-resolved leaves)"
claim "with a reason" grep -q "no longer watched" \
	<<<"$(journal_get incident-resolved MESSAGE)"
claim "what was repaired while nobody looked ends" \
	wait_for $((2 * interval + 60)) \
	journal_has 1 "$(of_endpoint incident-resolved mends)"
claim "it is the same incident" test "$incident" = \
	"$(journal_get incident-resolved CHAINWATCH_INCIDENT)"
sleep $((interval + 2))
claim "nothing is told a second time" journal_has 0 "$is_alarm"
claim "nor is there another summary" journal_has 0 "$(event_is first-pass)"
claim "what stays is open" stored_is stays.test:443 \
	"SELECT endpoint FROM incident WHERE resolved_at IS NULL"
# A killed run may have told numbers that it could not store: they are skipped.
claim "events are numbered on" test "$(journal_entries |
	jq -s 'map(.CHAINWATCH_SEQUENCE // empty | tonumber) | min')" -gt "$last"

# Standard error into a pipe that is full and that nobody reads, as a pager's.
daemon_kill
sed -i 's/^notify: .*/notify: {journal: true, stderr: true}/' \
	"$work/chainwatchd.yaml"
full_pipe_daemon()
{
	python3 - "$build/chainwatchd" -c "$work/chainwatchd.yaml" <<-'END' &
		import os, sys
		reads, writes = os.pipe()
		os.set_inheritable(reads, True)
		os.set_blocking(writes, False)
		try:
		    while os.write(writes, b"x" * 4096):
		        pass
		except BlockingIOError:
		    os.set_blocking(writes, True)
		os.dup2(writes, 2)
		os.execv(sys.argv[1], sys.argv[1:])
	END
	daemon=$!
}
starts=$(stored "SELECT sum(kind = 'monitor-started') FROM event")
full_pipe_daemon
claim "with standard error stuck the journal is told" wait_for 20 \
	journal_has 1 "$(event_is monitor-started)"
claim "which is kept" wait_for 30 is_marked $((starts + 1)) monitor-started
daemon_kill
daemon_start
said_starts()
{
	[ "$(grep -cE '^<[0-9]>monitor-started: ' "$work/daemon.log")" = "$1" ]
}
claim "standard error is told by the next start what it missed" \
	wait_for 10 said_starts 2
claim "the journal is told nothing twice" \
	journal_has 1 "$(event_is monitor-started)"
sed -i 's/^notify: .*/notify: {journal: true}/' "$work/chainwatchd.yaml"

daemon_kill
printf 'This was a disk once, now it is not.%4096s' '' |
	dd of="$work/state/state.db" conv=notrunc bs=4096 2>/dev/null
rm -f "$work/state/state.db-wal"
daemon_start
claim "a corrupt store does not stop it" wait_for 60 \
	journal_has 1 "$(event_is first-pass)"
claim "it is told" journal_has 1 '.CHAINWATCH_FINDING == "store-corrupt"'
claim "and set aside" test -n "$(find "$work/state" -name '*.corrupt-*')"
kill -TERM "$daemon"
claim "it ends" daemon_ends 10

mkdir "$work/other"
echo "no folder" >"$work/other/file"
sed -i "s|^state_directory: .*|state_directory: $work/other/file|" \
	"$work/chainwatchd.yaml"
"$build/chainwatchd" -c "$work/chainwatchd.yaml" >"$work/daemon.log" 2>&1 ||
	daemon_code=$?
claim "a directory that cannot be used ends it" test "$daemon_code" = 1
claim "with words" grep -qF "$work/other/file" "$work/daemon.log"
