#!/bin/bash
# The installed service under a real systemd: sandbox, start, ready, status,
# reload, kill -9 and restart, a stuck process caught by the watchdog, a
# credential, stop, and the journal read back.
#   tests/system/service.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source-path=SCRIPTDIR source=lib_box.sh
. "$(dirname "$0")/lib_box.sh"
need_box "$@"
system_begin "$@" jq systemctl systemd-analyze pgrep nsenter

unit=chainwatchd.service
unit_file=$(find "$build/systemd" -name "$unit")
config=$(sed -n 's/^ExecStart=.* -c //p' "$unit_file")

show()
{
	box systemctl show -P "$1" $unit
}

# shows PROPERTY PATTERN: a shell pattern
shows()
{
	# shellcheck disable=SC2053 # a pattern is meant
	[[ $(show "$1") == $2 ]]
}

# journal ARGUMENT...: entries of the unit, one JSON object a line
journal()
{
	box journalctl --sync
	box journalctl -q --no-pager --all -o json -u $unit "$@"
}

# told COUNT EVENT
told()
{
	[ "$(journal "CHAINWATCH_EVENT=$2" | wc -l)" = "$1" ]
}

is_silent()
{
	"$@" >"$work/out" 2>&1 && [ ! -s "$work/out" ] && return
	cat "$work/out"
	return 1
}

write_config()
{
	box_write "$config" <<-END
		notify: {webhooks: [{name: ops, format: json,
		  url: "https://127.0.0.1:2/", secret_credential: ops-hook}]}
		defaults: {interval: 10s, timeout: 5s, trust: [test]}
		trust_stores:
		  test: {files: [/etc/chainwatch-test/root.pem]}
		endpoints:
		  - {host: broken.test, addresses: ["127.0.0.1:8443"]}
		$*
	END
}

# is_restarted TIMES OLD_PID
is_restarted()
{
	shows NRestarts "$1" && shows ActiveState active &&
		not shows MainPID "$2" && not shows MainPID 0
}

exposure()
{
	box systemd-analyze security --no-pager "$@" | tail -n 1 |
		sed -n 's/.*: \([0-9.]*\) .*/\1/p'
}

ca_leaf broken issuing broken.test
box_up
claim "systemd runs it as PID 1" test "$(box cat /proc/1/comm)" = systemd

# --- the unit, before it runs
claim "the unit verifies without a word" is_silent \
	box systemd-analyze --man=no verify $unit
claim "and is exposed 1.2 at most" test \
	"$(exposure --offline=true "$(show FragmentPath)" | tr -d .)" -le 12
claim "the catalogue is taken without a word" is_silent \
	box journalctl --update-catalog

for name in root broken; do
	box_write /etc/chainwatch-test/$name.pem <"$CA_DIR/$name.pem"
done
box_write /etc/chainwatch-test/broken.key <"$CA_DIR/broken.key"
box_write /etc/chainwatch-test/secret <<<"open sesame"
box chmod 600 /etc/chainwatch-test/secret
box openssl s_server -quiet -accept 127.0.0.1:8443 \
	-cert /etc/chainwatch-test/broken.pem \
	-key /etc/chainwatch-test/broken.key </dev/zero >/dev/null 2>&1 &
extra_pids+=("$!")
# Port 8443, in the network of the container
wait_for 20 box grep -q ':20FB 00000000:0000 0A' /proc/net/tcp ||
	fail "no server in the container"
write_config
# Only what would make the test wait is other than it is installed.
watchdog=$(patient 2)
box_write /etc/systemd/system/$unit.d/test.conf <<END
[Service]
WatchdogSec=$watchdog
TimeoutAbortSec=2
RestartSec=200ms
LoadCredential=ops-hook:/etc/chainwatch-test/secret
ExecStartPre=/bin/sh -c 'cat "\$CREDENTIALS_DIRECTORY/ops-hook" >"\$STATE_DIRECTORY/seen"'
END
box systemctl daemon-reload

# --- its life
claim "a group for those who may ask was made at boot" \
	box groupdel chainwatch
claim "it starts, and start waits until it is ready" box systemctl start $unit
claim "it is active" shows ActiveState active
claim "and running" shows SubState running
claim "where that group is missing, root may ask" \
	box test -S /var/lib/chainwatchd/control.sock
claim "the status line counts" wait_for 5 shows StatusText \
	"1 endpoints, * targets, * open incidents, * probes, lag * ms*"
claim "its user is one that systemd made for it" test \
	"$(box stat -c %u "/proc/$(show MainPID)")" -ge 61184
claim "the credential reached it" test \
	"$(box cat /var/lib/chainwatchd/seen)" = "open sesame"
claim "its state is its own" test \
	"$(box stat -L -c %a:%u /var/lib/chainwatchd)" = \
	"700:$(box stat -c %u "/proc/$(show MainPID)")"
claim "it runs as exposed as was said" test \
	"$(exposure $unit | tr -d .)" -le 12
claim "what was broken is in the summary" wait_for 20 told 1 first-pass
claim "the status line knows of it" wait_for 15 shows StatusText \
	"1 endpoints, 1 targets, 1 open incidents, *"
claim "and of what the webhook has not taken" wait_for 25 shows StatusText \
	"*; [1-9]* event* to be delivered"

pid=$(show MainPID)
write_config '  - {host: nobody.test, addresses: ["127.0.0.1:1"]}'
claim "a reload is taken" box systemctl reload $unit
claim "it is told" wait_for 5 told 1 config-reloaded
claim "the process stays" shows MainPID "$pid"
claim "it is active again" wait_for 5 shows ActiveState active
claim "the status line counts the new endpoint" wait_for 5 shows StatusText \
	"2 endpoints, *"
write_config '  - {host: "bad host"}'
claim "a bad configuration is refused" not box systemctl reload $unit
claim "the daemon tells so" wait_for 5 told 1 config-rejected
claim "and the journal where the fault is" grep -q 'chainwatchd.yaml:.*holds a space' \
	<(box journalctl -q --no-pager -u $unit SYSLOG_IDENTIFIER=chainwatch)
claim "and the old one goes on" shows StatusText "2 endpoints, *"
claim "in the same process" shows MainPID "$pid"
write_config

claim "kill -9" box systemctl kill -s KILL $unit
claim "is followed by a restart" wait_for 10 is_restarted 1 "$pid"

pid=$(show MainPID)
claim "a process that stands still" box systemctl kill -s STOP $unit
claim "is found by the watchdog and replaced" \
	wait_for 15 is_restarted 2 "$pid"
claim "systemd says why" test -n "$(box journalctl -q --no-pager -u $unit |
	grep -i 'watchdog timeout')"
claim "the new one is ready and fed" sleep $((watchdog + 1))
claim "and stays" shows NRestarts 2

claim "it stops" box systemctl stop $unit
claim "well" shows Result success
claim "and says so" wait_for 5 told 1 monitor-stopped

# --- what stands in the journal
journal CHAINWATCH_EVENT=first-pass | head -n 1 >"$work/entry"
claim "an entry has its fields" jq -e '
	.MESSAGE_ID == "7c6c518df9fc48f1a6906da78bd6453a" and
	.PRIORITY == "2" and ._SYSTEMD_UNIT == "chainwatchd.service" and
	.SYSLOG_IDENTIFIER == "chainwatchd" and
	(.CHAINWATCH_EVENT_ID | length == 32) and
	(.CHAINWATCH_SEQUENCE | tonumber > 0) and
	(.MESSAGE | test("leaf-only: broken.test"))' "$work/entry"
# That nobody listens is told; that there is no secret would be, too.
box journalctl -q --no-pager -u $unit >"$work/said"
claim "the daemon could read its credential" not grep -qi credential \
	"$work/said"
claim "no line of it was dropped for coming fast" \
	test -z "$(box journalctl -q --no-pager | grep -i suppressed)"
box journalctl -q --no-pager -x -u $unit CHAINWATCH_EVENT=monitor-stopped \
	>"$work/explained"
claim "journalctl -x explains it" \
	grep -q "Until it is started again nobody watches" "$work/explained"

# --- files that not all the world may read, by the drop-in and its own words
drop_in=$(find "$work/box/root/usr" -name served-files.conf | head -n 1)
claim "the drop-in is installed" test -s "$drop_in"
# shellcheck disable=SC2016 # the inner shell's $d
box sh -c '
	groupadd --system certificates
	d=/etc/letsencrypt
	mkdir -p $d/archive/broken.test $d/live/broken.test
	chmod 0700 $d/archive $d/live
	cp /etc/chainwatch-test/root.pem $d/archive/broken.test/chain1.pem
	cp /etc/chainwatch-test/broken.key $d/archive/broken.test/privkey1.pem
	ln -s ../../archive/broken.test/chain1.pem $d/live/broken.test/chain.pem
	chmod 0640 $d/archive/broken.test/chain1.pem
	chmod 0600 $d/archive/broken.test/privkey1.pem'
box_write "$config" <<'END'
defaults: {interval: 10s, timeout: 5s, trust: [served]}
trust_stores:
  served: {files: [/etc/letsencrypt/live/broken.test/chain.pem]}
endpoints:
  - {host: broken.test, addresses: ["127.0.0.1:8443"]}
END
claim "without it the file cannot be read" not box systemctl start $unit
claim "and that is said" wait_for 5 sh -c \
	"nsenter -t $box_leader -m -p -C -r -w -- journalctl -q --no-pager \
	-u $unit | grep -q 'chain.pem: Permission denied'"
claim "a check as root says it, too" grep -q '^  /etc/letsencrypt/.*/chain.pem$' \
	<(box chainwatchd -c "$config" --check-config)
box systemctl reset-failed $unit
# The commands that it names, word for word.
sed -n 's/^#   \(.*\)/\1/p' "$drop_in" | grep -E '^(groupadd|chgrp|chmod|find)' |
	grep -v '^groupadd' >"$work/commands"
claim "the drop-in names what to do" test "$(wc -l <"$work/commands")" -ge 3
claim "which can be done" box sh -ec "$(cat "$work/commands")"
box_write /etc/systemd/system/$unit.d/served-files.conf <"$drop_in"
box systemctl daemon-reload
claim "with it, the unit verifies without a word" is_silent \
	box systemd-analyze --man=no verify $unit
claim "and it starts" box systemctl start $unit
claim "and runs on" shows SubState running
pid=$(show MainPID)
group=$(box getent group certificates | cut -d: -f3)
claim "as one of the group" box grep -q "^Groups:.*\\b$group\\b" \
	"/proc/$pid/status"
claim "still as exposed as was said" test \
	"$(exposure $unit | tr -d .)" -le 12
# As the service: its user, its group, its sandbox.
inside()
{
	box nsenter -t "$pid" -m -- setpriv --reuid "$(box stat -c %u "/proc/$pid")" \
		--regid "$(box stat -c %g "/proc/$pid")" --groups "$group" "$@"
}
claim "it may read the certificates" inside \
	cat /etc/letsencrypt/live/broken.test/chain.pem
claim "but no private key" not inside \
	cat /etc/letsencrypt/archive/broken.test/privkey1.pem
box systemctl stop $unit

# --- who may ask, and that asking starts it
box_write "$config" <<'END'
state_directory: /var/lib/chainwatchd
defaults: {interval: 10s, timeout: 5s}
endpoints:
  - {host: broken.test, addresses: ["127.0.0.1:8443"]}
END
socket=/run/chainwatchd/control.sock
claim "the group is made again" box systemd-sysusers
box useradd --groups chainwatch alice
box useradd bob
# asks USER: how things stand, of a daemon that runs
asks()
{
	box runuser -u "$1" -- chainwatch status --json >"$work/status" \
		2>"$work/said" || true
	[ ! -s "$work/said" ] && [ "$(jq -r '.[].id' "$work/status")" = \
		broken.test:443 ] && return
	cat "$work/status" "$work/said"
	return 1
}
claim "the socket verifies without a word" is_silent \
	box systemd-analyze --man=no verify chainwatchd-control.socket
claim "while it is stopped there is none" not box test -e $socket
claim "it can be there first" box systemctl start chainwatchd-control.socket
claim "for its group" test "$(box stat -c %a:%G $socket)" = 660:chainwatch
claim "without the daemon" shows ActiveState inactive
claim "who is of the group asks, and is answered" asks alice
claim "by a daemon that was started for it" shows ActiveState active
claim "whose socket this is" not box test -e /var/lib/chainwatchd/control.sock
claim "nobody else may ask" not asks bob
claim "and is told why" grep -q "Permission denied" "$work/said"
claim "and who may" grep -q "members of the socket's group" "$work/said"
claim "a restart" box systemctl restart $unit
claim "keeps it" asks alice
claim "who stops the daemon" box systemctl stop $unit
claim "takes it away" not box test -e $socket
claim "so that root is told that none runs" not asks root
claim "and reads its store" grep -q "no daemon runs" "$work/said"
claim "which starts nothing" shows ActiveState inactive
claim "started again, it is there again" box systemctl start $unit
claim "for the group" asks alice
