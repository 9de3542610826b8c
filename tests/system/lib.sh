# What the system tests share: a folder of their own, the daemon, a private
# real journald, claims. To be sourced by a script that was called as
#
#   tests/system/NAME.sh BUILD_DIR
#
# shellcheck shell=bash disable=SC2034
set -eu

system_here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=../../contrib/demo/ca.sh
. "$system_here/../../contrib/demo/ca.sh"
# shellcheck source-path=SCRIPTDIR source=../../contrib/demo/nginx.sh
. "$system_here/../../contrib/demo/nginx.sh"

# The least that the configuration allows; after a change every address has
# been looked at again within it.
interval=10
# What a loaded machine may add to that.
slack=5
work='' daemon='' claims=0

# Exit code 77: skipped, which is a failure where CI=true (tests/run).
skip()
{
	echo "skipped: $*"
	exit 77
}

fail()
{
	echo "FAILED: $*"
	if [ -n "$work" ] && [ -e "$work/daemon.log" ]; then
		echo "--- the daemon said:"
		tail -n 60 "$work/daemon.log"
	fi
	exit 1
}

# claim WORDS COMMAND...: the command must succeed.
claim()
{
	local words=$1
	shift
	"$@" || fail "$words  [$*]"
	claims=$((claims + 1))
	echo "ok: $words"
}

# patient SECONDS: so many times that where other work goes on beside (tests/run)
patient()
{
	echo $(($1 * ${CHAINWATCH_PATIENCE:-1}))
}

# wait_for SECONDS COMMAND...: that long, patiently. What has to be timely is
# measured, not waited for.
wait_for()
{
	local end=$((SECONDS + $(patient "$1")))
	shift
	until "$@"; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.2
	done
}

not()
{
	! "$@"
}

# has_sockets PORT [STATE]: is there one of TCP, at any address?
has_sockets()
{
	cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
		awk -v port=":$(printf %04X "$1")" -v state="${2:-}" '
			(state == "" || $4 == state) &&
			substr($2, length($2) - 4) == port { found = 1 }
			END { exit !found }'
}

# is_listening PORT: without a connection, which the server might count
is_listening()
{
	has_sockets "$1" 0A
}

# unused_port COUNT: the first of so many that nobody has, at whatever
# address, as who listens at all of them wants it; below the ports that the
# kernel hands out.
unused_port()
{
	local count=$1 port next
	while :; do
		port=$((20000 + RANDOM % 12000))
		for ((next = port; next < port + count; next++)); do
			! has_sockets $next || continue 2
		done
		echo $port
		return
	done
}

# For servers that run as users of their own.
need_root()
{
	[ "$(id -u)" = 0 ] || skip "this needs root"
}

# --- a private journald ------------------------------------------------------

# Runs the calling script again in a mount namespace of its own, where /run and
# the journals are empty. Programs there find our journald by its usual path.
need_private_journal()
{
	[ -z "${CHAINWATCH_PRIVATE_JOURNAL:-}" ] || return 0
	[ "$(id -u)" = 0 ] || skip "a private journald needs root"
	[ -x /lib/systemd/systemd-journald ] || skip "no systemd-journald"
	unshare --mount true 2>/dev/null || skip "no mount namespaces here"
	export CHAINWATCH_PRIVATE_JOURNAL=1
	exec unshare --mount --propagation private "$BASH" "$0" "$@"
}

# An id is all that journald wants of the machine beside its folders.
journal_machine_id()
{
	local id
	id=$(cat /etc/machine-id 2>/dev/null) || true
	[ "${#id}" != 32 ] || return 0
	[ -e /etc/machine-id ] || skip "no /etc/machine-id to mount over"
	tr -d '\n-' </proc/sys/kernel/random/uuid >"$work/machine-id"
	mount --bind "$work/machine-id" /etc/machine-id
}

journal_start()
{
	local conf=/run/systemd/journald.conf.d
	mount -t tmpfs -o mode=755 tmpfs /run
	mkdir -p /var/log/journal
	mount -t tmpfs -o mode=755 tmpfs /var/log/journal
	mkdir -p /run/systemd/journal /run/log/journal $conf
	journal_machine_id
	cat >$conf/test.conf <<-END
		[Journal]
		Storage=volatile
		ReadKMsg=no
		Audit=no
		ForwardToSyslog=no
		ForwardToWall=no
		RateLimitIntervalSec=0
	END
	/lib/systemd/systemd-journald >"$work/journald.log" 2>&1 &
	journald=$!
	wait_for 5 test -S /run/systemd/journal/socket ||
		fail "journald does not start: $(cat "$work/journald.log")"
}

# All that the daemon wrote, one JSON object a line. A field that occurs more
# than once in an entry is a list.
journal_entries()
{
	journalctl --sync 2>/dev/null || true
	journalctl -q --no-pager --all -o json _PID="$daemon" 2>/dev/null || true
}

# journal_count JQ-FILTER: how many entries pass
journal_count()
{
	journal_entries | jq -s "map(select($1)) | length"
}

# journal_has COUNT JQ-FILTER
journal_has()
{
	[ "$(journal_count "$2")" = "$1" ]
}

# What somebody would be woken by; chain-changed and rollouts are history.
is_alarm='(.CHAINWATCH_EVENT | IN("incident-opened", "chain-regressed",
	"incident-changed", "monitor-fault"))'

event_is()
{
	echo ".CHAINWATCH_EVENT == \"$1\""
}

# journal_get EVENT FIELD: the field of the last such event; lists by lines
journal_get()
{
	journal_entries | jq -rs "map(select($(event_is "$1"))) | last |
		.[\"$2\"] | if type == \"array\" then .[] else . end"
}

journal_show()
{
	journal_entries | jq -r '[._SOURCE_REALTIME_TIMESTAMP,
		.CHAINWATCH_EVENT // "-", .CHAINWATCH_ENDPOINT // "-",
		.CHAINWATCH_FINDING // "-", .MESSAGE] | join("  ")'
}

# --- the daemon -------------------------------------------------------------

# Comes back when signals would do what they should: they are waited for as
# soon as everything has been made.
daemon_start()
{
	"$build/chainwatchd" -c "$work/chainwatchd.yaml" \
		>"$work/daemon.log" 2>&1 </dev/null &
	daemon=$!
	wait_for 30 daemon_is_made_or_gone ||
		fail "the daemon does not begin"
	not daemon_is_gone || fail "the daemon does not start"
}

daemon_is_made_or_gone()
{
	local caught
	daemon_is_gone && return
	caught=$(sed -n 's/^SigCgt:\t*//p' "/proc/$daemon/status" 2>/dev/null)
	# HUP and TERM
	[ $((0x${caught:-0} & 0x4001)) = $((0x4001)) ]
}

# daemon_ends SECONDS: by itself; its exit code is left in daemon_code
daemon_ends()
{
	wait_for "$1" daemon_is_gone || return 1
	daemon_code=0
	wait "$daemon" 2>/dev/null || daemon_code=$?
}

daemon_is_gone()
{
	# A dead child stays a zombie until it is waited for.
	case $(sed 's/.*) //' "/proc/$daemon/stat" 2>/dev/null) in
	'' | Z*) return 0 ;;
	esac
	return 1
}

# --- the whole --------------------------------------------------------------

journald='' extra_pids=() mounted=()

system_end()
{
	local code=$? pid
	trap - EXIT
	trap '' INT TERM HUP
	for pid in $daemon "${extra_pids[@]}"; do
		kill "$pid" 2>/dev/null || true
	done
	nginx_stop
	for pid in $daemon "${extra_pids[@]}"; do
		wait_for 10 not kill -0 "$pid" 2>/dev/null ||
			kill -KILL "$pid" 2>/dev/null || true
		wait "$pid" 2>/dev/null || true
	done
	[ -z "$journald" ] || kill "$journald" 2>/dev/null || true
	[ -z "$journald" ] || wait "$journald" 2>/dev/null || true
	[ ${#mounted[@]} = 0 ] || umount "${mounted[@]}" || true
	[ -z "$work" ] || rm -rf "$work"
	[ $code != 0 ] || echo "${0##*/}: $claims claims hold"
	exit "$code"
}

# system_begin BUILD_DIR PROGRAM...: what the test needs beside the daemon
system_begin()
{
	local program
	[ $# -ge 1 ] || { echo "usage: $0 BUILD_DIR" >&2; exit 2; }
	build=$(cd "$1" && pwd)
	shift
	PATH=$PATH:/usr/sbin:/sbin
	for program in openssl "$@"; do
		command -v "$program" >/dev/null || skip "no $program here"
	done
	for program in chainwatchd chainwatch; do
		[ -x "$build/$program" ] || fail "no $program in $build"
	done
	work=$(mktemp -d "${TMPDIR:-/tmp}/chainwatch-system.XXXXXX")
	trap system_end EXIT
	trap 'exit 130' INT TERM HUP
	CA_DIR=$work/ca NGINX_DIR=$work/nginx
	mkdir "$NGINX_DIR"
	ca_init
	ca_root root "Test Root"
	ca_intermediate issuing root "Test Issuing CA"
}
